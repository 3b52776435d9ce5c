// AArch64: "ELF for the Arm 64-bit Architecture", "Dynamic relocations".
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"aarch64linux", "aarch64elf"};

const Machine aarch64 = {
    .name = "aarch64",
    .stub = "aarch64-linux",
    .id = EM_AARCH64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .runs_init = true,
    .types = {.absolute = R_AARCH64_ABS64,
              .glob_dat = R_AARCH64_GLOB_DAT,
              .jump_slot = R_AARCH64_JUMP_SLOT,
              .relative = R_AARCH64_RELATIVE,
              .copy = R_AARCH64_COPY,
              .tls_module = R_AARCH64_TLS_DTPMOD64,
              .tls_offset = R_AARCH64_TLS_DTPREL64,
              .tls_static = R_AARCH64_TLS_TPREL64,
              .tls_descriptor = R_AARCH64_TLSDESC},
    .distance_32 = R_AARCH64_PREL32,
    .property = {GNU_PROPERTY_AARCH64_FEATURE_1_AND, 3}, // BTI and PAC
    .emulations = emulations,
    .multiarch = "aarch64-linux-gnu",
};

} // namespace weakrt::elf
