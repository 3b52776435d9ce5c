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

/// The table of the first module that exports weakrt_host_1, or nullptr. Lists the
/// modules anew.
const weakrt_host_table_1 *find_host();

/// What find_host said when the attempt to bind that is going on began.
extern const weakrt_host_table_1 *host;

} // namespace weakrt::elf
