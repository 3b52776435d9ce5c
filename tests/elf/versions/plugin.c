//! about: version requirements: the runtime's record goes wherever it stands in the chain; the wanted version is met
//! not-on: musl: its loader ignores versions
//! runtime: runtime.c
//! runtime-flags: -Wl,--version-script={case}/runtime.map
//! hosts: static linked local absent
//! expect-no-dynamic: libfoo
//! check: readelf -VW "$WEAK" > v && ! grep -q 'libfoo' v && ! grep -qi corrupt v
//! check: nm -D "$WEAK" > n && ! grep -qi corrupt n && ! llvm-readelf-19 -VW --dyn-syms "$WEAK" 2>&1 | grep -i warning
//! variant: first | libs: -l:libfoo.so.1 -lm -lc
//! variant: middle | everywhere: | libs: -lm -l:libfoo.so.1 -lc
//! variant: last | libs: -lm -lc -l:libfoo.so.1
//! variant: with-own-versions | libs: -l:libfoo.so.1 -lm | plugin-flags: -Wl,--version-script={case}/plugin.map
//! variant: own-versions-hide-all | libs: -l:libfoo.so.1 -lm | plugin-flags: -Wl,--version-script={case}/anonymous.map
//! variant: program | program: | hosts: absent | libs: -lm -l:libfoo.so.1 -lc
//! variant: program-hides-all | program: | hosts: absent | libs: -l:libfoo.so.1 -lm | plugin-flags: -no-pie -Wl,--version-script={case}/anonymous.map
#include "foo.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

__asm__(".symver foo_versioned_1, foo_versioned@FOO_1");
extern int foo_versioned_1(void);
extern int foo_versioned(void);

int plugin_run(void) {
  volatile double x = 0.25;
  printf("version %d, default %d, add %d, sine %.2f\n", foo_versioned_1(), foo_versioned(), foo_add(1, 2),
         pow(x, 1.5));
  return 0;
}
