// A program or library as the platform loader sees it: what it needs, where it says
// that should be looked for, and what of a plugin's wants it has.
#pragma once

#include "linkplugin/elf/image.h"
#include "linkplugin/explain/process.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace llvm {
class MemoryBuffer;
}

namespace weakrt::explain {

/// Reads `size` bytes of a process at an address; false where they cannot be read.
using ReadMemory = std::function<bool(uint64_t address, void *to, size_t size)>;

class ModuleFile {
public:
  /// Reads an ELF file for this machine, whole: it may be cut off or replaced meanwhile.
  /// `shown` is what it is called, in messages too. Fails where it is no regular file, or
  /// is not dynamic (see is_static).
  static Result<ModuleFile> read(const std::filesystem::path &file, std::string shown);

  /// Whether this is an ELF program for this machine that needs no loader. False for
  /// what cannot be read.
  static bool is_static(const std::filesystem::path &file);
  /// Whether this is an ELF file that this machine's loader passes over when it searches.
  static bool is_for_another_machine(const std::filesystem::path &file);

  const std::string &path() const { return shown; }
  const elf::Image &image() const { return contents; }
  /// It names a loader (PT_INTERP): a program.
  bool is_program() const;
  /// DT_SONAME, or empty.
  std::string soname() const;
  std::vector<std::string> needed() const;
  /// DT_RPATH and DT_RUNPATH as they are written, or nothing.
  std::optional<std::string> rpath() const;
  std::optional<std::string> runpath() const;
  /// A bit of DT_FLAGS_1.
  bool has_flag(uint64_t flag) const;

  /// What it has of the wants. With `memory`, which has it at `base` (the difference
  /// between its addresses there and in the file), versions are read from there, where
  /// they can be.
  Module module(const Wants &wants, bool main_program, const ReadMemory &memory = {},
                uint64_t base = 0) const;

private:
  explicit ModuleFile(elf::Image image) : contents(std::move(image)) {}

  std::string shown;
  std::shared_ptr<llvm::MemoryBuffer> bytes;
  elf::Image contents;
};

} // namespace weakrt::explain
