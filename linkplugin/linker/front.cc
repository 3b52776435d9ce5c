#include "linkplugin/linker/front.h"

#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/msvc_arguments.h"
#include "linkplugin/linker/pe_link.h"
#include "linkplugin/linker/plugin_link.h"
#include "linkplugin/linker/real_linker.h"
#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

namespace fs = std::filesystem;

namespace weakrt {

static bool is_msvc_style(const std::vector<std::string> &arguments) {
  return flavor_of(arguments[0]) == Flavor::lld_link;
}

static LinkLine read_line(const std::vector<std::string> &arguments) {
  return is_msvc_style(arguments) ? common_line(read_msvc_line(arguments)) : read_link_line(arguments);
}

static int run_transparently(const std::vector<std::string> &original,
                             const std::vector<std::string> &expanded) {
  Flavor flavor = flavor_of(original[0]);
  LinkLine line = read_line(expanded);
  if (flavor == Flavor::lld)
    return link_with_lld(expanded, line, nullptr, {}).exit_code;
  // It reads LINK itself.
  if (flavor == Flavor::lld_link)
    return link_with_lld(original, line, nullptr, {}).exit_code;
  auto program = find_real_linker(flavor, elf::find_machine(line.emulation));
  if (!program) {
    print_diagnostics(program.error(), stderr);
    return 1;
  }
  std::vector<std::string> arguments = original;
  arguments[0] = *program;
  print_diagnostics(exec_program(*program, arguments), stderr);
  return 1;
}

// What an earlier link left must not be taken for the result of this one.
static void remove_output(const std::vector<std::string> &arguments) {
  LinkLine line = read_line(arguments);
  // Unless it is what somebody wanted linked.
  std::vector<fs::path> inputs =
      is_msvc_style(arguments) ? find_msvc_inputs(read_msvc_line(arguments)) : find_inputs(line);
  if (std::ranges::none_of(inputs, [&](const fs::path &input) { return same_file(input, line.output); }))
    remove_output_file(line.output);
}

// A question about the linker, not a link: build systems ask it with all of their LDFLAGS.
static bool only_asks(const std::vector<std::string> &arguments) {
  if (is_msvc_style(arguments))
    return read_msvc_line(arguments).only_asks;
  return std::ranges::any_of(arguments, [](const std::string &argument) {
    return argument == "--version" || argument == "--help" || argument == "-help" || argument == "-version";
  });
}

// lld-link and link.exe pass over what they do not know, with a warning.
static Result<void> check_spelling(const std::vector<std::string> &arguments) {
  for (const std::string &argument : arguments)
    if (argument.starts_with("/weakrt-") || argument.starts_with("-weakrt-"))
      return fail({.message = fmt::format("unknown flag {}", argument),
                   .help = "weakrt's flags begin with two dashes here too: --weakrt-manifest=FILE"});
  return {};
}

static int give_up(const std::vector<std::string> &arguments, const Diagnostics &diagnostics) {
  print_diagnostics(diagnostics, stderr);
  remove_output(arguments);
  return 1;
}

static Result<int> link_gnu_plugin(const std::vector<std::string> &arguments, WeakrtFlags flags) {
  if (const pe::Machine *windows = pe::find_machine(read_link_line(arguments).emulation))
    return link_pe_plugin(arguments, std::move(flags), *windows, *gnu_command_line(arguments));
  return link_plugin(arguments, std::move(flags));
}

static Result<int> link_msvc_plugin(const std::vector<std::string> &arguments, WeakrtFlags flags) {
  MsvcLine line = read_msvc_line(arguments);
  auto machine = find_msvc_machine(line);
  if (!machine)
    return std::unexpected(machine.error());
  // What these say is on the line by now.
  unsetenv("LINK");
  unsetenv("_LINK_");
  return link_pe_plugin(arguments, std::move(flags), **machine, *msvc_command_line(std::move(line)));
}

int run_linker_front(const std::vector<std::string> &arguments) {
  bool msvc_style = is_msvc_style(arguments);
  auto expanded = msvc_style ? expand_msvc_arguments(arguments) : expand_response_files(arguments);
  if (!expanded)
    return give_up(arguments, expanded.error());
  std::vector<std::string> plain = *expanded;
  if (msvc_style)
    if (auto fine = check_spelling(plain); !fine)
      return give_up(plain, fine.error());
  auto flags = take_weakrt_flags(plain);
  if (!flags)
    return give_up(plain, flags.error());
  if (flags->requests.empty())
    return run_transparently(arguments, plain);
  if (only_asks(plain))
    return run_transparently(plain, plain);

  auto code =
      msvc_style ? link_msvc_plugin(plain, std::move(*flags)) : link_gnu_plugin(plain, std::move(*flags));
  if (!code)
    return give_up(plain, code.error());
  if (*code != 0)
    remove_output(plain);
  return *code;
}

} // namespace weakrt
