#include "wine.h"

#include "tests/support/files.h"

#include <fmt/format.h>

#include <cstdlib>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace windows_test {

namespace fs = std::filesystem;
using support::Command;
using support::Outcome;

namespace {

/// One prefix for all; who is first makes it, which takes ten seconds.
const fs::path &prefix() {
  static const fs::path made = [] {
    const char *given = std::getenv("WEAKRT_WINE_PREFIX");
    fs::path path = given ? fs::path(given) : fs::read_symlink("/proc/self/exe").parent_path() / "prefix";
    fs::create_directories(path);
    const int lock = open((path / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    flock(lock, LOCK_EX);
    if (!fs::exists(path / "made")) {
      support::run({"env", "WINEPREFIX=" + path.string(), "WINEDEBUG=-all",
                    "WINEDLLOVERRIDES=mscoree=d;mshtml=d", "wineboot", "-i"});
      support::write_bytes(path / "made", "");
    }
    close(lock);
    return path;
  }();
  return made;
}

} // namespace

std::string why_no_wine() {
  return support::run({"sh", "-c", "command -v wine wineboot"}).ok() ? "" : "wine is not installed";
}

Outcome run_in_wine(const fs::path &folder, const Command &command, const Command &environment) {
  Command whole = {"env", "WINEPREFIX=" + prefix().string(), "WINEDEBUG=-all",
                   "WINEDLLOVERRIDES=winedbg.exe=d;mscoree=d;mshtml=d;winemenubuilder.exe=d"};
  whole.insert(whole.end(), environment.begin(), environment.end());
  whole.insert(whole.end(),
               {"sh", "-c", "cd \"$0\" && exec wine \"$@\" >stdout 2>stderr </dev/null", folder});
  whole.insert(whole.end(), command.begin(), command.end());
  for (int tries = 1;; ++tries) {
    Outcome outcome = support::run(whole);
    outcome.out = support::read_file(folder / "stdout");
    outcome.err = support::read_file(folder / "stderr");
    // Debian's wrapper says this of each run without the 32-bit half.
    if (size_t end = outcome.err.find("apt-get install wine32:i386\""); end != std::string::npos)
      outcome.err.erase(0, outcome.err.find('\n', end) + 1);
    std::erase(outcome.out, '\r');
    if (tries == 5 || outcome.err.find("recvmsg: Connection reset by peer") == std::string::npos)
      return outcome;
  }
}

} // namespace windows_test
