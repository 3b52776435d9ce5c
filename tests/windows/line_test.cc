// What else a link line for Windows asks for, and what of it is hardly meant.
#include "kit.h"

#include "tests/support/files.h"
#include "tests/support/golden.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// What weakrt says in a link that succeeds, without the folder.
std::string said_by(const Command &link) {
  return support::replaced(must_run(link).err, work().string() + "/", "");
}

std::string compare(const std::string &golden, const std::string &text) {
  return support::GoldenFolder(sources / "golden", "windows").compare(golden, text);
}

fs::path written(const std::string &name, std::string_view text) {
  support::write_bytes(work() / name, text);
  return work() / name;
}

} // namespace

TEST_CASE("line: a plugin that imports nothing of its runtime, or of what is not known to be it") {
  const std::string linker = GENERATE("bfd", "lld");
  const fs::path plugin = work() / "nothing.dll";
  CHECK(compare("nothing.txt",
                said_by(weak_link(gcc, linker, plugin, written("nothing.cc", "int nothing;\n")))) == "");
  const fs::path definition = written("part.def", "LIBRARY part.dll\nEXPORTS\nrt_add\nrt_data DATA\n");
  const fs::path library = work() / "libpart.a", manifest = sources / "rt.toml";
  must_run({"x86_64-w64-mingw32-dlltool", "-d", definition, "-l", library});
  const fs::path source =
      written("part.cc", "extern \"C\" __declspec(dllimport) int rt_add(int, int), rt_identify(void);\n"
                         "int both(void) { return rt_add(1, 2) + rt_identify(); }\n");
  CHECK(compare("part.txt", said_by(gcc.command +
                                    Command{"-shared", source, library, kit() / "librt.dll.a", "-o", plugin} +
                                    weakrt_flags(linker, manifest))) == "");
}

TEST_CASE("line: of weakrt only its table is exported") {
  const std::string linker = GENERATE("bfd", "lld");
  const fs::path plugin = work() / "exports.dll";
  const fs::path source = written("exports.cc", "extern \"C\" int rt_add(int, int);\n"
                                                "extern \"C\" int three() { return rt_add(1, 2); }\n");
  must_run(weak_link(gcc, linker, plugin, source));
  const std::string exports = must_run({"llvm-readobj-19", "--coff-exports", plugin}).out;
  CHECK_THAT(exports, ContainsSubstring("Name: three\n") && ContainsSubstring("Name: weakrt_plugin_1\n") &&
                          !ContainsSubstring("Name: weakrt_record\n"));
}

TEST_CASE("line: the dependency file names the output, the user's files and the manifest") {
  const std::string linker = GENERATE("bfd", "lld");
  const std::string bind = GENERATE("load", "call");
  if (linker == "bfd" && bind == "call")
    return;
  CAPTURE(linker, bind);
  const fs::path plugin = work() / "dependent.dll", dependencies = work() / "dependent.d";
  const fs::path manifest = manifest_with(sources / "rt.toml", "bind = \"" + bind + "\"");
  const fs::path object = work() / "dependent.o";
  must_run(gcc.command + Command{"-c",
                                 written("dependent.cc", "extern \"C\" int rt_add(int, int);\n"
                                                         "int three(void) { return rt_add(1, 2); }\n"),
                                 "-o", object});
  fs::remove(dependencies);
  must_run(gcc.command +
           Command{"-shared", object, kit() / "librt.dll.a", "-o", plugin,
                   "-Wl,--dependency-file=" + dependencies.string()} +
           weakrt_flags(linker, manifest));
  const std::string text = support::read_file(dependencies);
  CHECK(text.starts_with(plugin.string() + ":"));
  for (const fs::path &file : {object, manifest, kit() / "librt.dll.a"})
    CHECK_THAT(text,
               ContainsSubstring(" " + file.string()) && ContainsSubstring("\n" + file.string() + ":\n"));
  CHECK(text.find(".weakrt/") == std::string::npos);
}

TEST_CASE("line: a program or a library stands for the runtime where the link has none") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const std::string interface = GENERATE("host-with-rt.exe", "rt.dll");
  const fs::path manifest =
      manifest_with(sources / "rt.toml", "interface = \"" + (kit() / interface).string() + "\"");
  const fs::path plugin = work() / "interface.dll";
  must_run(gcc.command + Command{"-O2", "-shared", sources / "plugin.cc", "-o", plugin} +
           weakrt_flags("", manifest));
  const Outcome outcome = run_host(with_rt, plugin);
  CHECK(outcome.ok());
  CHECK_THAT(behind(outcome.out, with_rt.tells), ContainsSubstring("early 42"));
}

TEST_CASE("line: what stands for the runtime must be it") {
  const fs::path manifest =
      manifest_with(sources / "rt.toml", "interface = \"" + (kit() / "host.exe").string() + "\"");
  const Outcome link =
      support::run(gcc.command + Command{"-shared", sources / "plugin.cc", "-o", work() / "none.dll"} +
                   weakrt_flags("", manifest));
  CHECK(link.exit_code == 1);
  const std::string said = link.err.substr(0, link.err.find("collect2:"));
  CHECK(compare("interface.txt", support::replaced(said, work().string() + "/", "")) == "");
  CHECK_FALSE(fs::exists(work() / "none.dll"));
}
