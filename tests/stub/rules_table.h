// The rules of binding as tables: each row is a process, and what must come of it.
#pragma once

#include "fake_process.h"

#include <catch2/catch_test_macros.hpp>

namespace fake {

struct Row {
  const char *name;
  World world;
  const char *who;                   ///< see Outcome::who
  std::vector<const char *> story{}; ///< parts of it
  const char *log = nullptr;         ///< all of it, where it matters
  RuntimeSpec runtime{};
  const char *given = nullptr;
};

/// A version that is in no range of these tests.
inline const std::string not_foo = "2.3.4";

inline void check(const std::vector<Row> &rows) {
  for (const Row &row : rows) {
    const Outcome outcome = bind(row.world, row.runtime, row.given);
    INFO(row.name << "\n" << outcome.story << "\nlog: " << outcome.log);
    CHECK(outcome.who == row.who);
    for (const char *part : row.story) {
      INFO("wanted in the story: " << part);
      CHECK(outcome.story.find(part) != std::string::npos);
    }
    if (row.log)
      CHECK(outcome.log == row.log);
    CHECK(outcome.problems == std::vector<std::string>{});
  }
}

} // namespace fake
