#include "golden.h"

#include <catch2/catch_session.hpp>

int main(int argc, char **argv) {
  int failed = Catch::Session().run(argc, argv);
  int unseen = link_test::count_unseen_answers();
  return failed != 0 ? failed : static_cast<int>(unseen != 0);
}
