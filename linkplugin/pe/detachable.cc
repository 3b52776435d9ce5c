#include "linkplugin/pe/detachable.h"

#include <llvm/BinaryFormat/COFF.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace weakrt::pe {

static Result<void> check_signature(const Image &image) {
  if (image.directory(llvm::COFF::CERTIFICATE_TABLE).size)
    return fail({.message = "it is signed, and would not be any more",
                 .file = image.path(),
                 .help = "sign it when it is linked"});
  return {};
}

// "Load Configuration Structure": the words of its first part differ in size. An image of two architectures
// (ARM64X) and one of emulated code (ARM64EC) have a pointer to what says which code is which; their import
// tables are two, of which the second is in fixups that are applied when the image is loaded.
static Result<void> check_hybrid(const Image &image) {
  Image::Directory config = image.directory(llvm::COFF::LOAD_CONFIG_TABLE);
  const uint32_t hybrid = image.is_64() ? 200 : 124;
  // The structure's own first field counts: the directory's size is 64 in older images.
  uint32_t size = config.address ? image.read<uint32_t>(config.address).value_or(0) : 0;
  if (size < hybrid + image.word_size() || !image.read_word(config.address + hybrid).value_or(0))
    return {};
  return fail({.message = "this is an image for two architectures (ARM64X or ARM64EC)",
               .file = image.path(),
               .help = "link one for x86-64 and one for arm64"});
}

// GNU ld makes such slots of two short import libraries for one library, and of one for what is not called
// .dll: a call ends at an address that means nothing, with weakrt or without it.
static Result<void> check_slots(const Image &image) {
  auto imports = image.imports();
  if (!imports)
    return std::unexpected(imports.error());
  std::vector<std::string> names;
  for (const ImportedSymbol &symbol : image.unreached_slots(*imports))
    names.push_back(symbol.name);
  if (names.empty())
    return {};
  return fail({.message = fmt::format("the linker made imports that belong to no library: {}",
                                      fmt::join(names, ", ")),
               .file = image.path(),
               .help = "link with -fuse-ld=lld, or give the linker one import library for each library, as "
                       "dlltool or -Wl,--out-implib make it"});
}

Result<void> check_detachable(const Image &image) {
  for (auto *check : {&check_signature, &check_hybrid, &check_slots})
    if (auto fine = check(image); !fine)
      return fine;
  return {};
}

} // namespace weakrt::pe
