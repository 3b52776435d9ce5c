// The runtime of these tests: small, but with one symbol of every kind that a plugin can import.
#pragma once

#ifdef __cplusplus
extern "C" {
#endif

struct foo_object {
  const char *name;
  int (*call)(int);
};

int foo_identify(void);
int foo_is_live(void);
int foo_add(int a, int b);
/// Counts its calls: tells two copies apart.
int foo_count(void);
int foo_twice(int value);
/// As the runtime itself sees them.
const void *foo_where_data(void);
int (*foo_where_add(void))(int, int);
/// Whether the address is foo_twice's.
int foo_is_twice(int (*function)(int));

extern int foo_data;
extern int foo_array[4];
extern char foo_large[1 << 20];
extern struct foo_object foo_none;
extern const char foo_version[];

#ifdef __cplusplus
}
#endif
