#include "linkplugin/linker/linker_choice.h"

#include "linkplugin/linker/lld_script.h"

#include <fmt/format.h>

#include <utility>

namespace fs = std::filesystem;

namespace weakrt {

static Result<void> take_program(LinkerChoice &choice, const elf::Machine *machine) {
  auto found = find_real_linker(choice.flavor, machine);
  if (!found)
    return std::unexpected(found.error());
  choice.program = *found;
  return {};
}

Result<LinkerChoice> choose_linker(std::string_view name, const WeakrtFlags &flags, const LinkLine &line,
                                   const std::vector<fs::path> &inputs) {
  LinkerChoice choice = {.flavor = flavor_of(name), .program = {}, .why_not_lld = {}};
  if (flags.linker.find('/') != std::string::npos) {
    choice.program = flags.linker;
    return choice;
  }
  if (line.msvc_style) {
    if (!flags.linker.empty() && flags.linker != "lld" && flags.linker != "lld-link")
      return fail({.message = fmt::format("--weakrt-linker={}: it does not take lld-link's command line",
                                          flags.linker),
                   .help = "name lld-link, or a path"});
    choice.flavor = Flavor::lld_link;
    return choice;
  }
  if (!flags.linker.empty()) {
    choice.flavor = flavor_of("ld." + flags.linker);
    if (choice.flavor == Flavor::ld)
      return fail({.message = fmt::format("--weakrt-linker={}: no such linker", flags.linker),
                   .help = "the linkers are bfd, gold, lld, mold, or a path"});
  }
  // Where GNU ld and LLD do not make the same of one line.
  bool is_lld = choice.flavor == Flavor::lld || (choice.flavor == Flavor::ld && !line.for_windows);
  if (is_lld) {
    fs::path lto = find_gcc_lto_only(inputs);
    if (lto.empty())
      return choice;
    if (choice.flavor == Flavor::lld)
      return fail({.message = "this is gcc's LTO intermediate code, which LLD cannot link",
                   .file = lto,
                   .help = "link with -fuse-ld=bfd, or compile with -ffat-lto-objects or with clang"});
    choice.why_not_lld = fmt::format("{} is gcc's LTO intermediate code", lto.string());
  }
  if (auto taken = take_program(choice, line.machine); !taken)
    return std::unexpected(taken.error());
  return choice;
}

Result<LinkResult> run_linker(LinkerChoice &choice, const std::vector<std::string> &arguments,
                              const LinkLine &line, const fs::path &scratch, std::function<void()> clean_up) {
  bool is_lld = choice.program.empty() || choice.program.filename().string().find("lld") != std::string::npos;
  auto all = is_lld && !line.for_windows ? with_lld_script(arguments, line, scratch) : arguments;
  if (!all || !choice.program.empty())
    return !all ? std::unexpected(all.error()) : link_with_program(choice.program, *all, line, scratch);
  std::string reason;
  bool may_fall_back = choice.flavor == Flavor::ld;
  // Into a mapped file that finds no room LLD's writing ends in a SIGBUS, not in an error.
  if (!line.for_windows)
    all->emplace_back("--no-mmap-output-file");
  LinkResult result = link_with_lld(*all, line, may_fall_back ? &reason : nullptr, std::move(clean_up));
  if (reason.empty())
    return result;
  choice.why_not_lld = reason;
  if (auto taken = take_program(choice, line.machine); !taken)
    return std::unexpected(taken.error());
  return link_with_program(choice.program, arguments, line, scratch);
}

} // namespace weakrt
