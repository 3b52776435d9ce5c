//! about: a provider linked -Bsymbolic, protected, or with its functions bound to itself
//! hosts: linked local absent
//! variant: bsymbolic | runtime-flags: -Wl,-Bsymbolic
//! variant: functions | runtime-flags: -Wl,-Bsymbolic-functions
//! variant: no-semantic-interposition | runtime-cflags: -fno-semantic-interposition -O2
#include "../common/plugin.c"
