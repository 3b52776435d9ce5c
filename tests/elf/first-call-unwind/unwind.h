#pragma once

#ifdef __cplusplus
extern "C" {
#endif

int foo_throw(int value);
int foo_call(int (*function)(int), int value);
/// What a constructor of the runtime has seen of its callers: the address in each frame, the innermost first.
int foo_callers(const void **addresses, int most);

#ifdef __cplusplus
}
#endif
