#include "kit.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>
#include <fstream>
#include <map>

namespace link_test {

static constexpr std::string_view demo_source = R"(
const char demo_version[] = "1.2.3";
int demo_answer = 42;
int demo_add(int a, int b) { return a + b; }
int demo_is_running(void) { return 1; }
)";

// `volatile` keeps the compiler from folding the comparison of the two addresses.
static constexpr std::string_view plugin_source = R"(
extern int demo_answer;
int demo_add(int, int);
extern int demo_maybe(void) __attribute__((weak));
int (*volatile plugin_table)(int, int) = demo_add;
int plugin_answer(void) {
  if (plugin_table != demo_add || demo_maybe)
    return -1;
  return demo_add(demo_answer, 0);
}
)";

static constexpr std::string_view host_source = R"(
#include <dlfcn.h>
#include <stdio.h>
int main(int argc, char **argv) {
  if (argc > 2 && !dlopen(argv[2], RTLD_NOW | RTLD_LOCAL))
    return puts(dlerror());
  void *plugin = dlopen(argv[1], RTLD_NOW);
  int (*answer)(void) = plugin ? (int (*)(void))dlsym(plugin, "plugin_answer") : 0;
  if (!answer)
    return puts(dlerror());
  printf("%d", answer());
  return 0;
}
)";

std::string definition_of(std::string_view name, std::string_view more) {
  return fmt::format("[runtime.definition]\n"
                     "identify = [\"{0}_add\", \"{0}_is_running\"]\n"
                     "symbols = [\"{0}_*\"]\n"
                     "version = [{{ symbol = \"{0}_version\", kind = \"text\" }}]\n"
                     "{1}\n",
                     name, more);
}

std::string manifest_text(std::string_view name, std::string_view more) {
  return fmt::format("[[runtime]]\nname = \"{}\"\n{}", name, definition_of(name, more));
}

static Kit make_kit() {
  // Never destroyed: it lives as long as the folder of the whole run.
  static auto *workshop = new Workshop;
  Kit kit;
  kit.folder = workshop->folder();
  kit.demo = demo_source;
  kit.plugin = plugin_source;
  kit.object = workshop->compile("plugin.o", plugin_source);
  kit.library = workshop->library("libdemo.so.1", demo_source);
  fs::create_symlink("libdemo.so.1", *workshop / "libdemo.so");
  fs::create_directory(*workshop / "static");
  kit.archive = *workshop / "static/libdemo.a";
  must_run({"ar", "rcs", kit.archive, workshop->compile("static/demo.o", demo_source)});
  workshop->write("demo.symbols",
                  "data demo_version\ndata demo_answer\nfunction demo_add\nfunction demo_is_running\n");
  kit.manifest = workshop->write("demo.toml", manifest_text("demo"));
  kit.symbols = workshop->write("symbols.toml", manifest_text("demo", "interface = \"demo.symbols\""));
  fs::path host_text = workshop->write("host.c", host_source);
  kit.host = *workshop / "host";
  must_run({"gcc", "-O2", host_text, "-o", kit.host, "-ldl"});
  return kit;
}

const Kit &kit() {
  static const Kit made = make_kit();
  return made;
}

const Machine &machine(std::string_view name) {
  return *std::ranges::find(machines, name, &Machine::name);
}

const MachineKit &kit_for(const Machine &machine) {
  static std::map<std::string_view, MachineKit> made;
  static auto *workshop = new Workshop;
  auto [entry, is_new] = made.try_emplace(machine.name);
  MachineKit &kit = entry->second;
  if (!is_new)
    return kit;
  kit.folder = *workshop / machine.name;
  fs::create_directory(kit.folder);
  Command clang = {"clang-19", fmt::format("--target={}", machine.clang), "-O2", "-fPIC", "-ffreestanding"};
  kit.object = kit.folder / "plugin.o";
  must_run(clang + Command{"-c", workshop->write("plugin.c", plugin_source), "-o", kit.object});
  kit.library = kit.folder / "libdemo.so.1";
  must_run(clang + Command{"-nostdlib", "-shared", "-fuse-ld=lld", "-Wl,-soname,libdemo.so.1",
                           "-Wl,--version-script=" + workshop->write("demo.map", "DEMO_1 { *; };\n").string(),
                           workshop->write("demo.c", demo_source), "-o", kit.library});
  fs::create_symlink("libdemo.so.1", kit.folder / "libdemo.so");
  return kit;
}

Command driver(std::string_view compiler, std::string_view linker) {
  Command command = {std::string(compiler), "-B" + ld_dir().string()};
  if (!linker.empty())
    command.push_back(fmt::format("-fuse-ld={}", linker));
  return command;
}

Command borrow(const fs::path &manifest) {
  return {"-Xlinker", "--weakrt-manifest=" + manifest.string()};
}

Command plugin_inputs() {
  return {kit().object, "-L" + kit().folder.string(), "-ldemo"};
}

Command link_plugin(const fs::path &output, std::string_view linker, const Command &more) {
  return driver("gcc", linker) + Command{"-shared", "-o", output} + plugin_inputs() + borrow() + more;
}

Command bare_ld(std::string_view linker, const fs::path &output, const fs::path &manifest) {
  fs::path program = ld_dir() / (linker.empty() ? "ld" : fmt::format("ld.{}", linker));
  return {program, "-shared", "-o", output, "--weakrt-manifest=" + manifest.string()};
}

std::string answer_of(const fs::path &plugin) {
  Outcome outcome = run({kit().host, plugin, kit().library});
  return outcome.out + (outcome.ok() ? "" : " " + outcome.how_it_ended()) + outcome.err;
}

static Outcome link_without_us(std::string_view linker, const Command &line) {
  Workshop here;
  std::string program = linker.empty() ? "ld" : linker == "lld" ? "ld.lld-19" : fmt::format("ld.{}", linker);
  return run(Command{program, "-shared", "-o", here / "hard.so"} + line);
}

bool works_without_us(std::string_view linker, const Command &line) {
  return link_without_us(linker, line).ok();
}

bool crashes_without_us(std::string_view linker, const Command &line) {
  return link_without_us(linker, line).signal != 0;
}

Outcome check_linked(const Command &link, const fs::path &output) {
  Outcome outcome = run(link);
  INFO(support::shell_quoted(link));
  INFO(outcome.out << outcome.err);
  REQUIRE(outcome.how_it_ended() == "exit code 0");
  CHECK(fs::exists(output));
  CHECK_FALSE(fs::exists(fs::symlink_status(output.string() + ".weakrt")));
  return outcome;
}

} // namespace link_test
