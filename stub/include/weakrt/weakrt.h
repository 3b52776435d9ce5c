/* weakrt.h: what a plugin that weakrt linked tells about itself.
 *
 * Every such plugin exports one symbol, weakrt_plugin_1. A host that has just
 * loaded a plugin finds it with dlsym(plugin, "weakrt_plugin_1"); the plugin
 * itself declares it and reads it directly. It is readable from the plugin's
 * first constructor on. A host that does not know weakrt needs nothing.
 */
#ifndef WEAKRT_WEAKRT_H
#define WEAKRT_WEAKRT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whose copy of the runtime the plugin uses. */
enum weakrt_ownership {
  WEAKRT_ABSENT = 0, /* none: the choice failed, see `story` */
  WEAKRT_HOSTED = 1, /* it was in the process before the plugin */
  WEAKRT_OWNED = 2   /* weakrt loaded it for this plugin */
};

/* The state of one runtime that the plugin borrows. The texts belong to the
 * plugin and live as long as it is loaded; none of them is null. */
struct weakrt_runtime_1 {
  const char *name;     /* as in the manifest: "python" */
  int ownership;        /* enum weakrt_ownership */
  const char *provider; /* path of the module; "" for the main program or none */
  const char *version;  /* what the provider said, "3.11.2"; "" if it was not asked */
  const char *story;    /* what was looked at and what came of it, in lines */
};

struct weakrt_plugin_table_1 {
  uint32_t size;          /* of this table, in bytes */
  uint32_t runtime_count; /* how many runtimes the plugin borrows */
  /* Fills *out with the state of runtime `index` (0 … runtime_count - 1).
   * Returns 0, or -1 for an index out of range. May be called by any thread. */
  int (*runtime)(uint32_t index, struct weakrt_runtime_1 *out);
};

extern struct weakrt_plugin_table_1 weakrt_plugin_1;

#ifdef __cplusplus
}
#endif

#endif
