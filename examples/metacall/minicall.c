#define _GNU_SOURCE
#include "minicall.h"

#include "loader_impl.h"

#include <weakrt/weakrt.h>

#include <dlfcn.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_LOADERS = 8 };

static struct loader {
  char tag[16];
  const struct loader_impl_interface *impl;   /* what it does */
  const struct weakrt_plugin_table_1 *plugin; /* what it can be asked; null: weakrt did not link it */
  int started;                                /* its runtime, by us */
  char problem[4096];                         /* why it cannot be used; empty: it can */
} loaders[MAX_LOADERS];

#define FAIL(loader, ...) snprintf((loader)->problem, sizeof(loader)->problem, __VA_ARGS__)

/* part: start */
/* Is it up to us to start the runtime of a loader that has just been loaded? The loader library knows what it
 * has found in this process, so nobody has to tell us what kind of process it is. */
static int is_to_be_started(const struct weakrt_runtime_1 *runtime) {
  if (runtime->initialised >= 0)
    return !runtime->initialised;
  /* Node cannot be asked. But what was loaded for this very loader, nobody has started. */
  return runtime->ownership == WEAKRT_OWNED;
}

static void start_runtime(struct loader *loader) {
  struct weakrt_runtime_1 runtime = {.size = sizeof runtime};
  /* A loader has one runtime, so it is the first. */
  if (loader->plugin->runtime(0, &runtime) != WEAKRT_DONE)
    FAIL(loader, "another thread is binding it");
  else if (runtime.failed)
    FAIL(loader, "%s", runtime.story);
  else if (is_to_be_started(&runtime)) {
    loader->started = loader->impl->initialize() == 0;
    if (!loader->started)
      FAIL(loader, "%s could not be started", runtime.name);
  }
}
/* end of start */

/* The loaders lie beside this library. */
static void load(struct loader *loader) {
  Dl_info self;
  char here[PATH_MAX], file[PATH_MAX + 64], symbol[64];
  void *library;
  if (!dladdr(loaders, &self) || !realpath(self.dli_fname, here)) {
    FAIL(loader, "the folder of this library is not known");
    return;
  }
  snprintf(file, sizeof file, "%s/lib%s_loader.so", dirname(here), loader->tag);
  snprintf(symbol, sizeof symbol, "%s_loader_impl", loader->tag);
  library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
  if (!library || !(loader->impl = dlsym(library, symbol))) {
    FAIL(loader, "%s", dlerror());
    return;
  }
  loader->plugin = dlsym(library, "weakrt_plugin_1");
  if (loader->plugin)
    start_runtime(loader);
  else /* weakrt did not link it, so nobody can be asked: it may have brought a runtime of its own. */
    loader->started = loader->impl->initialize() == 0;
}

static struct loader *loader_of(const char *tag) {
  static struct loader none = {.problem = "there is no such loader"};
  struct loader *loader;
  for (loader = loaders; loader < loaders + MAX_LOADERS; ++loader) {
    if (strcmp(loader->tag, tag) == 0)
      return loader;
    if (!*loader->tag && strlen(tag) < sizeof loader->tag) {
      strcpy(loader->tag, tag);
      load(loader);
      return loader;
    }
  }
  return &none;
}

int minicall_evaluate(const char *tag, const char *code, char *result, size_t size) {
  struct loader *loader = loader_of(tag);
  if (!*loader->problem)
    return loader->impl->evaluate(code, result, size) ? MINICALL_ERROR : MINICALL_VALUE;
  snprintf(result, size, "%s", loader->problem);
  return MINICALL_NO_LOADER;
}

void minicall_describe(char *result, size_t size) {
  static const char *const ownership[] = {"absent", "hosted", "owned"};
  struct weakrt_runtime_1 runtime = {.size = sizeof runtime};
  const struct loader *loader;
  size_t used = 0;
  *result = '\0';
  for (loader = loaders; loader < loaders + MAX_LOADERS && *loader->tag && used < size; ++loader) {
    char *line = result + used;
    size_t rest = size - used;
    if (*loader->problem)
      used += (size_t)snprintf(line, rest, "%s_loader: cannot be used\n", loader->tag);
    else if (!loader->plugin || loader->plugin->runtime(0, &runtime) != WEAKRT_DONE)
      used += (size_t)snprintf(line, rest, "%s_loader: cannot be asked\n", loader->tag);
    else
      used += (size_t)snprintf(line, rest, "%s_loader: %s %s, %s%s: %s\n", loader->tag, runtime.name,
                               runtime.version, ownership[runtime.ownership],
                               loader->started ? ", started by minicall" : "",
                               *runtime.provider ? runtime.provider : "the program");
  }
}

void minicall_destroy(void) {
  struct loader *loader;
  for (loader = loaders; loader < loaders + MAX_LOADERS; ++loader)
    if (loader->started) {
      loader->impl->destroy();
      loader->started = 0;
      FAIL(loader, "it has been stopped");
    }
}
