/* weakrt.h: what a plugin that weakrt linked, and its host, can ask and say.
 *
 * Every such plugin exports one symbol, weakrt_plugin_1: a table of functions
 * about the runtimes that it borrows. The plugin itself uses it through
 * weakrt_bind() and its siblings below. A host finds it in a plugin that it has
 * just loaded, with dlsym(plugin, "weakrt_plugin_1"): null there, weakrt did not
 * link it. A host that wants to be asked *before* a plugin binds exports a table
 * of its own, weakrt_host_1.
 *
 * Who knows nothing of all this needs nothing of it: a plugin binds itself
 * when it is loaded, before its first constructor runs.
 *
 * Plugins of different versions of weakrt live in one process. Both tables and
 * the structure start with their size; a later version only adds at the end, and
 * who reads looks at the size first. weakrt_runtime_1 is filled up to the size
 * that its reader knows.
 *
 * Everything here may be called from any thread. Two calls about one plugin at
 * the same time do not wait for each other, which could wait forever when a
 * runtime's own locks come into it: one of them gets WEAKRT_BUSY. A thread that is
 * cancelled in one leaves the plugin busy for good.
 */
#ifndef WEAKRT_WEAKRT_H
#define WEAKRT_WEAKRT_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whose copy of the runtime the plugin uses. */
enum weakrt_ownership {
  WEAKRT_ABSENT = 0, /* none */
  WEAKRT_HOSTED = 1, /* it was in the process before the plugin */
  WEAKRT_OWNED = 2   /* weakrt loaded it for this plugin */
};

/* What comes of a call. */
enum weakrt_result {
  WEAKRT_DONE = 0,
  WEAKRT_FAILED = 1, /* not bound; the runtime's `story` tells why */
  WEAKRT_BUSY = 2,   /* this plugin is being bound right now: ask again later */
  WEAKRT_UNKNOWN = 3 /* the plugin borrows no such runtime */
};

/* The state of one runtime that a plugin borrows. The texts are never null. They
 * belong to the plugin, and live until it is unloaded or the runtime is bound
 * anew (weakrt_bind, weakrt_provide). */
struct weakrt_runtime_1 {
  uint32_t size;                 /* of this structure as the caller knows it: set it before the
                                    call, which sets it to what it has filled */
  int failed;                    /* 1: the plugin is not bound to it, and `story` tells why */
  int ownership;                 /* enum weakrt_ownership; WEAKRT_ABSENT where it failed, and, with `failed`
                                    0, where the first call is to bind it (bind = "call") */
  int initialised;               /* at this moment: 1 or 0; -1 where it cannot be asked, 0 where the
                                    plugin is not bound */
  const char *name;              /* as in the manifest: "python" */
  const char *provider;          /* path of the module; "" for the main program or none */
  const char *version;           /* of the module that was chosen, also where it does not fit, as three
                                    numbers: "3.11.2"; "" if it does not tell */
  const char *missing;           /* required symbols that the module lacks, "a, b"; "" for none */
  const char *story;             /* what was looked at and what came of it, in lines */
  const unsigned char *build_id; /* of the provider */
  uint32_t build_id_size;        /* in bytes; 0: it has none */
};

/* What a plugin offers. The results are of enum weakrt_result. */
struct weakrt_plugin_table_1 {
  uint32_t size;          /* of this table, in bytes */
  uint32_t runtime_count; /* how many runtimes the plugin borrows */
  /* Fills *out, whose `size` is set, with the state of runtime `index` (0 …
   * runtime_count - 1). Asks the runtime whether it is initialised. */
  int (*runtime)(uint32_t index, struct weakrt_runtime_1 *out);
  /* Binds the runtime of this name if it is not bound yet, by the rules that hold
   * at load: so also loads a library, if the manifest lets it. */
  int (*bind)(const char *runtime);
  /* As `bind`, with this provider and no other: a handle of dlopen, of a library
   * or of the main program. The handle stays the caller's; weakrt takes a
   * reference of its own. A null handle, and a runtime that is bound already, are
   * WEAKRT_FAILED, and change nothing: `changed` is not called, `story` stays. */
  int (*provide)(const char *runtime, void *handle);
  /* Set by who wants to know: called after each later attempt to bind a runtime,
   * good or not, by the thread that made it. It may call this table, but a `bind`
   * that fails calls it again. Null, or what somebody else has set: then call that as
   * well. */
  void (*changed)(void *data, const struct weakrt_runtime_1 *runtime);
  void *data;
  /* weakrt's own: by which process and thread the plugin is being bound now. */
  int binding;
  unsigned long binder;
};

/* What a host may offer, exported by its executable or by any of its libraries
 * (an executable exports it when it is linked with -rdynamic, or with
 * -Wl,--export-dynamic-symbol=weakrt_host_1). A function that is null says
 * nothing. */
struct weakrt_host_table_1 {
  uint32_t size; /* sizeof(struct weakrt_host_table_1): whoever has this one has all that is here */
  /* The provider of this runtime, as for `provide`; null: look for it as usual.
   * Called while a plugin is loaded, under the platform loader's lock: it must
   * not wait for another thread. */
  void *(*provider)(const char *runtime);
  /* Called after each attempt of any plugin to bind a runtime, likewise. A plugin that is
   * not loaded where it cannot be bound (on-failure = "refuse", Windows only) is gone
   * soon afterwards: what is told here must be copied to last. */
  void (*changed)(const struct weakrt_plugin_table_1 *plugin, const struct weakrt_runtime_1 *runtime);
};

/* In a plugin: its own. */
extern struct weakrt_plugin_table_1 weakrt_plugin_1;

/* For a host to define. */
#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
extern struct weakrt_host_table_1 weakrt_host_1;

/* The state of the runtime of this name. `table` is &weakrt_plugin_1 in a plugin,
 * what dlsym said in a host. */
static inline int weakrt_ask(const struct weakrt_plugin_table_1 *table, const char *runtime,
                             struct weakrt_runtime_1 *out) {
  uint32_t i;
  for (i = 0; i < table->runtime_count; ++i) {
    const char *a = runtime;
    const char *b;
    int result;
    out->size = sizeof *out;
    result = table->runtime(i, out);
    if (result != WEAKRT_DONE)
      return result;
    for (b = out->name; *a && *a == *b; ++a)
      ++b;
    if (*a == *b)
      return WEAKRT_DONE;
  }
  return WEAKRT_UNKNOWN;
}

/* In a plugin: about its own runtimes. */
static inline int weakrt_runtime(const char *runtime, struct weakrt_runtime_1 *out) {
  return weakrt_ask(&weakrt_plugin_1, runtime, out);
}
static inline int weakrt_bind(const char *runtime) {
  return weakrt_plugin_1.bind(runtime);
}
static inline int weakrt_provide(const char *runtime, void *handle) {
  return weakrt_plugin_1.provide(runtime, handle);
}

#ifdef __cplusplus
}
#endif

#endif
