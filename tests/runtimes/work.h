/* What a plugin of tests/runtimes says of its work: lines of key=value, which `run` reads and compares. */
#pragma once

#include <stdio.h>

#define EXPORTED __attribute__((visibility("default")))

#ifdef __cplusplus
extern "C" {
#endif

/* Looks at this process from outside the plugin (witness.c); preloaded by `run`. */
__attribute__((weak)) void witness(const void *inside_plugin);

/* What a host calls that knows no more of the plugin. Returns how many checks failed. */
EXPORTED int plugin_run(void);

#ifdef __cplusplus
}
#endif

static int failures;

__attribute__((unused)) static void say(const char *key, const char *value) {
  printf("%s=%s\n", key, value ? value : "");
  fflush(stdout);
}

/* Each kind of work that runtime.toml does not except has to be told of once: strings, error, native,
 * modules. */
__attribute__((unused)) static void check(const char *kind, int holds) {
  say(kind, holds ? "ok" : "failed");
  failures += !holds;
}

/* To be called last, when extension modules have been loaded, too. */
__attribute__((unused)) static int finish(void) {
  if (witness)
    witness(&failures);
  say("work", failures ? "failed" : "ok");
  return failures;
}
