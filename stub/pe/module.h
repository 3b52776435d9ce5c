// A module of the process, seen through its headers in memory.
#pragma once

#include "stub/core/provider.h"
#include "stub/pe/format.h"

namespace weakrt::pe {

/// An export: its place in the table of functions.
using Symbol = uint32_t;

struct Module {
  /// Its file, in UTF-8.
  const char *path;
  Address base;
  uint32_t size;
  bool is_main_program;
  /// nullptr: it exports nothing.
  const ExportDirectory *exports;
  uint32_t exports_address;
  uint32_t exports_size;
};

/// Fills in what the image at `base` says of itself.
void read_module(Module &module, Address base);

const Headers &headers_of(const Module &module);

/// The export of this name, or of this ordinal ("#12"); nullptr: it has none. Parsed here, because
/// GetProcAddress loads what a forwarder names.
const Symbol *find_export(const Module &module, const char *name);

/// Whether the export is a forwarder: it names another module's.
bool is_forwarder(const Module &module, const Symbol &symbol);

/// Where the export is; a forwarder's target is loaded.
Address address_of(const Module &module, const Symbol &symbol);

/// Whether the module's import directory names the other's file.
bool needs(const Module &module, const Module &other);

} // namespace weakrt::pe
