// 32-bit Arm, hard float: "ELF for the Arm Architecture", "Dynamic relocations". REL: the addend is in the
// word itself.
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"armelf_linux_eabi", "armelf"};

static uint32_t wide_immediate(uint32_t value) {
  return (value & 0xf000) << 4 | (value & 0xfff);
}

static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::little_endian()
      .word(0xe300c000 | wide_immediate(import))             // movw ip, #import & 0xffff
      .word(0xe340c000 | wide_immediate(import >> 16))       // movt ip, #import >> 16
      .word(0xea000000 | (-(distance + 16) >> 2 & 0xffffff)) // b head
      .word(0xe7f000f0)                                      // udf
      .take();
}

static constexpr std::string_view head = "\xfe\xff\xff\xea" // b weakrt_first_call
                                         "\xf0\0\xf0\xe7\xf0\0\xf0\xe7\xf0\0\xf0\xe7"sv;

const Machine arm = {
    .name = "arm",
    .stub = "arm-linux",
    .id = EM_ARM,
    .is_64 = false,
    .is_big_endian = false,
    .has_addends = false,
    .types = {.absolute = R_ARM_ABS32,
              .glob_dat = R_ARM_GLOB_DAT,
              .jump_slot = R_ARM_JUMP_SLOT,
              .relative = R_ARM_RELATIVE,
              .copy = R_ARM_COPY,
              .tls_module = R_ARM_TLS_DTPMOD32,
              .tls_offset = R_ARM_TLS_DTPOFF32,
              .tls_static = R_ARM_TLS_TPOFF32,
              .tls_descriptor = R_ARM_TLS_DESC},
    .avoids_descriptors = "-mtls-dialect=gnu",
    .distance_32 = R_ARM_REL32,
    .property = {0, 0},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 0, .type = R_ARM_JUMP24, .addend = -8},
               // Its tables are .ARM.exidx, whose entries end at the next function's.
               .frame = {0, 0, 0, "", ""}},
    .emulations = emulations,
    .multiarch = "arm-linux-gnueabihf",
    .toolchain = "arm-linux-gnueabihf",
};

} // namespace weakrt::elf
