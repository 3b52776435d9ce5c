// A library that knows of its program's plugin table by name only.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <weakrt/weakrt.h>

void ask(void) {
  struct weakrt_plugin_table_1 *table =
      (struct weakrt_plugin_table_1 *)dlsym(RTLD_DEFAULT, "weakrt_plugin_1");
  struct weakrt_runtime_1 foo;
  if (!table || weakrt_ask(table, "foo", &foo) != WEAKRT_DONE)
    puts("a library's question is not answered");
  else if (foo.failed)
    puts("a library's failed");
  else
    printf("a library's %s %s\n", foo.ownership == WEAKRT_OWNED ? "owned" : "hosted", foo.version);
}
