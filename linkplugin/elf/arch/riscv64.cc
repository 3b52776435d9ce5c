// RISC-V, 64 bits: "RISC-V ELF Specification", "Relocations". There is no GLOB_DAT; glibc does not call
// DT_INIT.
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64lriscv"};

static uint32_t upper(uint32_t value) {
  return (value + 0x800) & 0xfffff000;
}

static std::string thunk(uint32_t import, uint32_t distance) {
  uint32_t to_head = -(distance + 8);
  return Code::little_endian()
      .word(0x00000337 | upper(import))  // lui t1, %hi(import)
      .word(0x0003031b | import << 20)   // addiw t1, t1, %lo(import)
      .word(0x00000e17 | upper(to_head)) // auipc t3, %pcrel_hi(head)
      .word(0x000e0067 | to_head << 20)  // jr %pcrel_lo(head)(t3)
      .take();
}

static constexpr std::string_view head = "\x17\x0e\0\0" // auipc t3, 0
                                         "\x67\0\x0e\0" // jr t3
                                         "\0\0\0\0\0\0\0\0"sv;

const Machine riscv64 = {
    .name = "riscv64",
    .stub = "riscv64-linux",
    .id = EM_RISCV,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .types = {.absolute = R_RISCV_64,
              .glob_dat = 0,
              .jump_slot = R_RISCV_JUMP_SLOT,
              .relative = R_RISCV_RELATIVE,
              .copy = R_RISCV_COPY,
              .tls_module = R_RISCV_TLS_DTPMOD64,
              .tls_offset = R_RISCV_TLS_DTPREL64,
              .tls_static = R_RISCV_TLS_TPREL64,
              .tls_descriptor = R_RISCV_TLSDESC},
    .avoids_descriptors = "-mtls-dialect=trad",
    .distance_32 = R_RISCV_32_PCREL,
    .property = {0, 0},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 0, .type = R_RISCV_CALL_PLT, .addend = 0},
               // DW_CFA_def_cfa: sp + 0
               .frame = {1, 0x78, 1, "\x0c\2\0"sv, ""}},
    .emulations = emulations,
    .multiarch = "riscv64-linux-gnu",
    .toolchain = "riscv64-linux-gnu",
};

} // namespace weakrt::elf
