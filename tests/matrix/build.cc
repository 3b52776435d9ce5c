#include "build.h"

#include "elf_file.h"
#include "settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace matrix {

namespace fs = std::filesystem;

namespace {

struct Compiler {
  std::string name, c, cxx, linker_for_lto;
};

// Each compiler's link time optimisation goes with the linker that reads its intermediate code.
const std::vector<Compiler> compilers = {
    {"gcc", "gcc", "g++", "bfd"},
    {"clang", "clang-19", "clang++-19", "lld"},
};
const std::vector<std::string> linkers = {"bfd", "gold", "lld", "mold"};
const std::vector<std::string> optimisations = {"-O0", "-O2 -DNDEBUG", "-O3", "-O3 -fno-plt"};

const Compiler &compiler_of(const Build &build) {
  return *std::ranges::find(compilers, build.compiler, &Compiler::name);
}

std::vector<std::string> split(const std::string &text) {
  std::vector<std::string> words(1);
  for (char c : text)
    if (c == ' ')
      words.emplace_back();
    else
      words.back() += c;
  return words;
}

std::vector<std::string> optimisation_flags(const Build &build) {
  return build.optimisation == "LTO" ? std::vector<std::string>{"-O2", "-flto"} : split(build.optimisation);
}

std::vector<std::string> runtime_flags(const Plugin &plugin) {
  switch (settings().link_mode) {
  case LinkMode::unlinked:
    return {};
  case LinkMode::hard:
    return plugin.link;
  case LinkMode::weakrt:
    break;
  }
  std::vector<std::string> flags = plugin.link;
  flags.push_back("-B" + settings().ld_dir.string());
  flags.push_back("-Xlinker");
  flags.push_back(fmt::format("--weakrt-runtime={}@{}", plugin.runtime, plugin.version));
  return flags;
}

std::string folder_name(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '/' || c == ' '; }, '_');
  return text;
}

std::expected<void, std::string> run_tool(const Command &command) {
  const Outcome outcome = run(command);
  if (!outcome.ok())
    return std::unexpected(
        fmt::format("{}\n{}: {}{}", shell_quoted(command), outcome.how_it_ended(), outcome.out, outcome.err));
  return {};
}

std::expected<std::vector<Variant>, std::string> make_variants(const Plugin &plugin, const Build &build) {
  const fs::path folder = settings().work_dir / plugin.runtime / folder_name(build.name());
  fs::remove_all(folder);
  fs::create_directories(folder);
  auto file = [&](const std::string &name) { return folder / (name + plugin.suffix); };

  const Variant linked = {"as-linked", file("as-linked")};
  if (auto built = run_tool(build_command(plugin, build, linked.file)); !built)
    return std::unexpected(built.error());

  const std::vector<std::pair<std::string, Command>> tools = {
      {"strip", {"strip"}},
      {"llvm-strip", {"llvm-strip-19"}},
      {"patchelf", {"patchelf", "--set-rpath", "/nowhere"}},
  };
  std::vector<Variant> result = {linked};
  for (auto [name, command] : tools) {
    const Variant variant = {name, file(name)};
    fs::copy_file(linked.file, variant.file);
    command.push_back(variant.file.string());
    if (auto rewritten = run_tool(command); !rewritten)
      return std::unexpected(rewritten.error());
    result.push_back(variant);
  }
  return result;
}

} // namespace

std::vector<Build> all_builds() {
  std::vector<Build> builds;
  for (const Compiler &compiler : compilers) {
    for (const std::string &linker : linkers)
      for (const std::string &optimisation : optimisations)
        builds.push_back({compiler.name, linker, optimisation});
    builds.push_back({compiler.name, compiler.linker_for_lto, "LTO"});
  }
  return builds;
}

size_t expected_number_of_builds() {
  return compilers.size() * (linkers.size() * optimisations.size() + 1);
}

Command build_command(const Plugin &plugin, const Build &build, const fs::path &output) {
  const bool is_c = plugin.sources.front().extension() == ".c";
  const Compiler &compiler = compiler_of(build);
  Command command = {is_c ? compiler.c : compiler.cxx, is_c ? "-std=c11" : "-std=c++2b", "-Wall", "-Wextra",
                     "-Werror"};
  auto append = [&](const std::vector<std::string> &flags) {
    command.insert(command.end(), flags.begin(), flags.end());
  };
  append(optimisation_flags(build));
  append({"-fPIC", "-shared"});
  append(plugin.compile);
  append({plugin.sources.begin(), plugin.sources.end()});
  append({"-o", output.string(), "-fuse-ld=" + build.linker});
  append(runtime_flags(plugin));
  return command;
}

const std::expected<std::vector<Variant>, std::string> &variants(const Plugin &plugin, const Build &build) {
  static std::map<std::string, std::expected<std::vector<Variant>, std::string>> cache;
  const std::string key = plugin.runtime + "/" + build.name();
  auto found = cache.find(key);
  if (found == cache.end())
    found = cache.emplace(key, make_variants(plugin, build)).first;
  return found->second;
}

std::string linker_of(const fs::path &file) {
  const std::string comment = section(file, ".comment").value_or("");
  if (comment.contains("Linker: ") && comment.contains("LLD 19"))
    return "lld";
  if (comment.contains("mold "))
    return "mold";
  if (section(file, ".note.gnu.gold-version"))
    return "gold";
  // GNU ld is the one that leaves no trace: what is there comes from the compilers.
  return comment.contains("Linker:") ? "unknown" : "bfd";
}

} // namespace matrix
