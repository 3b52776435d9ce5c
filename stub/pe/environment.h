// What others say from outside: the user by environment variables, and the host by a table.
#pragma once

#include "stub/include/weakrt/weakrt.h"
#include "stub/pe/module.h"

namespace weakrt::pe {

/// The value of an environment variable, in `value` of `size`, by way of `wide` of max_path; nullptr where it
/// is not set, or empty.
const char *environment(const char *name, wchar_t *wide, char *value, uint32_t size);

/// Sets debug_topics (stub/core/story.h) to what WEAKRT_DEBUG asks for.
void read_debug_topics();

/// Prints a text to stderr.
void print(const char *text);

/// The table that a module exports as weakrt_host_1, or nullptr.
const weakrt_host_table_1 *find_host(const Module &module);

/// The first module's that has one; survey() looks for it.
extern const weakrt_host_table_1 *host;

} // namespace weakrt::pe
