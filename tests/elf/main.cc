// elf_test: each case of this folder with each linker is one test case of Catch2, for example
//
//   elf_test "exit-order/dlclose [lld]"     one of them
//   elf_test "exit-order*"                  all of a folder
//   elf_test [mold]                         all with one linker
//
// case.h tells how a case is written.
#include "golden.h"
#include "judge.h"
#include "settings.h"

#include "tests/support/process.h"

#include <catch2/catch_session.hpp>
#include <catch2/catch_test_macros.hpp>
#include <catch2/internal/catch_test_registry.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <ranges>

namespace elf_test {

namespace {

class Test : public Catch::ITestInvoker {
public:
  Test(const Case &test, std::string linker) : test_(test), linker_(std::move(linker)) {}

  void invoke() const override {
    if (const std::string reason = why_not(test_); !reason.empty()) {
      fmt::print("skipped: {}\n", reason);
      SKIP(reason);
    }
    const std::vector<std::string> found = problems(test_, linker_);
    // Printed here, and not by Catch2, which would break the lines, and with them the commands.
    if (!found.empty())
      fmt::print("\n{} [{}]\n  {}\n", test_.name, linker_, fmt::join(found, "\n  "));
    CHECK(found.size() == 0);
  }

private:
  const Case &test_;
  std::string linker_;
};

class GoldenFilesTest : public Catch::ITestInvoker {
public:
  explicit GoldenFilesTest(const std::vector<Case> &cases) : cases_(cases) {}

  void invoke() const override {
    const std::vector<std::string> unknown = golden_files_of_no_case(cases_);
    CAPTURE(unknown);
    CHECK(unknown.empty());
  }

private:
  const std::vector<Case> &cases_;
};

// Whether it is for the machine that the compiler makes code for.
bool is_for_this_machine(const Case &test) {
  static const std::string triple = support::run({settings().gcc, "-dumpmachine"}).out;
  const std::string architecture = triple.substr(0, triple.find('-'));
  const std::vector<std::string> wanted = split_words(test.one("only-on", architecture));
  return std::ranges::find(wanted, architecture) != wanted.end();
}

// Those that the case is for. Another machine may not have them all.
std::vector<std::string> linkers_for(const Case &test) {
  std::vector<std::string> linkers = split_words(test.one("linkers", settings().linkers));
  if (!settings().machine.empty()) {
    const std::vector<std::string> known = split_words(settings().linkers);
    std::erase_if(linkers,
                  [&](const std::string &one) { return std::ranges::find(known, one) == known.end(); });
  }
  return linkers;
}

void register_tests(const std::vector<Case> &cases) {
  if (std::filesystem::exists(settings().corpus / "golden"))
    Catch::AutoReg(Catch::Detail::make_unique<GoldenFilesTest>(cases), CATCH_INTERNAL_LINEINFO,
                   Catch::StringRef(), Catch::NameAndTags{"each golden file belongs to a case", ""});
  for (const Case &test : cases | std::views::filter(is_for_this_machine))
    for (const std::string &linker : linkers_for(test)) {
      const std::string name = fmt::format("{} [{}]", test.name, linker);
      const std::string tags =
          fmt::format("[{}][{}]{}{}", test.folder.filename().string(), linker,
                      test.has("slow") ? "[slow]" : "", test.has("everywhere") ? "[everywhere]" : "");
      // The object itself is only a way to call a function: Catch2 copies the texts and owns the test.
      Catch::AutoReg(Catch::Detail::make_unique<Test>(test, linker), CATCH_INTERNAL_LINEINFO,
                     Catch::StringRef(), Catch::NameAndTags{name, tags});
    }
}

} // namespace

} // namespace elf_test

int main(int argc, char **argv) {
  try {
    const std::vector<elf_test::Case> cases = elf_test::read_cases(elf_test::settings().corpus);
    Catch::Session session;
    elf_test::register_tests(cases);
    return session.run(argc, argv);
  } catch (const std::exception &error) {
    fmt::print(stderr, "elf_test: {}\n", error.what());
    return 1;
  }
}
