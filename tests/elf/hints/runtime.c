// Whichever way it is built, each function returns the number that its name has.
#include "../common/runtime.c"

#define FUNCTION(name, number)                                                                               \
  int foo_##name(void) {                                                                                     \
    return number;                                                                                           \
  }

// The hashes of the first two are the same. LLD has them in the order of the source, GNU ld in one of its
// own.
#ifdef OTHER_ORDER
FUNCTION(bY, 2)
FUNCTION(az, 1)
FUNCTION(two, 12)
FUNCTION(one, 11)
#else
FUNCTION(one, 11)
FUNCTION(two, 12)
FUNCTION(az, 1)
FUNCTION(bY, 2)
#endif

// Other indices, and another number of buckets.
#ifdef MORE
FUNCTION(m01, 0)
FUNCTION(m02, 0)
FUNCTION(m03, 0)
FUNCTION(m04, 0)
FUNCTION(m05, 0)
FUNCTION(m06, 0)
FUNCTION(m07, 0)
FUNCTION(m08, 0)
FUNCTION(m09, 0)
FUNCTION(m10, 0)
FUNCTION(m11, 0)
FUNCTION(m12, 0)
FUNCTION(m13, 0)
FUNCTION(m14, 0)
#endif

#ifndef FEWER
FUNCTION(late, 21)
#endif

// Of another kind than it was.
#ifdef OTHER_KIND
static int three(void) {
  return 13;
}
static int (*resolve_three(void))(void) {
  return three;
}
int foo_three(void) __attribute__((ifunc("resolve_three")));
#else
FUNCTION(three, 13)
#endif
