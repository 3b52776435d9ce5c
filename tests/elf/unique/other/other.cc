// Another library of the process that has the same inline variable, and had it first.
#include "../unique.h"

extern "C" const int *other_address() {
  return &foo_box<int>::value;
}
