// Real runtimes: node.exe, whose programs have it inside, and Lua in each form that it has on Windows.
#include "kit.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;

namespace {

const fs::path examples = sources / "../../examples";

fs::path runtimes() {
  return folder_of("WEAKRT_WINDOWS_RUNTIMES");
}

std::string why_not() {
  if (const std::string why = why_no_wine(); !why.empty())
    return why;
  std::error_code error;
  return fs::exists(runtimes() / "lua", error)
             ? ""
             : "there are no runtimes: run tests/windows/runtimes " + runtimes().string();
}

/// A folder of its own, with copies of what runs there.
fs::path place(const std::string &name, const std::vector<fs::path> &files) {
  const fs::path folder = work() / name;
  fs::remove_all(folder);
  fs::create_directories(folder);
  for (const fs::path &file : files)
    fs::copy_file(file, folder / file.filename());
  return folder;
}

/// What the addon is compiled with: of the headers of Linux's node those that are for Windows, too.
Command node_headers() {
  const fs::path headers = work() / "node-headers",
                 root = folder_of("WEAKRT_NODE_RUNTIMES") / "debian/usr/include";
  fs::create_directories(headers);
  for (const char *name : {"uv.h", "uv"})
    fs::copy(root / name, headers / name, fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  return {"-I" + (root / "node").string(), "-I" + headers.string()};
}

} // namespace

TEST_CASE("real: node.exe is the runtime of an addon, if it is a version that fits") {
  if (const std::string why = why_not(); !why.empty())
    SKIP(why);
  const auto [compiler, linker] =
      GENERATE(std::pair(gcc, "bfd"), std::pair(gcc, "lld"), std::pair(clang, "lld"));
  CAPTURE(compiler.name, linker);
  const fs::path addon = work() / "addon.node";
  must_run(compiler.command +
           Command{"-O2", "-shared", "-static", examples / "node/node_addon.cc", "-o", addon} +
           node_headers() + weakrt_flags(linker, sources / "node.toml"));
  for (const std::string version : {"16", "18", "20", "22"}) {
    const fs::path folder = place("node", {addon, examples / "windows/node.js"});
    fs::create_symlink(runtimes() / ("node-" + version) / "node.exe", folder / "node.exe");
    const Outcome outcome =
        run_in_wine(folder, {"node.exe", "node.js", "addon.node"}, {"NODE_SKIP_PLATFORM_CHECK=1"});
    INFO(version << ": " << outcome.how_it_ended() << "\n" << outcome.out << outcome.err);
    if (version == "16") {
      CHECK(outcome.exit_code == 3);
      CHECK_THAT(outcome.err, ContainsSubstring("node.exe: refused, it is version 16.") &&
                                  ContainsSubstring("wanted >=18"));
    } else
      CHECK_THAT(outcome.out,
                 ContainsSubstring("\nwork=ok\nhost=v" + version + ".") && !ContainsSubstring("failed"));
  }
}

TEST_CASE("real: Lua in a program, in a library that the program needs, and in one that is loaded") {
  if (const std::string why = why_not(); !why.empty())
    SKIP(why);
  const std::string linker = GENERATE("bfd", "lld");
  const std::string bind = GENERATE("load", "call");
  if (linker == "bfd" && bind == "call")
    return;
  CAPTURE(linker, bind);
  const fs::path lua = runtimes() / "lua", plugin = work() / "plugin.dll";
  const fs::path manifest = manifest_with(sources / "lua.toml", "bind = \"" + bind + "\"");
  must_run(Command{"x86_64-w64-mingw32-gcc", "-O2", "-shared", examples / "windows/lua_plugin.c",
                   "-I" + (lua / "include").string(), lua / "dll/liblua54.dll.a", "-o", plugin} +
           weakrt_flags(linker, manifest));
  const std::string ask =
      "package.cpath = './?.dll' print('work=' .. (require('plugin').twice(21) == 42 and 'ok' or 'failed'))";
  const Outcome inside = run_in_wine(place("lua", {plugin, lua / "static/lua.exe"}), {"lua.exe", "-e", ask});
  const Outcome beside =
      run_in_wine(place("lua", {plugin, lua / "dll/lua.exe", lua / "dll/lua54.dll"}), {"lua.exe", "-e", ask});
  const Outcome loaded = run_in_wine(place("lua", {plugin, kit() / "host.exe", lua / "dll/lua54.dll"}),
                                     {"host.exe", "plugin.dll"});
  CHECK(inside.out == "work=ok\n");
  CHECK(beside.out == inside.out);
  CHECK_THAT(loaded.out, ContainsSubstring(inside.out));
  for (const Outcome &one : {inside, beside, loaded})
    CHECK(one.ok());
}
