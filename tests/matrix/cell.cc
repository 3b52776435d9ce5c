#include "cell.h"

#include "verdict.h"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

namespace matrix {

namespace {

std::string cell_name(const Case &which, const Build &build) {
  return fmt::format("{}/{}/{}", runtime().plugin.runtime, which.name, build.name());
}

// Catch2 keeps tags that start with another character than a letter or a digit for itself.
std::string tag(const std::string &optimisation) {
  return optimisation.starts_with('-') ? optimisation.substr(1) : optimisation;
}

class Cell : public Catch::ITestInvoker {
public:
  Cell(const Case &which, Build build) : which_(which), build_(std::move(build)) {}

  void invoke() const override {
    if (which_.why_not)
      SKIP(*which_.why_not);
    const auto &built = variants(runtime().plugin, build_);
    if (!built) {
      fmt::print("\n{}: cannot be built\n{}\n", cell_name(which_, build_), built.error());
      FAIL("cannot be built");
    }
    CHECK(linker_of(built->front().file) == build_.linker);
    for (const Variant &variant : *built) {
      DYNAMIC_SECTION(variant.name) {
        judge(variant);
      }
    }
  }

private:
  // Printed here, and not by Catch2, which would break the lines, and with them the commands.
  void judge(const Variant &variant) const {
    const std::vector<std::string> found = problems(runtime(), which_, variant);
    if (!found.empty()) {
      const Command build =
          build_command(runtime().plugin, build_, variants(runtime().plugin, build_)->front().file);
      fmt::print("\n{}, {}\n  {}\nbuild: {}\n", cell_name(which_, build_), variant.name,
                 fmt::join(found, "\n  "), shell_quoted(build));
    }
    CHECK(found.size() == 0);
  }

  const Case &which_;
  Build build_;
};

} // namespace

void register_cells() {
  for (const Case &which : runtime().cases) {
    for (const Build &build : all_builds()) {
      const std::string tags = fmt::format("[{}][{}][{}][{}][{}]", runtime().plugin.runtime, which.name,
                                           build.compiler, build.linker, tag(build.optimisation));
      const std::string name = cell_name(which, build);
      // The object itself is only a way to call a function: Catch2 copies the texts and owns the cell.
      Catch::AutoReg(Catch::Detail::make_unique<Cell>(which, build), CATCH_INTERNAL_LINEINFO,
                     Catch::StringRef(), Catch::NameAndTags{name, tags});
    }
  }
}

} // namespace matrix
