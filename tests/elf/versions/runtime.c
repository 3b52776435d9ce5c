#include "../common/runtime.c"

// Two versions of one function, as a library has that has changed it.
__attribute__((symver("foo_versioned@FOO_1"))) int old_function(void) {
  return 1;
}
__attribute__((symver("foo_versioned@@FOO_2"))) int new_function(void) {
  return 2;
}

// And one that neither version is the library's first.
__attribute__((symver("foo_later@FOO_2"))) int old_later(void) {
  return 1;
}
__attribute__((symver("foo_later@@FOO_3"))) int new_later(void) {
  return 2;
}
