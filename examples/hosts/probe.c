// A witness: it knows nothing of weakrt, has no import but libc's, and tells what is true in this process.
//
//   copies=1              how many copies of the runtime are mapped. A file is a copy if its dynamic symbol
//   table
//                         defines what identifies the runtime; its name says nothing.
//   provider=/usr/bin/…   the first of them
//   companions=1          the same for a part of the runtime that may live in a library of its own (libuv)
//   companion=…
//   none_address_host=0x… where the runtime itself has a symbol that the plugin tells its address of
//   slots_checked=22      how many words the plugin's dynamic relocations name as detached imports
//   slots_outside=0       how many of them point elsewhere than into provider or companion
//   slots_wrong=0         how many differ from what dlsym(provider, name) says
//   slots_null=1          how many are null because dlsym finds nothing either: optional imports
//   slots_left=0          how many relocations ld.so still had to do for symbols of the runtime
//   relro=sealed          whether all pages of the plugin's PT_GNU_RELRO are read-only: sealed, open or none
//
// If the process crashes, crash.signal, crash.copies and crash.companions are written to stdout: see
// probe_watch().
#define _GNU_SOURCE
#include "probe.h"

#include "copies.h"
#include "slots.h"

#include <dlfcn.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default")))

enum { MAX_PARTS = 2 };

static const struct runtime {
  const char *name;
  const char *prefixes[5]; // of its symbols; ends with NULL
  const char *address_key; // what the plugin reports with _plugin instead of _host
  const char *address_of;
  struct part parts[MAX_PARTS];
} runtimes[] = {
    {"python",
     {"Py", "_Py"},
     "none_address",
     "_Py_NoneStruct",
     {{{"Py_IsInitialized", "PyObject_GenericGetAttr"}}}},
    {"node",
     {"napi_", "node_api_", "uv_", "_ZN4node"},
     "napi_address",
     "napi_create_function",
     {{{"napi_create_function", "napi_module_register"}}, {{"uv_default_loop", "uv_run"}}}},
};

static const struct runtime *find_runtime(const char *name) {
  for (size_t i = 0; i < sizeof runtimes / sizeof *runtimes; ++i)
    if (strcmp(runtimes[i].name, name) == 0)
      return &runtimes[i];
  return NULL;
}

static const char *const part_keys[MAX_PARTS] = {"copies", "companions"};
static const char *const path_keys[MAX_PARTS] = {"provider", "companion"};

// ---------------------------------------------------------------------------------------------------

struct report {
  char *text;
  size_t size;
  size_t used;
};

__attribute__((format(printf, 2, 3))) static void say(struct report *report, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(report->text + report->used, report->size - report->used, format, arguments);
  va_end(arguments);
  if (length > 0 && (size_t)length < report->size - report->used)
    report->used += (size_t)length;
}

static size_t part_count(const struct runtime *runtime) {
  return runtime->parts[1].identify[0] ? 2 : 1;
}

static void *handle_of(uintptr_t code) {
  Dl_info info;
  struct link_map *map = NULL;
  if (!dladdr1((void *)code, &info, (void **)&map, RTLD_DL_LINKMAP))
    return NULL;
  return dlopen(map->l_name[0] ? map->l_name : NULL, RTLD_LAZY | RTLD_NOLOAD);
}

// ------------------------------------------------------------------------------------------------------

static const char *relro_state(const struct mappings *mappings, const struct module *plugin) {
  const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < plugin->header_count; ++i) {
    const ElfW(Phdr) *header = &plugin->headers[i];
    if (header->p_type != PT_GNU_RELRO)
      continue;
    uintptr_t start = (plugin->base + header->p_vaddr) & ~(page - 1);
    uintptr_t end = (plugin->base + header->p_vaddr + header->p_memsz) & ~(page - 1);
    int pages_seen = 0;
    for (size_t k = 0; k < mappings->count; ++k) {
      if (mappings->list[k].end <= start || mappings->list[k].start >= end)
        continue;
      ++pages_seen;
      if (strcmp(mappings->list[k].permissions, "r--p") != 0)
        return "open";
    }
    return pages_seen ? "sealed" : "none";
  }
  return "none";
}

static void report_slots(struct report *report, const struct runtime *runtime, const struct link_map *plugin,
                         const struct expectation *expectation) {
  say(report, "%s_host=%p\n", runtime->address_key, dlsym(expectation->provider, runtime->address_of));
  struct slots slots = check_slots(plugin, expectation);
  say(report, "slots_checked=%zu\nslots_outside=%zu\nslots_wrong=%zu\nslots_null=%zu\nslots_left=%zu\n",
      slots.checked, slots.outside, slots.wrong, slots.null, slots.left);
}

static void report_plugin(struct report *report, const struct runtime *runtime, void *handle,
                          const struct mappings *mappings) {
  struct module modules[MAX_PARTS];
  struct expectation expectation = {.prefixes = runtime->prefixes, .modules = modules};
  for (size_t i = 0; i < part_count(runtime); ++i) {
    struct copies copies = find_copies(mappings, &runtime->parts[i]);
    say(report, "%s=%zu\n", part_keys[i], copies.count);
    for (size_t k = 0; k < copies.count && k < MAX_COPIES; ++k)
      say(report, "%s=%s\n", path_keys[i], copies.path[k]);
    if (copies.count == 0)
      continue;
    expectation.module_count += (size_t)find_module(copies.code[0], &modules[expectation.module_count]);
    if (i == 0)
      expectation.provider = handle_of(copies.code[0]);
  }
  struct link_map *plugin = NULL;
  dlinfo(handle, RTLD_DI_LINKMAP, &plugin);
  if (expectation.provider != NULL) {
    report_slots(report, runtime, plugin, &expectation);
    dlclose(expectation.provider);
  }
  struct module module;
  find_module((uintptr_t)plugin->l_ld, &module);
  say(report, "relro=%s\n", relro_state(mappings, &module));
}

EXPORTED int probe(const char *plugin, const char *runtime_name, char *text, size_t size) {
  struct report report = {text, size, 0};
  const struct runtime *runtime = find_runtime(runtime_name);
  const struct mappings *mappings = read_mappings();
  void *handle = dlopen(plugin, RTLD_LAZY | RTLD_NOLOAD);
  if (runtime == NULL || handle == NULL || mappings == NULL) {
    say(&report, "error=%s\n",
        runtime == NULL  ? "no such runtime"
        : handle == NULL ? "the plugin is not loaded"
                         : "too many mappings");
    return 1;
  }
  report_plugin(&report, runtime, handle, mappings);
  dlclose(handle);
  return 0;
}

// --- crashes
// ----------------------------------------------------------------------------------------------------

static const struct runtime *watched;

static void on_crash(int signal_number) {
  char text[256];
  struct report report = {text, sizeof text, 0};
  const struct mappings *mappings = read_mappings();
  say(&report, "crash.signal=SIG%s\n", sigabbrev_np(signal_number));
  for (size_t i = 0; mappings != NULL && i < part_count(watched); ++i)
    say(&report, "crash.%s=%zu\n", part_keys[i], find_copies(mappings, &watched->parts[i]).count);
  if (write(STDOUT_FILENO, text, report.used) < 0)
    _exit(1);
  raise(signal_number); // by now with its default action
}

EXPORTED int probe_watch(const char *runtime) {
  watched = find_runtime(runtime);
  if (watched == NULL)
    return 1;
  struct sigaction action = {.sa_handler = on_crash, .sa_flags = (int)SA_RESETHAND};
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  sigaction(SIGILL, &action, NULL);
  sigaction(SIGTRAP, &action, NULL);
  sigaction(SIGABRT, &action, NULL);
  return 0;
}
