// AArch64: "ELF for the Arm 64-bit Architecture", "Dynamic relocations".
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"aarch64linux", "aarch64elf"};

static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::little_endian()
      .word(0xd503245f)                                       // bti c
      .word(0x52800010 | (import & 0xffff) << 5)              // mov w16, #import & 0xffff
      .word(0x72a00010 | (import >> 16) << 5)                 // movk w16, #import >> 16, lsl #16
      .word(0x14000000 | (-(distance + 12) >> 2 & 0x3ffffff)) // b head
      .take();
}

static constexpr std::string_view head = "\0\0\0\x14" // b weakrt_first_call
                                         "\0\0\0\0\0\0\0\0\0\0\0\0"sv;

const Machine aarch64 = {
    .name = "aarch64",
    .stub = "aarch64-linux",
    .id = EM_AARCH64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .types = {.absolute = R_AARCH64_ABS64,
              .glob_dat = R_AARCH64_GLOB_DAT,
              .jump_slot = R_AARCH64_JUMP_SLOT,
              .relative = R_AARCH64_RELATIVE,
              .copy = R_AARCH64_COPY,
              .tls_module = R_AARCH64_TLS_DTPMOD64,
              .tls_offset = R_AARCH64_TLS_DTPREL64,
              .tls_static = R_AARCH64_TLS_TPREL64,
              .tls_descriptor = R_AARCH64_TLSDESC},
    .avoids_descriptors = "",
    .distance_32 = R_AARCH64_PREL32,
    .property = {GNU_PROPERTY_AARCH64_FEATURE_1_AND, 7}, // BTI, PAC and GCS
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 0, .type = R_AARCH64_JUMP26, .addend = 0},
               // DW_CFA_def_cfa: sp + 0
               .frame = {1, 0x78, 30, "\x0c\x1f\0"sv, ""}},
    .emulations = emulations,
    .multiarch = "aarch64-linux-gnu",
    .toolchain = "aarch64-linux-gnu",
};

} // namespace weakrt::elf
