// What others say from outside: the user by environment variables, which count for
// nothing in secure-execution mode (a set-user-id program), and the host by a
// table.
#pragma once

#include "stub/elf/module.h"
#include "stub/include/weakrt/weakrt.h"

namespace weakrt::elf {

/// The value of an environment variable; nullptr where it is not set, or not to be trusted.
const char *environment(const char *name);

/// Sets debug_topics (stub/core/story.h) to what WEAKRT_DEBUG asks for.
void read_debug_topics();

/// The table that a module exports as weakrt_host_1, or nullptr.
const weakrt_host_table_1 *find_host(const Module &module);

/// The first module's that has one; survey() looks for it.
extern const weakrt_host_table_1 *host;

} // namespace weakrt::elf
