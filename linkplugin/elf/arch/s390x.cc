// z/Architecture, 64 bits, big-endian: "s390x ELF Application Binary Interface Supplement", "Relocation".
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64_s390"};

static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::big_endian()
      .bytes({0xc0, 0x11}) // lgfi %r1, import
      .word(import)
      .bytes({0xc0, 0xf4}) // jg head
      .word(static_cast<uint32_t>(-static_cast<int32_t>(distance + 6) / 2))
      .bytes({0x07, 0x07, 0x07, 0x07}) // nopr
      .take();
}

static constexpr std::string_view head = "\xc0\xf4\0\0\0\0" // jg weakrt_first_call
                                         "\7\7\7\7\7\7\7\7\7\7"sv;

const Machine s390x = {
    .name = "s390x",
    .stub = "s390x-linux",
    .id = EM_S390,
    .is_64 = true,
    .is_big_endian = true,
    .has_addends = true,
    .types = {.absolute = R_390_64,
              .glob_dat = R_390_GLOB_DAT,
              .jump_slot = R_390_JMP_SLOT,
              .relative = R_390_RELATIVE,
              .copy = R_390_COPY,
              .tls_module = R_390_TLS_DTPMOD,
              .tls_offset = R_390_TLS_DTPOFF,
              .tls_static = R_390_TLS_TPOFF,
              .tls_descriptor = 0},
    .avoids_descriptors = "",
    .distance_32 = R_390_PC32,
    .property = {0, 0},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 2, .type = R_390_PC32DBL, .addend = 2},
               // DW_CFA_def_cfa: r15 + 160
               .frame = {1, 0x78, 14, "\x0c\x0f\xa0\1"sv, ""}},
    .emulations = emulations,
    .multiarch = "s390x-linux-gnu",
    .toolchain = "s390x-linux-gnu",
};

} // namespace weakrt::elf
