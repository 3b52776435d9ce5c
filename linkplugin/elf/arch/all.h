// The architectures that weakrt links for.
#pragma once

#include "linkplugin/elf/machine.h"

namespace weakrt::elf {

extern const Machine x86_64, i386, aarch64, arm, riscv64, ppc64le, s390x, loong64;

} // namespace weakrt::elf
