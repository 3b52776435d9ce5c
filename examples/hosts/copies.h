// Which copies of a runtime are mapped into this process.
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { MAX_COPIES = 8, MAX_MAPPINGS = 4096 };

// A line of /proc/self/maps.
struct mapping {
  uintptr_t start, end;
  uint64_t offset;
  char permissions[5];
  char path[512];
};

struct mappings {
  size_t count;
  struct mapping list[MAX_MAPPINGS];
};

// A runtime, or a part of it that may live in a file of its own: what has all these symbols. Ends with NULL.
struct part {
  const char *identify[3];
};

// Each copy: an address of its code, and the file.
struct copies {
  size_t count;
  uintptr_t code[MAX_COPIES];
  const char *path[MAX_COPIES];
};

// Safe in a signal handler. Returns NULL if there are too many; what it returns stays valid until the next
// call.
const struct mappings *read_mappings(void);

// Safe in a signal handler. The paths belong to `mappings`.
struct copies find_copies(const struct mappings *mappings, const struct part *part);
