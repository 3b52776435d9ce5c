#include "kit.h"

#include "tests/support/files.h"

#include <cstdlib>

namespace windows_test {

fs::path folder_of(const char *variable) {
  const char *value = std::getenv(variable);
  if (!value)
    FAIL(variable << " is not set: run `scripts/test windows`");
  return value;
}

fs::path work() {
  return folder_of("WEAKRT_TEST_WORK");
}

const Compiler gcc = {"gcc", {"x86_64-w64-mingw32-g++", "-static-libgcc", "-static-libstdc++"}};
const Compiler clang = {"clang", {"clang++-19", "--target=x86_64-w64-mingw32"}};

const Host with_rt = {"static",
                      {"host-with-rt.exe", "plugin.dll"},
                      false,
                      "rt.dll is not there\nweakrt: hosted, '', version '2.3.4'\n"};
const Host with_rt_loaded = {"loaded",
                             {"host.exe", "plugin.dll", "rt.dll"},
                             true,
                             "rt.dll is there\nweakrt: hosted, 'rt.dll', version '2.3.4'\n"};
const Host without_rt = {"absent",
                         {"host.exe", "plugin.dll"},
                         true,
                         "rt.dll is there\nweakrt: owned, 'rt.dll', version '2.3.4'\n"};

std::vector<Host> hosts() {
  return {with_rt, with_rt_loaded, without_rt};
}

const fs::path &kit() {
  static const fs::path made = [] {
    fs::path folder = work() / "kit";
    fs::create_directories(folder);
    const Command compile = {"x86_64-w64-mingw32-gcc", "-I" + (sources / "../../stub/include").string()};
    must_run(compile + Command{"-shared", sources / "rt.c", "-o", folder / "rt.dll",
                               "-Wl,--out-implib," + (folder / "librt.dll.a").string()});
    must_run(compile + Command{sources / "host.c", "-o", folder / "host.exe"});
    must_run(compile + Command{sources / "host.c", sources / "rt.c", "-o", folder / "host-with-rt.exe"});
    return folder;
  }();
  return made;
}

Outcome run_host(const Host &host, const fs::path &plugin, const Command &environment) {
  const fs::path folder = work() / "host";
  fs::remove_all(folder);
  fs::create_directories(folder);
  fs::copy_file(plugin, folder / "plugin.dll");
  fs::copy_file(kit() / host.command[0], folder / host.command[0]);
  if (host.has_file)
    fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
  return run_in_wine(folder, host.command, environment);
}

std::string behind(const std::string &text, const std::string &beginning) {
  return text.starts_with(beginning) ? text.substr(beginning.size()) : "something else: " + text;
}

Command hard_link(const Compiler &compiler, const fs::path &output, const fs::path &source) {
  return compiler.command +
         Command{"-O2", "-shared", "-I" + sources.string(), source, "-L" + kit().string(), "-lrt",
                 "-o",  output};
}

fs::path manifest_with(const fs::path &manifest, const std::string &line) {
  const fs::path path = work() / "with-a-line.toml";
  std::string text = support::read_file(manifest);
  text.insert(text.find("[runtime.definition]"), line + "\n");
  support::write_bytes(path, text);
  return path;
}

Command weakrt_flags(const std::string &linker, const fs::path &manifest) {
  Command flags = {"-B" + folder_of("WEAKRT_LD_DIR").string(), "-Xlinker",
                   "--weakrt-manifest=" + manifest.string()};
  if (!linker.empty())
    flags.push_back("-fuse-ld=" + linker);
  return flags;
}

Command weak_link(const Compiler &compiler, const std::string &linker, const fs::path &output,
                  const fs::path &source, const fs::path &manifest) {
  return hard_link(compiler, output, source) + weakrt_flags(linker, manifest);
}

} // namespace windows_test
