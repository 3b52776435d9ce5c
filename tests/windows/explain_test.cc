// What weakrt explain says beforehand is what comes of it under Wine.
#include "kit.h"

#include "tests/support/files.h"

#include <fmt/format.h>

#include <cstdlib>
#include <functional>

using namespace windows_test;

namespace {

struct Scene {
  std::string name;
  std::string program;                           ///< of the kit
  std::function<void(const fs::path &)> prepare; ///< what else lies in the folder
  std::string ownership;
};

void copy_runtime(const fs::path &folder) {
  fs::copy_file(kit() / "rt.dll", folder / "rt.dll");
}

// rt.dll only names who has it.
void make_facade(const fs::path &folder) {
  fs::copy_file(kit() / "rt.dll", folder / "rt23.dll");
  support::write_bytes(folder / "facade.def", "LIBRARY rt.dll\nEXPORTS\nrt_add = rt23.rt_add\n"
                                              "rt_identify = rt23.rt_identify\nrt_version = rt23.rt_version\n"
                                              "rt_data = rt23.rt_data DATA\n");
  support::write_bytes(folder / "empty.c", "");
  must_run({"x86_64-w64-mingw32-gcc", "-shared", folder / "empty.c", folder / "facade.def", "-o",
            folder / "rt.dll"});
}

// A copy of the program that imports what the runtime exports; the runtime lies beside it.
void make_importer(const fs::path &folder) {
  copy_runtime(folder);
  must_run({"x86_64-w64-mingw32-gcc", "-I" + (sources / "../../stub/include").string(), sources / "host.c",
            "-Wl,-u,rt_add", "-L" + kit().string(), "-lrt", "-o", folder / "host.exe"});
}

const Scene scenes[] = {{"inside", "host-with-rt.exe", [](const fs::path &) {}, "hosted"},
                        {"inside and beside", "host-with-rt.exe", copy_runtime, "hosted"},
                        {"imported", "", make_importer, "hosted"},
                        {"beside", "host.exe", copy_runtime, "owned"},
                        {"nowhere", "host.exe", [](const fs::path &) {}, "failed"},
                        {"a facade", "host.exe", make_facade, "failed"}};

// Of "chosen: … (hosted), …", or what has no such line.
std::string foretold(const std::string &text) {
  for (const char *ownership : {"hosted", "owned"})
    if (text.find(fmt::format(" ({}), ", ownership)) != std::string::npos)
      return ownership;
  return text.find("fails: ") != std::string::npos ? "failed" : "nothing";
}

// Of "weakrt: hosted, …".
std::string told(const std::string &text) {
  const std::string before = "weakrt: ";
  const size_t at = text.find(before);
  return at == std::string::npos ? "nothing"
                                 : text.substr(at + before.size(), text.find(',', at) - at - before.size());
}

} // namespace

TEST_CASE("what explain says of a plugin for Windows is what comes of it") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  must_run(weak_link(gcc, "", work() / "explained.dll", sources / "plugin.cc") + Command{"-DLATE"});
  for (const Scene &scene : scenes) {
    const fs::path folder = work() / "explained";
    fs::remove_all(folder);
    fs::create_directories(folder);
    if (!scene.program.empty())
      fs::copy_file(kit() / scene.program, folder / "host.exe");
    scene.prepare(folder);
    fs::copy_file(work() / "explained.dll", folder / "plugin.dll");
    const Outcome explained = support::run({fs::path(std::getenv("WEAKRT_LD_DIR")) / "../weakrt", "explain",
                                            folder / "plugin.dll", "--host", folder / "host.exe"});
    const Outcome happened = run_in_wine(folder, {"host.exe", "plugin.dll"});
    INFO(scene.name << "\n" << explained.out << explained.err << happened.out << happened.err);
    CHECK(foretold(explained.out) == scene.ownership);
    CHECK(told(happened.out) == scene.ownership);
  }
}
