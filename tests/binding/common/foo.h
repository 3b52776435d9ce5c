// The runtime of ../elf with a switch: each copy is initialised or not by its host's word.
#pragma once

#include "../../elf/common/foo.h"

#ifdef __cplusplus
extern "C" {
#endif

void foo_set_live(int live);

#ifdef __cplusplus
}
#endif
