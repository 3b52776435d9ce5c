// clang-format off
// A witness, preloaded into every process of these tests. It knows nothing of what the plugin does, and looks
// only when the plugin asks for it. What it has seen goes to the file WITNESS_OUTPUT, as lines of key=value:
//
//   copies=1            how many copies of the runtime are mapped: files that define all of the first of
//                       WITNESS_PARTS
//   provider=/usr/…     each of them
//   companions=1        the same of the second part, where there is one
//   slots_checked=34    how many words the plugin's dynamic relocations name as detached imports
//   slots_outside=0     how many of them point elsewhere than into these modules
//   slots_wrong=0       how many differ from what dlsym(provider, name) says
//   slots_null=1        how many are null because nobody has the symbol
//   slots_left=0        how many symbols of the runtime (WITNESS_PREFIXES) were left to ld.so
//   ownership=1         what the plugin's table (weakrt.h) says of WITNESS_RUNTIME
//   version=5.36.0      likewise
//   told_provider=/…    likewise, as the loader calls it
//   story=…             where it is not bound, why
// clang-format on
#define _GNU_SOURCE
#include "examples/hosts/copies.h"
#include "examples/hosts/slots.h"
#include "stub/include/weakrt/weakrt.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_PARTS = 3, MAX_PREFIXES = 16 };

// Cuts at a character; returns how many pieces there are, at most `most`, with a NULL behind them.
static size_t cut(char *text, const char *at, const char **pieces, size_t most) {
  size_t count = 0;
  char *rest = NULL;
  for (char *piece = strtok_r(text, at, &rest); piece && count < most; piece = strtok_r(NULL, at, &rest))
    pieces[count++] = piece;
  pieces[count] = NULL;
  return count;
}

static void *handle_of(uintptr_t code) {
  Dl_info info;
  struct link_map *map = NULL;
  if (!dladdr1((void *)code, &info, (void **)&map, RTLD_DL_LINKMAP))
    return NULL;
  return dlopen(map->l_name[0] ? map->l_name : NULL, RTLD_LAZY | RTLD_NOLOAD);
}

static void tell_copies(FILE *out, const char **parts, struct expectation *expectation,
                        struct module *modules) {
  const struct mappings *mappings = read_mappings();
  for (int i = 0; parts[i]; ++i) {
    struct part part = {{NULL}};
    cut(strdup(parts[i]), ",", part.identify, 2);
    struct copies copies = find_copies(mappings, &part);
    fprintf(out, "%s=%zu\n", i ? "companions" : "copies", copies.count);
    for (size_t k = 0; k < copies.count && k < MAX_COPIES; ++k)
      fprintf(out, "%s=%s\n", i ? "companion" : "provider", copies.path[k]);
    if (!copies.count)
      continue;
    expectation->module_count += (size_t)find_module(copies.code[0], &modules[expectation->module_count]);
    if (!i)
      expectation->provider = handle_of(copies.code[0]);
  }
}

static void tell_slots(FILE *out, const struct link_map *plugin, const struct expectation *expectation) {
  struct slots slots = check_slots(plugin, expectation);
  fprintf(out, "slots_checked=%zu\nslots_outside=%zu\nslots_wrong=%zu\nslots_null=%zu\nslots_left=%zu\n",
          slots.checked, slots.outside, slots.wrong, slots.null, slots.left);
}

static void tell_ownership(FILE *out, const char *plugin, const char *runtime) {
  void *handle = dlopen(plugin, RTLD_LAZY | RTLD_NOLOAD);
  const struct weakrt_plugin_table_1 *table =
      handle ? (const struct weakrt_plugin_table_1 *)dlsym(handle, "weakrt_plugin_1") : NULL;
  struct weakrt_runtime_1 told;
  if (!table || weakrt_ask(table, runtime, &told) != WEAKRT_DONE) {
    fprintf(out, "error=the plugin borrows no %s\n", runtime);
    return;
  }
  fprintf(out, "ownership=%d\nversion=%s\ntold_provider=%s\n", told.ownership, told.version, told.provider);
  if (told.failed)
    fprintf(out, "story=%s\n", told.story);
}

void witness(const void *inside_plugin);
__attribute__((visibility("default"))) void witness(const void *inside_plugin) {
  char *parts_text = getenv("WITNESS_PARTS"), *prefixes_text = getenv("WITNESS_PREFIXES");
  const char *output = getenv("WITNESS_OUTPUT"), *runtime = getenv("WITNESS_RUNTIME");
  FILE *out = parts_text && prefixes_text && output && runtime ? fopen(output, "w") : NULL;
  Dl_info info;
  struct link_map *plugin = NULL;
  if (!out || !dladdr1(inside_plugin, &info, (void **)&plugin, RTLD_DL_LINKMAP))
    return;
  const char *parts[MAX_PARTS + 1], *prefixes[MAX_PREFIXES + 1];
  cut(strdup(parts_text), ";", parts, MAX_PARTS);
  cut(strdup(prefixes_text), ",", prefixes, MAX_PREFIXES);
  struct module modules[MAX_PARTS];
  struct expectation expectation = {.prefixes = prefixes, .modules = modules};
  tell_copies(out, parts, &expectation, modules);
  if (expectation.provider)
    tell_slots(out, plugin, &expectation);
  tell_ownership(out, plugin->l_name, runtime);
  fclose(out);
}
