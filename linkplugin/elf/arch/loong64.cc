// LoongArch, 64 bits: "ELF for the LoongArch Architecture", "Relocations". There is no GLOB_DAT; the C
// libraries do not call DT_INIT.
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64loongarch"};

const Machine loong64 = {
    .name = "loong64",
    .stub = "loong64-linux",
    .id = EM_LOONGARCH,
    .is_64 = true,
    .is_big_endian = false,
    .has_addends = true,
    .runs_init = false,
    .types = {.absolute = R_LARCH_64,
              .glob_dat = 0,
              .jump_slot = R_LARCH_JUMP_SLOT,
              .relative = R_LARCH_RELATIVE,
              .copy = R_LARCH_COPY,
              .tls_module = R_LARCH_TLS_DTPMOD64,
              .tls_offset = R_LARCH_TLS_DTPREL64,
              .tls_static = R_LARCH_TLS_TPREL64,
              .tls_descriptor = R_LARCH_TLS_DESC64},
    .distance_32 = R_LARCH_32_PCREL,
    .property = {0, 0},
    .emulations = emulations,
    .multiarch = "loongarch64-linux-gnu",
};

} // namespace weakrt::elf
