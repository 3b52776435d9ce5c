#include "linkplugin/linker/front.h"

#include "linkplugin/linker/arguments.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/pe_link.h"
#include "linkplugin/linker/plugin_link.h"
#include "linkplugin/linker/real_linker.h"
#include "linkplugin/util/subprocess.h"

#include <algorithm>
#include <filesystem>

namespace fs = std::filesystem;

namespace weakrt {

static int run_transparently(const std::vector<std::string> &original,
                             const std::vector<std::string> &expanded) {
  Flavor flavor = flavor_of(original[0]);
  LinkLine line = read_link_line(expanded);
  if (flavor == Flavor::lld)
    return link_with_lld(expanded, line, nullptr, {}).exit_code;
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
  LinkLine line = read_link_line(arguments);
  // Unless it is what somebody wanted linked.
  std::vector<fs::path> inputs = find_inputs(line);
  if (std::ranges::none_of(inputs, [&](const fs::path &input) { return same_file(input, line.output); }))
    remove_output_file(line.output);
}

// A question about the linker, not a link: build systems ask it with all of their LDFLAGS.
static bool only_asks(const std::vector<std::string> &arguments) {
  return std::ranges::any_of(arguments, [](const std::string &argument) {
    return argument == "--version" || argument == "--help" || argument == "-help" || argument == "-version";
  });
}

static int give_up(const std::vector<std::string> &arguments, const Diagnostics &diagnostics) {
  print_diagnostics(diagnostics, stderr);
  remove_output(arguments);
  return 1;
}

int run_linker_front(const std::vector<std::string> &arguments) {
  auto expanded = expand_response_files(arguments);
  if (!expanded)
    return give_up(arguments, expanded.error());
  std::vector<std::string> plain = *expanded;
  auto flags = take_weakrt_flags(plain);
  if (!flags)
    return give_up(plain, flags.error());
  if (flags->requests.empty())
    return run_transparently(arguments, plain);
  if (only_asks(plain))
    return run_transparently(plain, plain);

  const pe::Machine *windows = pe::find_machine(read_link_line(plain).emulation);
  auto code =
      windows ? link_pe_plugin(plain, std::move(*flags), *windows) : link_plugin(plain, std::move(*flags));
  if (!code)
    return give_up(plain, code.error());
  if (*code != 0)
    remove_output(plain);
  return *code;
}

} // namespace weakrt
