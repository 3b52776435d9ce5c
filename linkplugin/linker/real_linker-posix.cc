#include "linkplugin/linker/real_linker.h"

#include "linkplugin/util/scratch.h"
#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

#include <cstdlib>
#include <unistd.h>

namespace fs = std::filesystem;

namespace weakrt {

Flavor flavor_of(std::string_view program_name) {
  std::string_view name = program_name.substr(program_name.rfind('/') + 1);
  for (Flavor flavor : {Flavor::bfd, Flavor::gold, Flavor::lld, Flavor::mold})
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

// clang exports nothing; but the linkers that belong to it are beside it.
static fs::path folder_of_driver() {
  std::error_code error;
  fs::path driver = fs::read_symlink(fmt::format("/proc/{}/exe", getppid()), error);
  return driver.filename().string().starts_with("clang") ? driver.parent_path() : fs::path();
}

Result<fs::path> find_real_linker(Flavor flavor) {
  std::vector<fs::path> folders;
  add_path_list(std::getenv("COMPILER_PATH"), folders);
  if (fs::path beside = folder_of_driver(); !beside.empty())
    folders.push_back(beside);
  add_path_list(std::getenv("PATH"), folders);

  fs::path self = own_executable();
  for (const fs::path &folder : folders) {
    fs::path candidate = folder / name_of(flavor);
    // Nor another weakrt, which would look for a real linker and find us.
    std::error_code error;
    bool is_weakrt =
        same_file(candidate, self) || fs::canonical(candidate, error).filename() == self.filename();
    if (access(candidate.c_str(), X_OK) == 0 && !is_weakrt)
      return candidate;
  }
  return fail({.message = fmt::format("cannot find {}", name_of(flavor)),
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
                                     const fs::path &scratch) {
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
  }
  auto code = run_program(program, arguments);
  if (!code)
    return std::unexpected(code.error());
  return LinkResult{*code, program};
}

} // namespace weakrt
