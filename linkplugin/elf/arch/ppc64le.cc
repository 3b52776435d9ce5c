// 64-bit PowerPC, little-endian: "Power Architecture 64-Bit ELF V2 ABI", "Relocation Types".
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64lppc"};

const Machine ppc64le = {
    .name = "ppc64le",
    .stub = "ppc64le-linux",
    .id = EM_PPC64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .runs_init = true,
    .types = {.absolute = R_PPC64_ADDR64,
              .glob_dat = R_PPC64_GLOB_DAT,
              .jump_slot = R_PPC64_JMP_SLOT,
              .relative = R_PPC64_RELATIVE,
              .copy = R_PPC64_COPY,
              .tls_module = R_PPC64_DTPMOD64,
              .tls_offset = R_PPC64_DTPREL64,
              .tls_static = R_PPC64_TPREL64,
              .tls_descriptor = 0},
    .distance_32 = R_PPC64_REL32,
    .property = {0, 0},
    .emulations = emulations,
    .multiarch = "powerpc64le-linux-gnu",
};

} // namespace weakrt::elf
