// What a linked plugin imports from its runtimes, and from which of its
// dependencies each symbol comes.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/image.h"
#include "linkplugin/elf/library.h"

#include <functional>
#include <string>
#include <vector>

namespace weakrt::elf {

/// One import of a runtime, as the link made it.
struct Import {
  uint32_t symbol; ///< index into .dynsym
  std::string name;
  std::string version; ///< the wanted symbol version; empty for none
  size_t runtime;      ///< index into the link's runtimes
  bool data = false;
  bool thread_local_data = false;
  bool optional = false;
  /// Where the runtime's library has it in .dynsym, and the word that Export has; 0 where that does not help.
  uint32_t hint = 0;
  uint32_t word = 0;
};

/// What find_imports needs to know of each runtime.
struct Borrower {
  std::string name;
  std::vector<std::string> sonames;                  ///< the libraries that go
  std::function<bool(std::string_view)> is_api;      ///< it belongs to the runtime's API
  std::function<bool(std::string_view)> is_optional; ///< the manifest says it may be missing
  std::string provider{};                            ///< of `sonames`, the runtime itself; "": none
};

/// Whether the file itself defines all of these: a runtime that was linked in
/// statically.
bool defines_all(const Image &image, const std::vector<std::string> &symbols);

struct Imports {
  /// By ascending symbol index.
  std::vector<Import> imports;
  /// Required symbols of a runtime's API that no library has.
  std::vector<Import> undefined;
  /// What an executable's code reaches without a slot: data by a copy relocation, which
  /// makes it the executable's own; functions by the address of their PLT entry there.
  std::vector<Import> copied;
  std::vector<Import> canonical;
};

/// `libraries` are those that the link read, in order.
Result<Imports> find_imports(const Image &image, const std::vector<Borrower> &borrowers,
                             const std::vector<Library> &libraries);

} // namespace weakrt::elf
