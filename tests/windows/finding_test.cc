// Who is the provider: whoever exports the runtime, initialised first; and where one is loaded from, and
// where not.
#include "kit.h"

#include "tests/support/files.h"

#include <catch2/matchers/catch_matchers_string.hpp>

using namespace windows_test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A folder with a host, and a plugin beside it that borrows the runtime.
struct Place {
  fs::path folder;

  explicit Place(const std::string &libraries = "[\"rt.dll\"]") {
    folder = work() / "finding";
    fs::remove_all(folder);
    fs::create_directories(folder);
    fs::copy_file(kit() / "host.exe", folder / "host.exe");
    std::string manifest = support::read_file(sources / "rt.toml");
    manifest.replace(manifest.find("[\"rt.dll\"]"), 10, libraries);
    support::write_bytes(work() / "finding.toml", manifest);
    must_run(weak_link(gcc, "bfd", folder / "plugin.dll", sources / "plugin.cc", work() / "finding.toml") +
             Command{"-DLATE"});
  }
  void add_rt(const fs::path &name) const {
    fs::create_directories((folder / name).parent_path());
    fs::copy_file(kit() / "rt.dll", folder / name);
  }
  std::string run(const Command &command, const Command &environment = {}) const {
    const Outcome outcome = run_in_wine(folder, command, environment);
    return outcome.out + outcome.err + outcome.how_it_ended();
  }
};

fs::path short_import_library(const std::string &dll, const std::string &symbol) {
  const fs::path stem = work() / ("short-" + dll), definition = stem.string() + ".def",
                 library = stem.string() + ".lib";
  support::write_bytes(definition, "LIBRARY " + dll + "\nEXPORTS\n" + symbol + "\n");
  must_run({"llvm-dlltool-19", "-m", "i386:x86-64", "-d", definition, "-l", library});
  return library;
}

bool imported_first(const fs::path &program, const std::string &first, const std::string &second) {
  const std::string text = must_run({"llvm-readobj-19", "--coff-imports", program}).out;
  return text.find("Name: " + first) < text.find("Name: " + second);
}

const std::string bound = "rt.dll is there\nweakrt: owned, 'rt.dll', version '2.3.4'\n";
const std::string failed = "rt.dll is not there\nweakrt: failed, '', version ''\n";

} // namespace

TEST_CASE("finding: a facade, whose exports lead to the runtime, is not it, and is not followed") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Place place;
  support::write_bytes(work() / "facade.def",
                       "LIBRARY facade.dll\nEXPORTS\nrt_identify=rt.rt_identify\nrt_add=rt.rt_add\n"
                       "rt_version=rt.rt_version\nrt_data=rt.rt_data DATA\n");
  support::write_bytes(work() / "facade.c", "int facade;\n");
  must_run({"x86_64-w64-mingw32-gcc", "-shared", work() / "facade.c", work() / "facade.def", "-o",
            place.folder / "facade.dll"});
  const Command command = {"host.exe", "plugin.dll", "facade.dll"};
  CHECK_THAT(place.run(command), ContainsSubstring(failed));
  place.add_rt("rt.dll");
  CHECK_THAT(place.run(command), ContainsSubstring(bound));
}

TEST_CASE("finding: a library that is mapped and not yet initialised is initialised first") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  // The program's imports are initialised in their order: the plugin, which has no dependency any more,
  // first.
  const auto constructor_saw = [](const Command &plugin) {
    const Place place;
    must_run(plugin);
    fs::rename(work() / "early.dll", place.folder / "early.dll");
    place.add_rt("rt.dll");
    // With short import libraries LLD keeps their order.
    must_run({"clang-19", "--target=x86_64-w64-mingw32", "-fuse-ld=lld", sources / "early-program.c",
              short_import_library("early.dll", "what_the_constructor_saw"),
              short_import_library("rt.dll", "rt_identify"), "-o", place.folder / "program.exe"});
    CHECK(imported_first(place.folder / "program.exe", "early.dll", "rt.dll"));
    return place.run({"program.exe"});
  };
  const std::string hard = constructor_saw(hard_link(gcc, work() / "early.dll", sources / "early.cc"));
  CHECK(hard == "the constructor saw 11\nexit code 0");
  CHECK(constructor_saw(weak_link(gcc, "bfd", work() / "early.dll", sources / "early.cc")) == hard);
}

TEST_CASE("finding: never in the current directory, and never along PATH") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Place place;
  place.add_rt("rt.dll");
  place.add_rt("path/rt.dll");
  fs::create_directories(place.folder / "bin");
  for (const char *name : {"host.exe", "plugin.dll"})
    fs::rename(place.folder / name, place.folder / "bin" / name);
  const Command command = {"bin/host.exe", "bin\\plugin.dll"};
  CHECK_THAT(place.run(command, {"WINEPATH=Z:" + (place.folder / "path").string()}),
             ContainsSubstring(failed));
  CHECK_THAT(place.run(command, {"WEAKRT_LOAD_RT=.\\rt.dll"}), ContainsSubstring("in the current directory"));
  // Beside the program it would be found.
  place.add_rt("bin/rt.dll");
  CHECK_THAT(place.run(command), ContainsSubstring(bound));
}

TEST_CASE("finding: beside the plugin, in a folder whose name is not ASCII") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Place place("[\"$ORIGIN/größe 世界/rt.dll\"]");
  const Command locale = {"LC_ALL=C.UTF-8"};
  CHECK_THAT(place.run({"host.exe", "plugin.dll"}, locale), ContainsSubstring(failed));
  place.add_rt("größe 世界/rt.dll");
  CHECK_THAT(place.run({"host.exe", "plugin.dll"}, locale), ContainsSubstring(bound));
}

TEST_CASE("finding: the user's word, and nothing else then") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const Place place;
  place.add_rt("rt.dll");
  place.add_rt("größe/rt.dll");
  const Command command = {"host.exe", "plugin.dll"};
  const std::string path = "Z:" + place.folder.string();
  CHECK_THAT(place.run(command, {"LC_ALL=C.UTF-8", "WEAKRT_LOAD_RT=" + path + "/größe/rt.dll"}),
             ContainsSubstring(bound));
  CHECK_THAT(place.run(command, {"WEAKRT_LOAD_RT=" + path + "/none.dll"}),
             ContainsSubstring(failed) &&
                 ContainsSubstring("WEAKRT_LOAD_RT names what to load, and nothing else is tried"));
}
