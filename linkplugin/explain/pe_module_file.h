// A program or library for Windows: what it needs, and what of a plugin's wants it has.
#pragma once

#include "linkplugin/explain/process.h"
#include "linkplugin/pe/image.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace llvm {
class MemoryBuffer;
}

namespace weakrt::explain {

/// Whether this is a file that begins as PE files do. False for what cannot be read.
bool is_pe_file(const std::filesystem::path &file);

/// In lower case: Windows' names are the same in any.
std::string folded(std::string_view name);

class PeModuleFile {
public:
  /// Fails where it is no regular file, or malformed.
  static Result<PeModuleFile> read(const std::filesystem::path &file);

  const std::string &path() const { return shown; }
  const pe::Image &image() const { return contents; }
  /// Of the file, folded: what others name it by.
  std::string name() const;
  /// The DLLs that it imports from, as it spells them; those of delayed imports are not among them.
  const std::vector<std::string> &needed() const { return libraries; }

  Module module(const Wants &wants, bool main_program) const;

private:
  explicit PeModuleFile(pe::Image image) : contents(std::move(image)) {}

  std::string shown;
  std::shared_ptr<llvm::MemoryBuffer> bytes;
  pe::Image contents;
  std::vector<std::string> libraries;
  std::vector<pe::ExportedSymbol> exports;
};

} // namespace weakrt::explain
