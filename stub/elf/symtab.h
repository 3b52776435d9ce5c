// What an executable has but does not export: the .symtab of its file.
#pragma once

#include "stub/elf/module.h"

namespace weakrt::elf {

/// The running program's file, mapped: this is its first byte, and its size.
struct File {
  const char *data;
  size_t size;
};

/// Maps the file of the running program; size 0 where that fails.
File map_program();
void unmap(const File &file);

/// Makes of `module`, the main program, one with the symbols of the file's .symtab.
/// False where the file has none, or is none of ours to read.
bool read_symtab(const File &file, Module &module);

/// Why this file is not known to be what runs: its notes, the build-id among them, are
/// not those that the main program has in memory. nullptr: it is.
const char *differs(const File &file, const Module &module);

} // namespace weakrt::elf
