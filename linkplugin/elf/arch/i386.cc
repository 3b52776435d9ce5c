// i386: psABI, table "Relocation Types". REL: the addend is in the word itself.
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf_i386"};

const Machine i386 = {
    .name = "i386",
    .stub = "i386-linux",
    .id = EM_386,
    .is_64 = false,
    .is_big_endian = false,
    .has_addends = false,
    .runs_init = true,
    .types = {.absolute = R_386_32,
              .glob_dat = R_386_GLOB_DAT,
              .jump_slot = R_386_JUMP_SLOT,
              .relative = R_386_RELATIVE,
              .copy = R_386_COPY,
              .tls_module = R_386_TLS_DTPMOD32,
              .tls_offset = R_386_TLS_DTPOFF32,
              .tls_static = R_386_TLS_TPOFF,
              .tls_descriptor = R_386_TLS_DESC},
    .distance_32 = R_386_PC32,
    .property = {GNU_PROPERTY_X86_FEATURE_1_AND, 3}, // IBT and SHSTK
    .emulations = emulations,
    .multiarch = "i386-linux-gnu",
};

} // namespace weakrt::elf
