//! about: a program exports its weakrt_plugin_1, asks by it, and speaks as its own host when it exports weakrt_host_1
//! alone:
//! program:
//! env: ASKS={out}/asks.so
//! prepare: gcc -shared -fPIC -I{case}/../../../stub/include {case}/asks/asks.c -o {out}/asks.so
//! variant: asked | expect-stdout: *: own owned 2.3.4 initialised 1\na library's owned 2.3.4
//! variant: nonpie | plugin-flags: -no-pie | linkers: bfd lld mold | expect-stdout: *: own owned 2.3.4 initialised 1\na library's owned 2.3.4
//! variant: hides-all | plugin-flags: -Wl,--version-script={case}/../versions/anonymous.map | expect-stdout: *: own owned 2.3.4 initialised 1\na library's owned 2.3.4
//! variant: gc-sections | plugin-flags: -Wl,--gc-sections | expect-stdout: *: own owned 2.3.4 initialised 1\na library's owned 2.3.4
//! variant: own-host | plugin-cflags: -DHOST | plugin-flags: -rdynamic | expect-stdout: *: asked for foo\nchanged: foo failed 0\nown owned 2.3.4 initialised 1\na library's owned 2.3.4
//! variant: debug | env: WEAKRT_DEBUG=choice | expect-out: own owned 2.3.4 initialised 1 | expect-err: foo for the main program:\n.*no module .*\n.*libfoo\.so\.1: chosen
//! variant: absent | hosts: none | expect-stdout: *: own failed\na library's failed | expect-err: ^copies: 0\n$
#include "foo.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <weakrt/weakrt.h>

#ifdef HOST
static void *provider(const char *runtime) {
  // Nothing of this program is initialised yet, but all of its libraries are.
  printf("asked for %s\n", runtime);
  return 0;
}
static void changed(const struct weakrt_plugin_table_1 *plugin, const struct weakrt_runtime_1 *runtime) {
  printf("changed: %s failed %d\n", runtime->name, plugin != &weakrt_plugin_1 || runtime->failed);
}
struct weakrt_host_table_1 weakrt_host_1 = {sizeof weakrt_host_1, provider, changed};
#endif

static int (*volatile slot)(int, int) = foo_add;

int plugin_run(void) {
  static const char *const words[] = {"absent", "hosted", "owned"};
  struct weakrt_runtime_1 foo;
  if (weakrt_runtime("foo", &foo) != WEAKRT_DONE)
    return 5;
  if (foo.failed)
    puts("own failed");
  else
    printf("own %s %s initialised %d\n", words[foo.ownership], foo.version, foo.initialised);
  void *library = dlopen(getenv("ASKS"), RTLD_NOW);
  void (*ask)(void) = library ? (void (*)(void))dlsym(library, "ask") : 0;
  if (!ask)
    return puts(dlerror()), 6;
  ask();
  return slot == 0;
}
