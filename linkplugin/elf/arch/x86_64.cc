// x86-64: psABI, table "Relocation Types".
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf_x86_64"};

const Machine x86_64 = {
    .name = "x86-64",
    .stub = "x86_64-linux",
    .id = EM_X86_64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .runs_init = true,
    .types = {.absolute = R_X86_64_64,
              .glob_dat = R_X86_64_GLOB_DAT,
              .jump_slot = R_X86_64_JUMP_SLOT,
              .relative = R_X86_64_RELATIVE,
              .copy = R_X86_64_COPY,
              .tls_module = R_X86_64_DTPMOD64,
              .tls_offset = R_X86_64_DTPOFF64,
              .tls_static = R_X86_64_TPOFF64,
              .tls_descriptor = R_X86_64_TLSDESC},
    .distance_32 = R_X86_64_PC32,
    .property = {GNU_PROPERTY_X86_FEATURE_1_AND, 3}, // IBT and SHSTK
    .emulations = emulations,
    .multiarch = "x86_64-linux-gnu",
};

} // namespace weakrt::elf
