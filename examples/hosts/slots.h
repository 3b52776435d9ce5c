// Where the words point that a plugin's dynamic relocations name.
#pragma once

#include <link.h>
#include <stddef.h>
#include <stdint.h>

// A loaded file.
struct module {
  uintptr_t base;
  const ElfW(Phdr) * headers;
  int header_count;
};

// The module that has an address; returns 0 if there is none.
int find_module(uintptr_t address, struct module *module);

struct slots {
  size_t checked, outside, wrong, null, left; // see probe.c
};

// What has to be true of the slots: they hold what dlsym(provider, name) says, inside one of the modules.
// Symbols with one of the prefixes (the list ends with NULL) are the runtime's, and none may be left to
// ld.so.
struct expectation {
  void *provider;
  const char *const *prefixes;
  const struct module *modules;
  size_t module_count;
};

struct slots check_slots(const struct link_map *plugin, const struct expectation *expectation);
