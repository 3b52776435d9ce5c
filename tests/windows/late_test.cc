// A runtime that comes after the plugin, and one that goes before it; what is optional; and what is not
// bound.
#include "kit.h"

#include "tests/support/files.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;

static void make_host(const fs::path &folder) {
  must_run({"x86_64-w64-mingw32-gcc", "-I" + (sources / "../../stub/include").string(),
            sources / "late-host.c", "-o", folder / "host.exe"});
}

static fs::path fresh_folder() {
  const fs::path folder = work() / "late-host";
  fs::remove_all(folder);
  fs::create_directories(folder / "later");
  return folder;
}

/// The runtime's import library with what some versions of it lack.
static fs::path newer_import_library() {
  const fs::path folder = work() / "newer";
  fs::create_directories(folder);
  support::write_bytes(folder / "rt.def",
                       "LIBRARY rt.dll\nEXPORTS\nrt_identify\nrt_version\nrt_add\nrt_data "
                       "DATA\nrt_array DATA\nrt_callback DATA\nrt_extra DATA\nrt_perhaps\n");
  must_run({"x86_64-w64-mingw32-dlltool", "-d", folder / "rt.def", "-l", folder / "librt.dll.a"});
  return folder;
}

TEST_CASE("late: a runtime that is bound when it is there, and what mingw has computed is computed anew") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const auto [compiler, linker] =
      GENERATE(std::pair(gcc, "bfd"), std::pair(gcc, "lld"), std::pair(clang, "lld"));
  const bool auto_import = GENERATE(false, true);
  const bool has_more = GENERATE(false, true);
  CAPTURE(compiler.name, linker, auto_import, has_more);
  const fs::path folder = fresh_folder();
  Command link = compiler.command +
                 Command{"-O2",  "-shared", sources / "late.cc",  "-L" + newer_import_library().string(),
                         "-lrt", "-o",      folder / "plugin.dll"};
  if (auto_import)
    link.push_back("-DRT_AUTO_IMPORT");
  // Nothing is loaded: the host does that.
  must_run(link + weakrt_flags(linker,
                               manifest_with(sources / "rt.toml",
                                             "optional = [\"rt_perhaps\", \"rt_extra\"]\nload = \"never\"")));
  make_host(folder);
  Command rt = {"x86_64-w64-mingw32-gcc", "-shared", sources / "rt.c", "-o", folder / "later" / "rt.dll"};
  if (has_more)
    rt.push_back("-DRT_MORE");
  must_run(rt);
  const Outcome outcome = run_in_wine(folder, {"host.exe", "later"});
  INFO(outcome.how_it_ended() << "\n" << outcome.err);
  CHECK(outcome.ok());
  CHECK(outcome.out == std::string("plugin: failed, runtime not there\nbound: 0, hosted\n22 3 20") +
                           (auto_import ? " 40 30 20" : "") + (auto_import && has_more ? " 50" : "") +
                           (has_more ? ", more" : ", no more") +
                           "\nheld: runtime there\nunloaded: runtime not there\n");
}

TEST_CASE("late: an optional function that the build machine's import library does not have yet") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const auto [compiler, linker] =
      GENERATE(std::pair(gcc, "bfd"), std::pair(gcc, "lld"), std::pair(clang, "lld"));
  const bool has_more = GENERATE(false, true);
  CAPTURE(compiler.name, linker, has_more);
  const fs::path folder = fresh_folder(), plugin = folder / "plugin.dll";
  const Command link = hard_link(compiler, plugin, sources / "perhaps.cc");
  CHECK_FALSE(support::run(link).ok());
  must_run(link + weakrt_flags(linker, manifest_with(sources / "rt.toml", "optional = [\"rt_per*\"]")));
  Command rt = {"x86_64-w64-mingw32-gcc", "-shared", sources / "rt.c", "-o", folder / "rt.dll"};
  if (has_more)
    rt.push_back("-DRT_MORE");
  must_run(rt);
  fs::copy_file(kit() / "host.exe", folder / "host.exe");
  const Outcome outcome = run_in_wine(folder, {"host.exe", "plugin.dll"});
  CHECK(behind(outcome.out, without_rt.tells) == (has_more ? "perhaps 5\n" : "no\n"));
}

TEST_CASE("late: what was loaded for a plugin stays when the plugin goes") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const fs::path folder = fresh_folder();
  make_host(folder);
  must_run(weak_link(gcc, "bfd", folder / "plugin.dll", sources / "plugin.cc"));
  fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
  const Outcome outcome = run_in_wine(folder, {"host.exe"});
  CHECK(outcome.ok());
  CHECK_THAT(outcome.out, ContainsSubstring("plugin: owned, runtime there\nbound: 0, owned\n") &&
                              ContainsSubstring("\nunloaded: runtime there\n"));
}

TEST_CASE("late: a datum that is not bound is never somebody else's") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const std::string linker = GENERATE("bfd", "lld");
  must_run(weak_link(gcc, linker, work() / "unbound.dll", sources / "unbound.cc"));
  Host host = without_rt;
  host.has_file = false;
  const Outcome outcome = run_host(host, work() / "unbound.dll");
  INFO(outcome.how_it_ended() << "\n" << outcome.out << outcome.err);
  CHECK_THAT(outcome.out, ContainsSubstring("access violation"));
}
