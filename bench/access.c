// One call of a runtime's function, and one access of its data: what access.cc times, and what
// measure_access.py compares the machine code of.
void bench_runtime_1(void);
extern long bench_runtime_value;

void call_once(void) {
  bench_runtime_1();
  __asm__ volatile(""); // not the last thing that it does, so not a jump
}

// A function, and not a part of the loop, before which a compiler would look up the variable's address.
__attribute__((noinline, visibility("hidden"))) long read_inside(void) {
  return bench_runtime_value;
}

long read_once(void) {
  return bench_runtime_value;
}

void call_often(long count) {
  for (long i = 0; i < count; ++i)
    bench_runtime_1();
}

void read_often(long count) {
  for (long i = 0; i < count; ++i) {
    long value = read_inside();
    __asm__ volatile("" : : "r"(value) : "memory"); // each is needed
  }
}
