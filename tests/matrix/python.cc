// The cases of CPython.

#include "cell.h"

#include "elf_file.h"
#include "matrix_paths.h"
#include "settings.h"

#include <dlfcn.h>
#include <fmt/format.h>

namespace matrix {

namespace fs = std::filesystem;

namespace {

const std::string evaluator = "import sys; print(eval(sys.argv[1]))";

// -I: neither the user's PYTHONPATH nor packages of theirs take part.
Command evaluate_in_python(const std::string &expression) {
  return {settings().python_static.string(), "-I", "-c", evaluator, expression};
}

std::optional<std::string> why_no_static_python() {
  const fs::path &python = settings().python_static;
  if (fs::exists(python) && exports(python, "Py_IsInitialized"))
    return std::nullopt;
  return fmt::format("{} is not a python that has the runtime inside (WEAKRT_PYTHON_STATIC)",
                     python.string());
}

// The file that ld.so takes for the name that plugins are linked to. Loading it runs nothing of it.
fs::path libpython() {
  void *library = dlopen(LIBPYTHON, RTLD_LAZY | RTLD_LOCAL);
  Dl_info info = {};
  if (!library || !dladdr(dlsym(library, "Py_IsInitialized"), &info))
    return {};
  return fs::canonical(info.dli_fname);
}

} // namespace

const Runtime &runtime() {
  static const Runtime instance = [] {
    const Settings &paths = settings();
    const std::string probe = (paths.hosts / "libprobe.so").string();
    auto host = [&](const char *name) { return (paths.hosts / name).string(); };
    return Runtime{
        .plugin = {.runtime = "python",
                   .version = ">=3.9",
                   .sources = {paths.examples / "python/py_plugin.c"},
                   .suffix = ".so",
                   .compile = {PYTHON_CFLAGS},
                   .link = {PYTHON_LIBS}},
        .address_key = "none_address",
        .cases = {
            {.name = "static-exe",
             .why_not = why_no_static_python(),
             .host =
                 [=, script = (paths.examples / "hosts/host.py").string()](const fs::path &plugin) {
                   return Command{settings().python_static.string(), "-I", script, probe, plugin.string()};
                 },
             .evaluate = evaluate_in_python,
             .provider = fs::weakly_canonical(paths.python_static)},
            {.name = "linked-exe",
             .why_not = std::nullopt,
             .host = [=, exe = host("embed_host")](
                         const fs::path &plugin) { return Command{exe, plugin.string()}; },
             .evaluate = evaluate_in_python,
             .provider = libpython()},
            {.name = "local-library",
             .why_not = std::nullopt,
             .host = [=, exe = host("local_host")](
                         const fs::path &plugin) { return Command{exe, LIBPYTHON, plugin.string()}; },
             .evaluate = evaluate_in_python,
             .provider = libpython()},
            {.name = "absent",
             .why_not = std::nullopt,
             .host = [=, exe = host("c_host")](
                         const fs::path &plugin) { return Command{exe, "python", plugin.string()}; },
             .evaluate = evaluate_in_python,
             .provider = libpython()},
        }};
  }();
  return instance;
}

} // namespace matrix
