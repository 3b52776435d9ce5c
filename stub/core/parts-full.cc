#include "stub/core/parts.h"

namespace weakrt {
const bool binds_calls = true;
const bool binds_thread_locals = true;
const bool reads_file_versions = true;
const bool binds_in_turn = true;
const bool wants_versions = true;
const bool finds_companions = true;
const bool knows_more_ways = true;
} // namespace weakrt
