// RISC-V, 64 bits: "RISC-V ELF Specification", "Relocations". There is no GLOB_DAT; glibc does not call
// DT_INIT.
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64lriscv"};

const Machine riscv64 = {
    .name = "riscv64",
    .stub = "riscv64-linux",
    .id = EM_RISCV,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .runs_init = false,
    .types = {.absolute = R_RISCV_64,
              .glob_dat = 0,
              .jump_slot = R_RISCV_JUMP_SLOT,
              .relative = R_RISCV_RELATIVE,
              .copy = R_RISCV_COPY,
              .tls_module = R_RISCV_TLS_DTPMOD64,
              .tls_offset = R_RISCV_TLS_DTPREL64,
              .tls_static = R_RISCV_TLS_TPREL64,
              .tls_descriptor = R_RISCV_TLSDESC},
    .distance_32 = R_RISCV_32_PCREL,
    .property = {0, 0},
    .emulations = emulations,
    .multiarch = "riscv64-linux-gnu",
};

} // namespace weakrt::elf
