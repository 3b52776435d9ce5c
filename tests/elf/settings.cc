#include "settings.h"

#include <cstdlib>
#include <sstream>

namespace elf_test {

namespace fs = std::filesystem;

static std::string from_environment(const char *name, const std::string &otherwise) {
  const char *value = std::getenv(name);
  return value && *value ? value : otherwise;
}

fs::path find_program(const std::string &name) {
  std::istringstream folders(from_environment("PATH", "/usr/bin:/bin"));
  for (std::string folder; std::getline(folders, folder, ':');)
    if (fs::is_regular_file(fs::path(folder) / name))
      return fs::path(folder) / name;
  return {};
}

static Settings find_settings() {
  const fs::path folder = fs::read_symlink("/proc/self/exe").parent_path(); // BUILD/tests/elf
  const fs::path build = folder.parent_path().parent_path();
  Settings found;
  found.corpus = from_environment("WEAKRT_ELF_CORPUS", ELF_CORPUS);
  found.ld_dir = from_environment("WEAKRT_LD_DIR", build / "linkplugin/ld-dir");
  found.weakrt = from_environment("WEAKRT", build / "linkplugin/weakrt");
  found.include = from_environment("WEAKRT_INCLUDE", found.corpus / "../../stub/include");
  found.work = from_environment("WEAKRT_ELF_WORK", folder / "work");
  const fs::path lld = find_program("ld.lld-19");
  found.lld = from_environment("WEAKRT_LLD", lld.empty() ? find_program("ld.lld") : lld);
  found.linkers = from_environment("WEAKRT_ELF_LINKERS", "bfd gold lld mold");
  found.gcc = from_environment("WEAKRT_GCC", "gcc");
  found.gxx = from_environment("WEAKRT_GXX", "g++");
  found.clang = from_environment("WEAKRT_CLANG", "clang-19");
  found.clangxx = from_environment("WEAKRT_CLANGXX", "clang++-19");
  found.machine = from_environment("WEAKRT_MACHINE", "");
  found.tools = from_environment("WEAKRT_TOOLS", "");
  found.runner = from_environment("WEAKRT_RUNNER", "");
  found.host_flags = from_environment("WEAKRT_HOST_FLAGS", "");
  return found;
}

const Settings &settings() {
  static const Settings instance = find_settings();
  return instance;
}

} // namespace elf_test
