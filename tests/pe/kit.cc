#include "kit.h"

#include "tests/support/golden.h"

#include <fmt/format.h>

#include <regex>

namespace pe_test {

const std::string_view runtime_source = R"(
#define RT __declspec(dllexport)
RT int rt_data = 2;
RT const char rt_release[] = "2.3.4";
RT int rt_add(int a, int b) { return a + b; }
RT int rt_identify(void) { return 7; }
)";

const std::string_view plugin_source = R"(
__declspec(dllimport) extern int rt_data;
__declspec(dllimport) int rt_add(int, int);
__declspec(dllimport) int rt_maybe(void);
__declspec(dllexport) int plugin_run(void) { return rt_add(rt_data, 40) + rt_maybe(); }
)";

const std::string_view functions_only = R"(
__declspec(dllimport) int rt_add(int, int);
__declspec(dllexport) int plugin_run(void) { return rt_add(2, 40); }
)";

// What the C runtime brings where it is linked, and a callback of the user's.
const std::string_view callback_source = R"(
typedef void(__stdcall *Callback)(void *, unsigned long, void *);
static void __stdcall mine(void *m, unsigned long r, void *p) {}
__attribute__((section(".CRT$XLA"), used)) static Callback first = 0;
__attribute__((section(".CRT$XLA0"), used)) static Callback user = mine;
__attribute__((section(".CRT$XLZ"), used)) static Callback last = 0;
unsigned _tls_index;
static char start, end;
const struct { void *start, *end; unsigned *index; Callback *callbacks; unsigned zero, flags; }
_tls_used = {&start, &end, &_tls_index, &first + 1, 0, 0};
)";

Maker::Maker(const Workshop &here, const Kind &kind) : here(here), kind(kind) {
  // The functions that the stub imports.
  const fs::path stub =
      tool().parent_path().parent_path() / "stub" / fmt::format("{}-windows-full.o", kind.name);
  std::string exports;
  const std::string symbols = must_run({"llvm-nm-19", "-u", stub}).out;
  const std::regex imported("__imp_(\\S+)");
  for (std::sregex_iterator it(symbols.begin(), symbols.end(), imported), none; it != none; ++it)
    exports += (*it)[1].str().substr(kind.name == "i386" ? 1 : 0) + "\n";
  import_library("kernel32.dll", exports);
  import_library("rt.dll", "rt_add\nrt_data DATA\nrt_identify\nrt_maybe\nrt_release DATA\n");
}

fs::path Maker::object(const std::string &name, std::string_view source) const {
  const fs::path text = here.write(name + ".c", source);
  must_run(
      {"clang-19", fmt::format("--target={}", kind.target), "-O1", "-c", text, "-o", here / (name + ".o")});
  return here / (name + ".o");
}

fs::path Maker::import_library(const std::string &dll, const std::string &exports) const {
  const fs::path definition = here.write(dll + ".def", "LIBRARY " + dll + "\nEXPORTS\n" + exports);
  must_run({"llvm-dlltool-19", "-k", "-m", std::string(kind.dlltool), "-d", definition, "-l",
            here / (dll + ".a")});
  return here / (dll + ".a");
}

fs::path Maker::dll(const std::string &name, std::string_view source, const Command &more) const {
  must_run(Command{ld_dir() / "ld.lld", "-m", std::string(kind.emulation), "-shared", "--entry=", "-o",
                   here / name, object(name, source)} +
           more);
  return here / name;
}

fs::path Maker::program(const std::string &name, std::string_view source, const Command &more) const {
  must_run(Command{ld_dir() / "ld.lld", "-m", std::string(kind.emulation), "-e",
                   kind.name == "i386" ? "_start" : "start", "-o", here / name,
                   object(name, "int start(void) { return 0; }\n" + std::string(source))} +
           more);
  return here / name;
}

Command Maker::plugin_link(const fs::path &output, std::string_view runtime_keys, std::string_view definition,
                           const Command &more, std::string_view source) const {
  const fs::path manifest = here.write(
      "plugin.toml",
      fmt::format(
          "[[runtime]]\nname = \"rt\"\n{}[runtime.definition]\nidentify = [\"rt_identify\", \"rt_add\"]\n"
          "symbols = [\"rt_*\"]\nversion = [{{ symbol = \"rt_release\", kind = \"text\" }}]\n{}",
          runtime_keys, definition));
  return Command{ld_dir() / "ld.lld", "-m", std::string(kind.emulation)} +
         (more.empty() ? Command{"-shared", "--entry="} : more) +
         Command{"-o",
                 output,
                 object("plugin", source),
                 here / "rt.dll.a",
                 here / "kernel32.dll.a",
                 "--weakrt-manifest=" + manifest.string()};
}

fs::path Maker::plugin(std::string_view runtime_keys, std::string_view definition, const Command &more,
                       std::string_view source) const {
  must_run(plugin_link(here / "plugin.dll", runtime_keys, definition, more, source));
  return here / "plugin.dll";
}

Outcome check_said(const Command &arguments) {
  const Command command = Command{tool()} + arguments;
  Outcome outcome = run(command);
  INFO(outcome.out << outcome.err);
  CHECK((outcome.out.empty() || outcome.err.empty()));
  outcome.out =
      std::regex_replace(outcome.out, std::regex("(record at |\"record\": )[0-9a-fx]+"), "$1<address>");
  CHECK(check_golden(command, outcome));
  return outcome;
}

} // namespace pe_test
