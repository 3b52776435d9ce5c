#include "stub/core/choose.h"

namespace weakrt {

Choice choose(const Candidate *candidates, size_t count) {
  if (count == 0)
    return {Choice::none, 0, "no module of the process has it"};
  if (count == 1)
    return {Choice::one, 0, "the only one"};

  size_t live = 0;
  size_t last_live = 0;
  for (size_t i = 0; i < count; ++i)
    if (candidates[i].live) {
      ++live;
      last_live = i;
    }
  if (live == 1)
    return {Choice::one, last_live, "the only one that is initialised"};

  for (size_t i = 0; i < count; ++i)
    if (candidates[i].main_program && (live == 0 || candidates[i].live))
      return {Choice::one, i, "the main program"};
  return {Choice::tie, 0, "several modules qualify and nothing decides between them"};
}

} // namespace weakrt
