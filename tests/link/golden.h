// What users are told, word for word: a file in golden/ for each test case in which weakrt says something.
//
// It holds weakrt's different answers in the order in which the test case got them, each below the first
// command that got it. What real linkers and compilers print is left out: it changes with their versions.
//
// WEAKRT_BLESS=1 writes the files instead of comparing them, and removes those that no test case needs.
#pragma once

#include "workshop.h"

namespace link_test {

/// Holds what weakrt said to a command against the golden file of the running test case. Of `weakrt` itself
/// that is everything on both streams, of a link (`ld`, a compiler driver, `weakrt link … -- CC`) weakrt's
/// own lines of stderr. Returns whether there was anything to compare.
bool check_golden(const Command &command, const Outcome &outcome);

/// How many golden files hold more than the test cases of this run were told; says which. Call it when all of
/// them are done.
int count_unseen_answers();

} // namespace link_test
