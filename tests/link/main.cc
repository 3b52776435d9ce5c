#include "golden.h"

#include <catch2/catch_session.hpp>

#include <cstdlib>

int main(int argc, char **argv) {
  // Golden files are plain, whoever forces colors.
  setenv("NO_COLOR", "1", 1);
  int failed = Catch::Session().run(argc, argv);
  int unseen = link_test::count_unseen_answers();
  return failed != 0 ? failed : static_cast<int>(unseen != 0);
}
