// i386: psABI, table "Relocation Types". REL: the addend is in the word itself.
#include "linkplugin/elf/arch/all.h"
#include "linkplugin/elf/arch/code.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;
using namespace std::string_view_literals;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf_i386"};

// All registers that thunks may use can hold arguments, so the index goes onto the stack.
static std::string thunk(uint32_t import, uint32_t distance) {
  return Code::little_endian()
      .bytes({0xf3, 0x0f, 0x1e, 0xfb}) // endbr32
      .byte(0x68)                      // push $import
      .word(import)
      .byte(0xe9) // jmp head + 9
      .word(-(distance + 5))
      .bytes({0xcc, 0xcc}) // int3
      .take();
}

// Where a thunk has pushed, here too: so that one rule unwinds both.
static constexpr std::string_view head = "\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc\xcc"
                                         "\xe9\xfc\xff\xff\xff" // jmp weakrt_first_call
                                         "\xcc\xcc"sv;

// DW_CFA_def_cfa_expression: esp + 4, and 4 more where (eip & 15) >= 9.
static constexpr std::string_view pushed = "\x0f\x0b\x74\4\x78\0\x3f\x1a\x39\x2a\x32\x24\x22"sv;

const Machine i386 = {
    .name = "i386",
    .stub = "i386-linux",
    .id = EM_386,
    .is_64 = false,
    .is_big_endian = false,
    .has_addends = false,
    .types = {.absolute = R_386_32,
              .glob_dat = R_386_GLOB_DAT,
              .jump_slot = R_386_JUMP_SLOT,
              .relative = R_386_RELATIVE,
              .copy = R_386_COPY,
              .tls_module = R_386_TLS_DTPMOD32,
              .tls_offset = R_386_TLS_DTPOFF32,
              .tls_static = R_386_TLS_TPOFF,
              .tls_descriptor = R_386_TLS_DESC},
    .avoids_descriptors = "-mtls-dialect=gnu",
    .distance_32 = R_386_PC32,
    // IBT and SHSTK. weakrt_first_call leaves by a `ret` to an address that it has pushed, because no
    // register is free, and a shadow stack would not have it; but Linux has none for 32-bit programs.
    .property = {GNU_PROPERTY_X86_FEATURE_1_AND, 3},
    .thunks = {.thunk = thunk,
               .head = head,
               .jump = {.offset = 10, .type = R_386_PC32, .addend = -4},
               // DW_CFA_def_cfa: esp + 4; DW_CFA_offset: eip at cfa - 4
               .frame = {1, 0x7c, 8, "\x0c\4\4\x88\1"sv, pushed}},
    .emulations = emulations,
    .multiarch = "i386-linux-gnu",
    .toolchain = "i686-linux-gnu",
};

} // namespace weakrt::elf
