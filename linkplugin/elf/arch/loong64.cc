// LoongArch, 64 bits: "ELF for the LoongArch Architecture", "Relocations". There is no GLOB_DAT; the C
// libraries do not call DT_INIT.
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64loongarch"};

static std::string thunk(uint32_t import, uint32_t distance) {
  uint32_t to_head = -(distance + 8) >> 2;
  return Code::little_endian()
      .word(0x1400000c | (import >> 12) << 5)                                // lu12i.w $t0, import >> 12
      .word(0x0380018c | (import & 0xfff) << 10)                             // ori $t0, $t0, import & 0xfff
      .word(0x50000000 | (to_head & 0xffff) << 10 | (to_head >> 16 & 0x3ff)) // b head
      .word(0x002a0000)                                                      // break 0
      .take();
}

static constexpr std::string_view head = "\0\0\0\x50" // b weakrt_first_call
                                         "\0\0\x2a\0\0\0\x2a\0\0\0\x2a\0"sv;

const Machine loong64 = {
    .name = "loong64",
    .stub = "loong64-linux",
    .id = EM_LOONGARCH,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .types = {.absolute = R_LARCH_64,
              .glob_dat = 0,
              .jump_slot = R_LARCH_JUMP_SLOT,
              .relative = R_LARCH_RELATIVE,
              .copy = R_LARCH_COPY,
              .tls_module = R_LARCH_TLS_DTPMOD64,
              .tls_offset = R_LARCH_TLS_DTPREL64,
              .tls_static = R_LARCH_TLS_TPREL64,
              .tls_descriptor = R_LARCH_TLS_DESC64},
    .avoids_descriptors = "-mtls-dialect=trad",
    .distance_32 = R_LARCH_32_PCREL,
    .property = {0, 0},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 0, .type = R_LARCH_B26, .addend = 0},
               // DW_CFA_def_cfa: $sp + 0
               .frame = {1, 0x78, 1, "\x0c\3\0"sv, ""}},
    .emulations = emulations,
    .multiarch = "loongarch64-linux-gnu",
    .toolchain = "loongarch64-linux-gnu",
};

} // namespace weakrt::elf
