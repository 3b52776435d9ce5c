// The choice of a provider among the modules that qualify.
//
// Pure decision: the modules were found elsewhere (stub/elf/process.h) and
// nothing is called from here, so a test can put any process before it.
#pragma once

#include <stddef.h>

namespace weakrt {

/// What the choice knows of one module that exports all identifying symbols.
struct Candidate {
  bool main_program = false;
  /// It is initialised (false also where that cannot be asked).
  bool live = false;
};

struct Choice {
  enum Kind { none, one, tie } kind = none;
  /// Which candidate, for `one`.
  size_t index = 0;
  /// The words that tell why, for the story.
  const char *reason = "";
};

/// Rule 4, "live first": the only candidate; else the only initialised one;
/// else, among those that are left, the main program; else a tie.
Choice choose(const Candidate *candidates, size_t count);

} // namespace weakrt
