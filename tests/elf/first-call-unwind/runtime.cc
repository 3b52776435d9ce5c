#include "unwind.h"

extern "C" {
#include "../common/runtime.c"
}

#include <unwind.h>

static const void *callers[100];
static int caller_count;

static _Unwind_Reason_Code add_caller(_Unwind_Context *context, void *) {
  if (caller_count < 100)
    callers[caller_count++] = reinterpret_cast<const void *>(_Unwind_GetIP(context));
  return _URC_NO_REASON;
}

__attribute__((constructor)) static void look_back() {
  _Unwind_Backtrace(add_caller, nullptr);
}

int foo_throw(int value) {
  throw value;
}

int foo_call(int (*function)(int), int value) {
  return function(value) + 1;
}

int foo_callers(const void **addresses, int most) {
  int count = 0;
  for (; count < caller_count && count < most; ++count)
    addresses[count] = callers[count];
  return count;
}
