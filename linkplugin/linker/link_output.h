// Where a link writes until all is done, and how what it has made takes its place: all of it, or nothing.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/arguments.h"
#include "linkplugin/util/scratch.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

class LinkOutput {
public:
  /// Makes a scratch folder beside the output. Fails where the output is a folder, or one of the inputs.
  Result<void> open(const LinkLine &line, const std::vector<std::filesystem::path> &inputs);

  const std::filesystem::path &scratch() const { return folder->path(); }
  /// What the linker is to write.
  const std::filesystem::path &linked() const { return linked_file; }
  /// Says so in its arguments.
  void redirect(std::vector<std::string> &arguments, const LinkLine &line) const;

  /// Of what the linker writes besides into the scratch folder, this goes where the output belongs.
  void add_companion(const std::filesystem::path &name) { companions.push_back(name); }

  /// Puts these bytes where the output belongs, with the permissions of what the linker has written.
  Result<void> place(std::string_view contents);
  /// The same where these bytes are what the linker has written but for `changes`.
  Result<void> place(std::string_view contents, const std::vector<ByteRange> &changes);

  /// Removes the scratch folder.
  void abandon() { folder.reset(); }

private:
  void move_companions();
  Result<void> rename(const std::filesystem::path &finished) const;

  std::optional<ScratchFolder> folder;
  std::filesystem::path output;
  std::filesystem::path linked_file;
  std::vector<std::filesystem::path> companions;
  bool is_special = false; ///< a device or the like: written to, never replaced
};

} // namespace weakrt
