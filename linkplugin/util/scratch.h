// A folder of our own for the length of a link, and files written safely.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/util/byte_range.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// A folder that is removed with all that is in it when the value goes away, or
/// when a signal ends the process.
class ScratchFolder {
public:
  /// Makes the folder, or takes over one that a killed link left behind. Where
  /// another link is using it, this one's number is added to the name. Anything
  /// else of that name is somebody's, and an error.
  static Result<ScratchFolder> create(std::filesystem::path path);
  ~ScratchFolder();
  ScratchFolder(ScratchFolder &&other) noexcept;
  ScratchFolder &operator=(ScratchFolder &&) = delete;

  const std::filesystem::path &path() const { return folder; }

private:
  ScratchFolder(std::filesystem::path path, int mark) : folder(std::move(path)), mark(mark) {}
  std::filesystem::path folder;
  int mark; ///< the open file whose lock says that the folder is in use
};

/// The file's name is gone at once; what it held may be freed while others work.
void remove_in_background(const std::filesystem::path &path);

/// The whole of a file.
Result<std::string> read_text(const std::filesystem::path &path);
/// Writes a whole file; a full disk is a failure, not a short file.
Result<void> write_file(const std::filesystem::path &path, std::string_view contents);
/// Writes the parts of `contents` that differ from those of the file, whose size is the same.
Result<void> change_file(const std::filesystem::path &path, std::string_view contents,
                         const std::vector<ByteRange> &changes);

} // namespace weakrt
