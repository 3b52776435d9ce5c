#include "linkplugin/linker/direct_access.h"

#include "linkplugin/linker/referrers.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>

#include <fmt/format.h>

#include <algorithm>

namespace weakrt {

Diagnostics describe_direct_access(const elf::Imports &imports, const elf::Image &image,
                                   const std::vector<std::filesystem::path> &inputs) {
  Diagnostics diagnostics;
  auto describe = [&](const elf::Import &import, std::string_view why, std::string_view further) {
    Diagnostic diagnostic{
        .message = fmt::format("{} cannot be borrowed: {}", import.name, why),
        .file = image.path(),
        .help = fmt::format("compile that with -fPIC (with gcc's -flto link with it, too), or with "
                            "-mno-direct-extern-access where the compiler has it (gcc 12 and later, on "
                            "x86){}",
                            further)};
    for (const std::string &input : find_referrers(inputs, import.name))
      diagnostic.notes.push_back("referenced by " + input);
    diagnostics.push_back(std::move(diagnostic));
  };
  std::string copy(llvm::object::getELFRelocationTypeName(image.machine().id, image.machine().types.copy));
  for (const elf::Import &import : imports.copied)
    describe(import, fmt::format("the executable would have a copy of its own ({})", copy), "");
  // Of a variable's several names those that nobody uses are not worth an error.
  bool any_used = std::ranges::any_of(diagnostics, [](const Diagnostic &one) { return !one.notes.empty(); });
  std::erase_if(diagnostics, [any_used](const Diagnostic &one) { return any_used && one.notes.empty(); });
  // Where code is not moved gold does that to every function whose address stands in data.
  std::string_view further = image.type() == llvm::ELF::ET_EXEC ? ", and with gold link with -pie" : "";
  for (const elf::Import &import : imports.canonical)
    describe(import, "the executable would take its own PLT entry for the function's address", further);
  return diagnostics;
}

} // namespace weakrt
