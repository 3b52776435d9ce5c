// The choice of a provider among the modules that qualify.
//
// Pure decision: the modules were found elsewhere (stub/elf/process.h) and
// nothing is called from here, so a test can put any process before it.
#pragma once

#include <stdint.h>

namespace weakrt {

/// What the choice knows of one module that exports all identifying symbols.
struct Candidate {
  bool main_program;
  /// It is initialised (false also where that cannot be asked).
  bool live;
};

struct Choice {
  /// Which candidate; no_choice where nothing decides between several.
  uint32_t index;
  /// The words that tell why, for the story.
  const char *reason;
};
inline constexpr uint32_t no_choice = ~0u;

/// Rule 4, "live first", among the candidates: an initialised one is better
/// than one that is not, and among equals the main program is better. The best
/// one is chosen where it is the only one; of none, none is.
Choice choose(const Candidate *candidates, uint32_t count);

} // namespace weakrt
