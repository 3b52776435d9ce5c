// Tells, from inside a process, how a plugin stands to its runtime. See probe.c.
#pragma once

#include <stddef.h>

// Writes lines of key=value about `plugin` (a loaded file) and the runtime "python" or "node". Returns 0, or
// 1 after writing error=... when it cannot tell.
int probe(const char *plugin, const char *runtime, char *text, size_t size);

// From now on, a process that dies by a signal says so on stdout before it does, with the number of copies.
// Returns 0.
int probe_watch(const char *runtime);
