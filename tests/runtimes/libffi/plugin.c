// Calls functions that it knows at run time only. Nothing in it is about weakrt.
#include "../work.h"

#include <ffi.h>
#include <stdlib.h>
#include <string.h>

static const char expression[] = "%d %.2f %s";

// Addresses in static data: the variables of libffi that describe C's types.
static ffi_type *const print_types[] = {&ffi_type_pointer, &ffi_type_uint64, &ffi_type_pointer,
                                        &ffi_type_sint32,  &ffi_type_double, &ffi_type_pointer};

// snprintf(text, size, expression, 42, 2.5, "libffi"), as a call of a function with variable arguments.
static void print(char *text, size_t size) {
  const char *format = expression, *word = "libffi";
  int number = 42;
  double half = 2.5;
  void *values[] = {&text, &size, &format, &number, &half, &word};
  ffi_cif call;
  ffi_arg length = 0;
  if (ffi_prep_cif_var(&call, FFI_DEFAULT_ABI, 3, 6, &ffi_type_sint, (ffi_type **)print_types) == FFI_OK)
    ffi_call(&call, FFI_FN(snprintf), &length, values);
}

static int passes_strings(void) {
  char text[16] = "to ";
  char *target = text, *returned = NULL;
  const char *source = "libffi";
  void *values[] = {&target, &source};
  ffi_type *types[] = {&ffi_type_pointer, &ffi_type_pointer};
  ffi_cif call;
  if (ffi_prep_cif(&call, FFI_DEFAULT_ABI, 2, &ffi_type_pointer, types) != FFI_OK)
    return 0;
  ffi_call(&call, FFI_FN(strcat), &returned, values);
  return returned == text && strcmp(text, "to libffi") == 0;
}

// libffi has no exceptions; it refuses what cannot be called.
static int refuses(void) {
  ffi_type nothing = {0};
  ffi_type *types[] = {&nothing};
  ffi_cif call;
  return ffi_prep_cif(&call, FFI_DEFAULT_ABI, 1, &ffi_type_void, types) == FFI_BAD_TYPEDEF &&
         ffi_prep_cif(&call, FFI_LAST_ABI, 0, &ffi_type_void, NULL) == FFI_BAD_ABI;
}

static void compare(ffi_cif *call, void *result, void **values, void *factor) {
  (void)call;
  *(ffi_sarg *)result = *(int *)factor * (**(const int **)values[0] - **(const int **)values[1]);
}

// A function that libffi makes of `compare`, for qsort(): in the opposite order.
static int makes_functions(void) {
  int numbers[] = {2, 5, 1}, factor = -1;
  ffi_type *types[] = {&ffi_type_pointer, &ffi_type_pointer};
  ffi_cif call;
  void *code = NULL;
  ffi_closure *closure = ffi_closure_alloc(sizeof *closure, &code);
  if (!closure || ffi_prep_cif(&call, FFI_DEFAULT_ABI, 2, &ffi_type_sint, types) != FFI_OK ||
      ffi_prep_closure_loc(closure, &call, compare, &factor, code) != FFI_OK)
    return 0;
  qsort(numbers, 3, sizeof *numbers, (int (*)(const void *, const void *))code);
  ffi_closure_free(closure);
  return numbers[0] == 5 && numbers[1] == 2 && numbers[2] == 1;
}

// A type of the plugin's own, made of libffi's: div() returns it.
static int makes_types(void) {
  ffi_type *members[] = {&ffi_type_sint, &ffi_type_sint, NULL}, *types[] = {&ffi_type_sint, &ffi_type_sint};
  ffi_type pair = {.type = FFI_TYPE_STRUCT, .elements = members};
  ffi_cif call;
  if (ffi_prep_cif(&call, FFI_DEFAULT_ABI, 2, &pair, types) != FFI_OK || pair.size != sizeof(div_t))
    return 0;
  div_t result;
  ffi_call(&call, FFI_FN(div), &result, (void *[]){&(int){47}, &(int){5}});
  return result.quot == 9 && result.rem == 2;
}

EXPORTED int plugin_run(void) {
  char text[64] = "";
  print(text, sizeof text);
  say("expression", expression);
  say("result", text);
  check("strings", passes_strings());
  check("error", refuses());
  check("native", makes_functions() && makes_types());
  return finish();
}
