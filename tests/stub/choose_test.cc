// Every rule of choose.h, as a table: who is there, and whom it must be.
#include "stub/core/choose.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

namespace {

constexpr weakrt::Candidate library{false, false};
constexpr weakrt::Candidate live_library{false, true};
constexpr weakrt::Candidate program{true, false};
constexpr weakrt::Candidate live_program{true, true};

constexpr uint32_t nobody = weakrt::no_choice;

struct Row {
  const char *name;
  std::vector<weakrt::Candidate> candidates;
  uint32_t index;
  const char *reason; // a part of it
};

const std::vector<Row> rows = {
    {"nobody", {}, nobody, "nothing decides"},
    {"the only one, live or not", {library}, 0, "only one"},
    {"the only one, live", {live_library}, 0, "only one"},
    {"the only one, the program", {program}, 0, "only one"},
    {"live first", {library, live_library}, 1, "the only one that is initialised"},
    {"live first, whatever the order", {live_library, library}, 0, "the only one that is initialised"},
    {"live first, before the program", {program, live_library}, 1, "the only one that is initialised"},
    {"live first, among many",
     {program, library, library, live_library, library},
     3,
     "the only one that is initialised"},
    {"the program, where nobody is live", {library, program}, 1, "the main program"},
    {"the program, where all are live",
     {live_library, live_program},
     1,
     "main program, which is initialised"},
    {"the live program among dead ones", {library, live_program, library}, 1, "main program, which is init"},
    {"a tie of dead ones", {library, library}, nobody, "nothing decides"},
    {"a tie of live ones", {live_library, live_library}, nobody, "nothing decides"},
    {"a tie of live ones beside dead ones", {live_library, library, live_library}, nobody, "nothing decides"},
    {"a dead program does not win over two live ones",
     {program, live_library, live_library},
     nobody,
     "nothing decides"},
};

} // namespace

TEST_CASE("choose") {
  for (const Row &row : rows) {
    INFO(row.name);
    const weakrt::Choice choice = weakrt::choose(row.candidates.data(), row.candidates.size());
    CHECK(choice.index == row.index);
    CHECK(std::string_view(choice.reason).find(row.reason) != std::string_view::npos);
  }
}

TEST_CASE("choose: all processes of up to five modules") {
  // Libraries dead or live, and no program, a dead or a live one at each place.
  for (size_t count = 1; count <= 5; ++count)
    for (unsigned lives = 0; lives < 1u << count; ++lives)
      for (size_t program_at = 0; program_at <= count; ++program_at) {
        std::vector<weakrt::Candidate> all;
        for (size_t i = 0; i < count; ++i)
          all.push_back({i == program_at, (lives >> i & 1) != 0});
        const auto live = std::ranges::count_if(all, &weakrt::Candidate::live);
        const weakrt::Choice choice = weakrt::choose(all.data(), all.size());
        INFO("count " << count << " lives " << lives << " program at " << program_at);
        if (choice.index == nobody) {
          REQUIRE((count > 1 && live != 1));
          continue;
        }
        REQUIRE(choice.index < count);
        // Never a dead one where one is live, never another than the program among equals.
        REQUIRE((all[choice.index].live || live == 0));
        REQUIRE((all[choice.index].main_program || live == 1 || count == 1));
      }
}
