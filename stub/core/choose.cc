#include "stub/core/choose.h"

namespace weakrt {

// By rank. Not pointers: those would be relocations in every plugin.
static const char reasons[][48] = {
    "the only one",
    "the main program",
    "the only one that is initialised",
    "the main program, which is initialised",
};

Choice choose(const Candidate *candidates, uint32_t count) {
  uint32_t best = no_choice, best_rank = 0;
  for (uint32_t i = 0; i < count; ++i) {
    uint32_t rank = 1 + candidates[i].live * 2u + candidates[i].main_program;
    if (rank == best_rank)
      best = no_choice;
    if (rank > best_rank) {
      best = i;
      best_rank = rank;
    }
  }
  if (count == 1)
    best_rank = 1;
  return {best, best == no_choice
                    ? "nothing decides between them: let the host say (weakrt_host_1, weakrt_provide)"
                    : reasons[best_rank - 1]};
}

} // namespace weakrt
