// A step of a test that must go well, or the test says what the program said.
#pragma once

#include "tests/support/process.h"

#include <catch2/catch_test_macros.hpp>

namespace support {

inline Outcome must_run(const Command &command) {
  Outcome outcome = run(command);
  INFO(shell_quoted(command) << "\n" << outcome.out << outcome.err);
  REQUIRE(outcome.ok());
  return outcome;
}

inline Command operator+(Command left, const Command &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

} // namespace support
