//! about: Debian's libffi, whose variables have versions of their own, and are compared by address
//! runtime: none
//! libs: -lffi
//! manifest: plugin.toml
//! requires: /usr/include/x86_64-linux-gnu/ffi.h /usr/lib/x86_64-linux-gnu/libffi.so
//! expect-no-dynamic: libffi|JMPREL
//! check: readelf -VW "$HARD" | grep -q libffi && ! readelf -VW "$WEAK" | grep -q libffi
//! check: "$WEAKRT" inspect "$WEAK" | grep -q 'data .*ffi_type_double@LIBFFI_BASE'
//! hosts: absent
//! host: host.c
//! variant: linked | host-flags: -Wl,--no-as-needed -lffi
//! variant: plugin
//! variant: program | program: | hosts: absent
#include <ffi.h>

#include <stdio.h>

static double sum(int a, double b) {
  return a + b;
}
static ffi_type *arguments[] = {&ffi_type_sint32, &ffi_type_double};

int plugin_run(void) {
  ffi_cif call;
  int a = 40;
  double b = 2.5, result = 0;
  void *values[] = {&a, &b};
  if (ffi_prep_cif(&call, FFI_DEFAULT_ABI, 2, &ffi_type_double, arguments) != FFI_OK)
    return 5;
  ffi_call(&call, FFI_FN(sum), &result, values);
  printf("%.1f %d\n", result, call.arg_types[1] == call.rtype);
  return 0;
}
