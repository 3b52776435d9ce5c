#include "linkplugin/linker/real_linker.h"

#include "linkplugin/linker/target.h"
#include "linkplugin/util/scratch.h"
#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <fstream>
#include <unistd.h>

namespace fs = std::filesystem;

namespace weakrt {

Flavor flavor_of(std::string_view program_name) {
  std::string_view name = program_name.substr(program_name.rfind('/') + 1);
  if (name.ends_with(".exe"))
    name.remove_suffix(4);
  for (Flavor flavor : {Flavor::bfd, Flavor::gold, Flavor::lld, Flavor::mold, Flavor::lld_link})
    if (name == name_of(flavor))
      return flavor;
  return Flavor::ld;
}

std::string_view name_of(Flavor flavor) {
  switch (flavor) {
  case Flavor::bfd:
    return "ld.bfd";
  case Flavor::gold:
    return "ld.gold";
  case Flavor::lld:
    return "ld.lld";
  case Flavor::mold:
    return "ld.mold";
  case Flavor::lld_link:
    return "lld-link";
  case Flavor::ld:
    break;
  }
  return "ld";
}

static void add_path_list(const char *list, std::vector<fs::path> &folders) {
  std::string_view rest = list ? list : "";
  while (!rest.empty()) {
    std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    if (!folder.empty())
      folders.emplace_back(folder);
  }
}

namespace {

/// The compiler driver that runs us, as far as it exports nothing: clang.
struct Clang {
  fs::path folder;    ///< the linkers that belong to it are there
  std::string target; ///< as it was told; it looks for TARGET-ld, too
};

} // namespace

static Clang find_clang() {
  std::error_code error;
  fs::path process = fmt::format("/proc/{}", getppid());
  fs::path program = fs::read_symlink(process / "exe", error);
  if (!program.filename().string().starts_with("clang"))
    return {};
  Clang clang{program.parent_path(), {}};
  std::ifstream arguments(process / "cmdline");
  std::string previous;
  for (std::string argument; std::getline(arguments, argument, '\0'); previous = argument)
    if (argument.starts_with("--target="))
      clang.target = argument.substr(argument.find('=') + 1);
    else if (previous == "-target" || previous == "--target")
      clang.target = argument;
  return clang;
}

// What the linker may be called, the first choice first.
static std::vector<std::string> names_for(Flavor flavor, const elf::Machine *machine, const Clang &clang) {
  std::vector<std::string> names;
  if (!clang.target.empty())
    names.push_back(fmt::format("{}-{}", clang.target, name_of(flavor)));
  if (machine && is_for_another_machine(own_executable(), *machine))
    names.push_back(fmt::format("{}-{}", machine->toolchain, name_of(flavor)));
  names.emplace_back(name_of(flavor));
  return names;
}

// Neither us nor another weakrt, which would look for a real linker and find us.
static bool is_real_linker(const fs::path &candidate) {
  std::error_code error;
  fs::path self = own_executable();
  bool is_weakrt =
      same_file(candidate, self) || fs::canonical(candidate, error).filename() == self.filename();
  return access(candidate.c_str(), X_OK) == 0 && !is_weakrt;
}

Result<fs::path> find_real_linker(Flavor flavor, const elf::Machine *machine) {
  std::vector<fs::path> folders;
  add_path_list(std::getenv("COMPILER_PATH"), folders);
  for (const fs::path &folder : folders)
    if (is_real_linker(folder / name_of(flavor)))
      return folder / name_of(flavor);

  Clang clang = find_clang();
  folders.clear();
  if (!clang.folder.empty())
    folders.push_back(clang.folder);
  add_path_list(std::getenv("PATH"), folders);
  std::vector<std::string> names = names_for(flavor, machine, clang);
  for (const std::string &name : names)
    for (const fs::path &folder : folders)
      if (is_real_linker(folder / name))
        return folder / name;
  return fail({.message = fmt::format("cannot find {}", fmt::join(names, " or ")),
               .help = "install that linker, or name one with -Xlinker --weakrt-linker=PATH"});
}

static std::string quote(const std::string &argument) {
  std::string quoted = "\"";
  for (char c : argument) {
    if (c == '"' || c == '\\')
      quoted += '\\';
    quoted += c;
  }
  return quoted + "\"\n";
}

// The kernel takes 128 KiB for one argument and some MiB in all; far less is safe.
static constexpr size_t longest_command_line = size_t{100} * 1024;

Result<LinkResult> link_with_program(const fs::path &program, std::vector<std::string> arguments,
                                     const LinkLine &line, const fs::path &scratch) {
  arguments[0] = program;
  size_t length = 0;
  for (const std::string &argument : arguments)
    length += argument.size() + 1;
  if (length > longest_command_line) {
    std::string text;
    for (size_t i = 1; i < arguments.size(); ++i)
      text += quote(arguments[i]);
    fs::path file = scratch / "arguments";
    if (auto written = write_file(file, text); !written)
      return std::unexpected(written.error());
    arguments = {arguments[0], fmt::format("@{}", file.string())};
    if (line.msvc_style)
      arguments.emplace_back("--rsp-quoting=posix");
  }
  auto code = run_program(program, arguments);
  if (!code)
    return std::unexpected(code.error());
  return LinkResult{*code, program};
}

} // namespace weakrt
