// x86-64: psABI, table "Relocation Types".
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf_x86_64"};

static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::little_endian()
      .bytes({0xf3, 0x0f, 0x1e, 0xfa}) // endbr64
      .bytes({0x41, 0xbb})             // mov $import, %r11d
      .word(import)
      .byte(0xe9) // jmp head
      .word(-(distance + 15))
      .byte(0xcc) // int3
      .take();
}

static constexpr std::string_view head = "\xe9\0\0\0\0" // jmp weakrt_first_call
                                         "\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc"sv;

const Machine x86_64 = {
    .name = "x86-64",
    .stub = "x86_64-linux",
    .id = EM_X86_64,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .types = {.absolute = R_X86_64_64,
              .glob_dat = R_X86_64_GLOB_DAT,
              .jump_slot = R_X86_64_JUMP_SLOT,
              .relative = R_X86_64_RELATIVE,
              .copy = R_X86_64_COPY,
              .tls_module = R_X86_64_DTPMOD64,
              .tls_offset = R_X86_64_DTPOFF64,
              .tls_static = R_X86_64_TPOFF64,
              .tls_descriptor = R_X86_64_TLSDESC},
    .avoids_descriptors = "",
    .distance_32 = R_X86_64_PC32,
    .property = {GNU_PROPERTY_X86_FEATURE_1_AND, 3}, // IBT and SHSTK
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 1, .type = R_X86_64_PC32, .addend = -4},
               // DW_CFA_def_cfa: rsp + 8; DW_CFA_offset: rip at cfa - 8
               .frame = {1, 0x78, 16, "\x0c\7\x8\x90\1"sv, ""}},
    .emulations = emulations,
    .multiarch = "x86_64-linux-gnu",
    .toolchain = "x86_64-linux-gnu",
};

} // namespace weakrt::elf
