// 32-bit Arm, hard float: "ELF for the Arm Architecture", "Dynamic relocations". REL: the addend is in the
// word itself.
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"armelf_linux_eabi", "armelf"};

const Machine arm = {
    .name = "arm",
    .stub = "arm-linux",
    .id = EM_ARM,
    .is_64 = false,
    .is_big_endian = false,
    .has_addends = false,
    .runs_init = true,
    .types = {.absolute = R_ARM_ABS32,
              .glob_dat = R_ARM_GLOB_DAT,
              .jump_slot = R_ARM_JUMP_SLOT,
              .relative = R_ARM_RELATIVE,
              .copy = R_ARM_COPY,
              .tls_module = R_ARM_TLS_DTPMOD32,
              .tls_offset = R_ARM_TLS_DTPOFF32,
              .tls_static = R_ARM_TLS_TPOFF32,
              .tls_descriptor = R_ARM_TLS_DESC},
    .distance_32 = R_ARM_REL32,
    .property = {0, 0},
    .emulations = emulations,
    .multiarch = "arm-linux-gnueabihf",
};

} // namespace weakrt::elf
