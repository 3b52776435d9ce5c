// Rule 14: binding happens once, and nobody waits for it.
#include "turn.h"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <atomic>
#include <thread>
#include <unistd.h>

TEST_CASE("rule 14: one at a time, and who comes meanwhile is told") {
  turn::Held *first = turn::take();
  REQUIRE(turn::is_mine(first));
  turn::Held *second = turn::take();
  CHECK_FALSE(turn::is_mine(second));
  turn::give_back(second);
  // It was not the second's to give back.
  second = turn::take();
  CHECK_FALSE(turn::is_mine(second));
  turn::give_back(second);
  turn::give_back(first);
  second = turn::take();
  CHECK(turn::is_mine(second));
  turn::give_back(second);
}

TEST_CASE("rule 14: a forked process starts anew") {
  turn::pretend_taken_by(getppid());
  turn::Held *turn = turn::take();
  CHECK(turn::is_mine(turn));
  turn::give_back(turn);
}

TEST_CASE("rule 14: many threads") {
  std::atomic<int> inside = 0, most = 0, turns = 0;
  {
    std::array<std::jthread, 8> threads;
    for (std::jthread &thread : threads)
      thread = std::jthread([&] {
        for (int i = 0; i < 2000 || !turns; ++i) {
          turn::Held *turn = turn::take();
          if (turn::is_mine(turn)) {
            const int now = ++inside;
            if (now > most)
              most = now;
            ++turns;
            std::this_thread::yield();
            --inside;
          }
          turn::give_back(turn);
        }
      });
  }
  CHECK(most == 1);
  CHECK(turns > 0);
}
