#include "wine.h"

#include <cstdlib>

namespace windows_test {

namespace fs = std::filesystem;
using support::Command;
using support::Outcome;

std::string why_no_wine() {
  return support::run({"sh", "-c", "command -v wine wineboot"}).ok() ? "" : "wine is not installed";
}

Outcome run_in_wine(const fs::path &folder, const Command &command, const Command &environment) {
  const char *given = std::getenv("WEAKRT_WINE_PREFIX");
  const fs::path prefix =
      given ? fs::path(given) : fs::read_symlink("/proc/self/exe").parent_path() / "prefix";
  Command whole = {"env"};
  whole.insert(whole.end(), environment.begin(), environment.end());
  whole.insert(whole.end(), {fs::path(SOURCE_DIR) / "with-wine", prefix, folder});
  whole.insert(whole.end(), command.begin(), command.end());
  return support::run(whole);
}

} // namespace windows_test
