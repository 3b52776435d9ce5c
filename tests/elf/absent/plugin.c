//! about: a failed choice is a state: the plugin loads silently, tells its story, and traps when it goes on regardless
//! alone:
//! host: host.c
//! hosts: none
//! variant: table | host-args: table | expect-out: absent provider '' version '' | expect-out: story 1 | expect-out: bad index 3 | expect-out: stderr silent
//! variant: function | everywhere: | host-args: function | expect-exit: *: SIGABRT | expect-err: called a function of a runtime | expect-err: libfoo\.so\.1: cannot be loaded
//! variant: static-function | host-args: static-function | expect-exit: *: SIGABRT | expect-err: foo for .*plugin\.so
//! variant: datum | everywhere: | host-args: datum | expect-exit: *: SIGSEGV | expect-out: before
//! variant: array | host-args: array | expect-exit: *: SIGSEGV | expect-out: before
//! variant: far-datum | host-args: far-datum | expect-exit: *: SIGSEGV | expect-out: before
//! variant: static-program | host-flags: -static | host-args: function | expect-exit: *: SIGABRT | expect-err: this program is linked statically
//! variant: static-program-unload | host-flags: -static | host-args: unload | expect-out: unloaded
//! variant: write | host-args: write | expect-exit: *: SIGSEGV | expect-out: before
//! variant: optional | everywhere: | host-args: optional | expect-out: optional 1 1 required 1 1
//! variant: unload | everywhere: | host-args: unload | expect-out: unloaded
//! variant: never | manifest: never.toml | host-args: function | expect-exit: *: SIGABRT | expect-err: nothing is loaded, the manifest says load = "never"
//! variant: never-though-there | manifest: never.toml | hosts: absent | host-args: function | expect-exit: *: SIGABRT | expect-err: nothing is loaded
//! variant: never-hosted | manifest: never.toml | hosts: local linked static | host-args: works | expect-out: 7
#include "foo.h"

#include <stdio.h>

extern int foo_optional(int) __attribute__((weak));
extern int foo_optional_data __attribute__((weak));
static int (*const in_data)(int) = foo_twice;
static int *const element = &foo_array[3];
static char *const far = &foo_large[700000];

int plugin_function(void) {
  return foo_add(3, 4);
}
int plugin_static_function(void) {
  return in_data(4);
}
int plugin_datum(void) {
  return *(volatile int *)&foo_data;
}
int plugin_array(void) {
  return *(volatile int *)element;
}
int plugin_far_datum(void) {
  return *(volatile char *)far;
}
int plugin_write(void) {
  return *(volatile int *)&foo_data = 1;
}
int plugin_optional(void) {
  const void *volatile function = (const void *)foo_add, *volatile datum = &foo_data;
  return printf("optional %d %d required %d %d\n", foo_optional == 0, &foo_optional_data == 0, function != 0,
                datum != 0);
}
