#include "stub/core/parts.h"

namespace weakrt {
const bool binds_calls = false;
const bool binds_thread_locals = false;
const bool reads_file_versions = false;
const bool binds_in_turn = false;
const bool wants_versions = false;
const bool finds_companions = false;
const bool knows_more_ways = false;
} // namespace weakrt
