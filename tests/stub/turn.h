// stub/core/turn.h's Turn, away from the stub's own declarations of the C library, which do not go with the
// library's headers.
#pragma once

namespace turn {

struct Held;

Held *take();
bool is_mine(const Held *turn);
void give_back(Held *turn);
/// As if this process had been forked from that one, while one of its threads was binding.
void pretend_taken_by(int process);

} // namespace turn
