// 64-bit PowerPC, little-endian: "Power Architecture 64-Bit ELF V2 ABI", "Relocation Types".
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64lppc"};

static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::little_endian()
      .word(0x3d800000 | import >> 16)                  // lis r12, import >> 16
      .word(0x618c0000 | (import & 0xffff))             // ori r12, r12, import & 0xffff
      .word(0x48000000 | (-(distance + 8) & 0x3fffffc)) // b head
      .word(0x7fe00008)                                 // trap
      .take();
}

static constexpr std::string_view head = "\0\0\0\x48" // b weakrt_first_call
                                         "\x08\0\xe0\x7f\x08\0\xe0\x7f\x08\0\xe0\x7f"sv;

const Machine ppc64le = {
    .name = "ppc64le",
    .stub = "ppc64le-linux",
    .id = EM_PPC64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .types = {.absolute = R_PPC64_ADDR64,
              .glob_dat = R_PPC64_GLOB_DAT,
              .jump_slot = R_PPC64_JMP_SLOT,
              .relative = R_PPC64_RELATIVE,
              .copy = R_PPC64_COPY,
              .tls_module = R_PPC64_DTPMOD64,
              .tls_offset = R_PPC64_DTPREL64,
              .tls_static = R_PPC64_TPREL64,
              .tls_descriptor = 0},
    .avoids_descriptors = "",
    .distance_32 = R_PPC64_REL32,
    .property = {0, 0},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 0, .type = R_PPC64_REL24, .addend = 0},
               // DW_CFA_def_cfa: r1 + 0
               .frame = {4, 0x78, 65, "\x0c\1\0"sv, ""}},
    .emulations = emulations,
    .multiarch = "powerpc64le-linux-gnu",
    .toolchain = "powerpc64le-linux-gnu",
};

} // namespace weakrt::elf
