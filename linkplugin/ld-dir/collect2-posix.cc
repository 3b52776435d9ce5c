// gcc runs its linker through a program of its own, collect2, for which it looks in -B's folders too. A gcc
// that was configured with a linker of its own (--with-ld, as Debian's for mingw) has collect2 run that one,
// whatever else is in those folders. So there is a collect2, this one: where the target is Windows it is our
// `ld` that is run; anywhere else the compiler's own collect2, which then finds our `ld` as always.
//
// A small program: every link by gcc starts it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace fs = std::filesystem;

// gcc tells its own folders in COMPILER_PATH, those of -B first.
static fs::path find_real_collect2(const fs::path &own) {
  const char *list = std::getenv("COMPILER_PATH");
  std::string_view rest = list ? list : "";
  while (!rest.empty()) {
    std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    fs::path candidate = fs::path(folder) / "collect2";
    std::error_code error;
    if (!folder.empty() && access(candidate.c_str(), X_OK) == 0 && !fs::equivalent(candidate, own, error))
      return candidate;
  }
  return {};
}

// The compiler's folder is named after its target: "…/x86_64-w64-mingw32/12-win32/collect2".
static bool is_for_windows(const fs::path &collect2) {
  return collect2.string().find("-mingw32/") != std::string::npos;
}

static bool is_ours(std::string_view argument) {
  return argument.starts_with("--weakrt-") || argument.starts_with('@');
}

int main(int, char **argv) {
  std::error_code error;
  fs::path own = fs::read_symlink("/proc/self/exe", error);
  fs::path program = find_real_collect2(own);
  std::vector<char *> arguments;
  bool asks_us = false;
  for (char **argument = argv; *argument; ++argument)
    asks_us |= is_ours(*argument);
  std::string name = "ld";
  if (asks_us && is_for_windows(program)) {
    // What gcc tells collect2, and no linker.
    for (char **argument = argv; *argument; ++argument)
      if (std::string_view(*argument).starts_with("-fuse-ld="))
        name = std::string("ld.") + (*argument + std::strlen("-fuse-ld="));
      else
        arguments.push_back(*argument);
    program = fs::path(argv[0]).parent_path() / name;
  } else
    for (char **argument = argv; *argument; ++argument)
      arguments.push_back(*argument);
  std::string path = program.string();
  arguments[0] = path.data();
  arguments.push_back(nullptr);
  execv(path.c_str(), arguments.data());
  std::fprintf(stderr, "weakrt: error: cannot run the compiler's collect2: %s\n", std::strerror(errno));
  return 1;
}
