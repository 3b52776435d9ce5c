#include "unique.h"

extern "C" int foo_identify() {
  return 1;
}
extern "C" int foo_is_live() {
  return 1;
}
extern "C" int foo_add(int a, int b) {
  return a + b;
}
extern "C" const char foo_version[];
const char foo_version[] = "2.0";
extern "C" const int *foo_unique_address() {
  return &foo_box<int>::value;
}
