// Texts that must stay as they are until somebody says otherwise: golden/NAME.
#pragma once

#include "tests/support/golden.h"

#include <catch2/catch_test_macros.hpp>

namespace explain_test {

using support::replaced;

/// Checks a text against golden/NAME.
inline void check_golden(const std::string &name, const std::string &text) {
  static const support::GoldenFolder golden(GOLDEN_DIR, GOLDEN_TEST);
  CHECK(golden.compare(name, text) == "");
}

} // namespace explain_test
