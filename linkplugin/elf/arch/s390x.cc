// z/Architecture, 64 bits, big-endian: "s390x ELF Application Binary Interface Supplement", "Relocation".
#include "linkplugin/elf/arch/all.h"

#include <llvm/BinaryFormat/ELF.h>

using namespace llvm::ELF;

namespace weakrt::elf {

static constexpr std::string_view emulations[] = {"elf64_s390"};

const Machine s390x = {
    .name = "s390x",
    .stub = "s390x-linux",
    .id = EM_S390,
    .is_64 = true,
    .is_big_endian = true,
    .has_addends = true,
    .runs_init = true,
    .types = {.absolute = R_390_64,
              .glob_dat = R_390_GLOB_DAT,
              .jump_slot = R_390_JMP_SLOT,
              .relative = R_390_RELATIVE,
              .copy = R_390_COPY,
              .tls_module = R_390_TLS_DTPMOD,
              .tls_offset = R_390_TLS_DTPOFF,
              .tls_static = R_390_TLS_TPOFF,
              .tls_descriptor = 0},
    .distance_32 = R_390_PC32,
    .property = {0, 0},
    .emulations = emulations,
    .multiarch = "s390x-linux-gnu",
};

} // namespace weakrt::elf
