// Where a processor has stopped, and how its registers are numbered in unwind tables, by architecture.
#pragma once

#include <stdint.h>
#include <ucontext.h>

#if defined __x86_64__
#include "x86_64.h"
#elif defined __i386__
#include "i386.h"
#endif

/// What a caller has in the registers that a call keeps, and where its stack is when that returns.
struct caller {
  uintptr_t saved[8];
  uintptr_t return_address;
  uintptr_t stack_pointer;
};
extern struct caller steps_caller;

/// Calls a function without arguments, and after each instruction a handler of SIGTRAP.
int steps_call(int (*function)(void));
