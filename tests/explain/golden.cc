#include "golden.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace explain_test {

void check_golden(const std::string &name, const std::string &text) {
  std::filesystem::path file = std::filesystem::path(GOLDEN_DIR) / name;
  if (std::getenv("WEAKRT_BLESS")) {
    std::ofstream(file, std::ios::binary) << text;
    return;
  }
  std::ifstream stream(file, std::ios::binary);
  std::stringstream expected;
  expected << stream.rdbuf();
  INFO("golden/" << name << "; WEAKRT_BLESS=1 accepts what is said now");
  CHECK(text == expected.str());
}

std::string replaced(std::string text, const std::string &what, const std::string &with) {
  for (size_t at = 0; !what.empty() && (at = text.find(what, at)) != text.npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

} // namespace explain_test
