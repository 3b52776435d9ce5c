// What a manifest can say that few runtimes need: only a full stub knows it.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace weakrt {

/// Asks for a version in one of the ways from record::VersionQuery::bytes on. `addresses` are those of its
/// symbols, 0 where there is none. no_version where the answer is none.
uint64_t ask_in_more_ways(uint32_t kind, const uintptr_t (&addresses)[3]);

/// Whether a library to load starts with an environment variable: "$JAVA_HOME/lib/server/libjvm.so".
bool has_variable(const char *library);

/// Cuts the variable's name out of it into `name`, of so many bytes; returns what is behind the name.
const char *take_variable(const char *library, char *name, size_t size);

} // namespace weakrt
