#include "build.h"

#include "settings.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace elf_test {

namespace fs = std::filesystem;
using support::run;
using support::shell_quoted;

// Made once in one run of this program: objects, runtimes and hosts that several cases share have the same
// command, and the command is their name.
static std::map<std::string, fs::path> made;

static fs::path shared_name(const std::string &linker) {
  const fs::path folder = settings().work / linker / "shared";
  fs::create_directories(folder);
  return folder / fmt::format("{:04}", made.size());
}

static std::expected<void, std::string> run_tool(const Command &command) {
  const Outcome outcome = run(command);
  if (!outcome.ok())
    return std::unexpected(
        fmt::format("{}\n{}: {}{}", shell_quoted(command), outcome.how_it_ended(), outcome.out, outcome.err));
  return {};
}

template <class... Lists> static Command concat(Command all, const Lists &...lists) {
  (all.insert(all.end(), lists.begin(), lists.end()), ...);
  return all;
}

static Command as_words(const std::vector<fs::path> &paths) {
  return {paths.begin(), paths.end()};
}

Builder::Builder(const Case &test, std::string linker)
    : test_(test), linker_(std::move(linker)), out_(settings().work / linker_ / test.name) {}

// The plugin's own files, or what all cases share.
std::vector<fs::path> Builder::sources(const std::string &part) const {
  std::vector<fs::path> files;
  if (test_.has(part)) {
    for (const std::string &name : split_words(test_.one(part)))
      if (name != "none")
        files.push_back(test_.folder / name);
    return files;
  }
  for (const fs::directory_entry &entry : fs::directory_iterator(test_.folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_source = name.ends_with(".c") || name.ends_with(".cc");
    if (is_source && (part == "host" ? entry.path().stem() == part : name.starts_with(part)))
      files.push_back(entry.path());
  }
  std::ranges::sort(files);
  if (files.empty())
    files.push_back(settings().corpus / "common" / (part + ".c"));
  return files;
}

bool Builder::is_cxx(const std::string &part) const {
  return std::ranges::any_of(sources(part), [](const fs::path &file) { return file.extension() == ".cc"; });
}

std::string Builder::driver(bool cxx) const {
  const Settings &tools = settings();
  if (test_.one("compiler") == "clang")
    return cxx ? tools.clangxx : tools.clang;
  return cxx ? tools.gxx : tools.gcc;
}

Builder::Made<fs::path> Builder::object(const fs::path &source, const std::string &part,
                                        const Command &more_flags) {
  Command command =
      concat({driver(source.extension() == ".cc"), "-g", "-O1", "-Wall", "-Wextra", "-c", source,
              "-I" + (settings().corpus / "common").string(), "-I" + settings().include.string()},
             more_flags, test_.words("cflags"), test_.words(part + "-cflags"));
  const std::string key = shell_quoted(command);
  if (const auto found = made.find(key); found != made.end())
    return found->second;
  const fs::path file = fmt::format("{}-{}.o", shared_name(linker_).string(), source.stem().string());
  if (auto done = run_tool(concat(command, Command{"-o", file})); !done)
    return std::unexpected(done.error());
  return made[key] = file;
}

Builder::Made<std::vector<fs::path>> Builder::objects(const std::vector<fs::path> &sources,
                                                      const std::string &part, const Command &more_flags) {
  std::vector<fs::path> all;
  for (const fs::path &source : sources) {
    auto one = object(source, part, more_flags);
    if (!one)
      return std::unexpected(one.error());
    all.push_back(*one);
  }
  return all;
}

// The folder of a library with this name. It is linked by the system's own linker whatever the case's is:
// the provider is the host's business.
Builder::Made<fs::path> Builder::runtime(const std::string &soname) {
  auto parts = objects(sources("runtime"), "runtime", {"-fPIC"});
  if (!parts)
    return std::unexpected(parts.error());
  const Command command = concat({driver(is_cxx("runtime")), "-shared", "-Wl,-soname," + soname},
                                 as_words(*parts), expand(test_.words("runtime-flags"), Way::hard));
  const std::string key = shell_quoted(command);
  if (const auto found = made.find(key); found != made.end())
    return found->second;
  const fs::path folder = shared_name(linker_);
  fs::create_directories(folder);
  if (auto done = run_tool(concat(command, Command{"-o", folder / soname})); !done)
    return std::unexpected(done.error());
  return made[key] = folder;
}

Builder::Done Builder::prepare() {
  fs::remove_all(out_);
  fs::create_directories(out_ / "hard");
  fs::create_directories(out_ / "weak");
  fs::create_directories(out_ / "real-linkers");
  fs::create_symlink(settings().lld, out_ / "real-linkers/ld.lld");
  if (!sources("runtime").empty()) {
    auto folder = runtime("libfoo.so.1");
    if (!folder)
      return std::unexpected(folder.error());
    libraries_ = *folder;
  }
  auto parts = objects(sources("plugin"), "plugin", {"-fPIC"});
  if (!parts)
    return std::unexpected(parts.error());
  plugin_objects_ = *parts;
  if (is_program()) {
    auto main = object(settings().corpus / "common/program.c", "plugin", {"-fPIC"});
    if (!main)
      return std::unexpected(main.error());
    plugin_objects_.push_back(*main);
  }
  return run_tools("prepare", Way::weak);
}

fs::path Builder::plugin(Way way) const {
  return out_ / (way == Way::hard ? "hard" : "weak") / (is_program() ? "program" : "plugin.so");
}

Command Builder::link_command(Way way) const {
  Command command = {driver(is_cxx("plugin")), is_program() ? "-pie" : "-shared", "-fuse-ld=" + linker_};
  if (way == Way::hard)
    command.push_back("-B" + (out_ / "real-linkers").string());
  else {
    fs::path manifest = test_.folder / expand(test_.one("manifest", "plugin.toml"), way);
    if (!fs::exists(manifest) && !test_.has("manifest"))
      manifest = settings().corpus / "common/plugin.toml";
    command.insert(command.end(),
                   {"-B" + settings().ld_dir.string(), "-Xlinker", "--weakrt-manifest=" + manifest.string()});
  }
  if (!libraries_.empty())
    command.push_back("-L" + libraries_.string());
  return concat(command, as_words(plugin_objects_), expand(test_.words("libs", "-l:libfoo.so.1"), way),
                expand(test_.words("plugin-flags"), way));
}

Outcome Builder::link(Way way) {
  return run(concat(link_command(way), Command{"-o", plugin(way)}));
}

Builder::Done Builder::rewrite(Way way) const {
  return run_tools("after", way);
}

Builder::Done Builder::run_tools(const std::string &key, Way way) const {
  for (const std::string &command : test_.all(key))
    if (auto done = run_tool(expand(split_words(command), way)); !done)
      return done;
  return {};
}

Builder::Made<fs::path> Builder::host(const std::string &mode, Way way) {
  if (is_program())
    return plugin(way);
  const bool needs_plugin = mode.starts_with("needs");
  const bool linked = mode == "linked" || mode == "nonpie" || mode == "needs-first" || mode == "needs-last";
  Command compile = {mode == "nonpie" ? "-fno-pie" : "-fPIE"};
  if (linked)
    compile.push_back("-DHOST_LINKED");
  if (mode == "static")
    compile.push_back("-DHOST_STATIC");
  if (needs_plugin)
    compile.push_back("-DHOST_NEEDS_PLUGIN");
  auto parts = objects(sources("host"), "host", compile);
  if (!parts)
    return std::unexpected(parts.error());

  Command command = {driver(is_cxx("host") || is_cxx("runtime")), mode == "nonpie" ? "-no-pie" : "-pie"};
  Command inputs = as_words(*parts);
  if (mode == "static") {
    auto runtime_parts = objects(sources("runtime"), "runtime", {"-fPIC"});
    if (!runtime_parts)
      return std::unexpected(runtime_parts.error());
    inputs = concat(inputs, as_words(*runtime_parts), Command{"-rdynamic"});
  }
  if (mode == "renamed") {
    auto folder = runtime("libhostfoo.so.9");
    if (!folder)
      return std::unexpected(folder.error());
    inputs.push_back("-Wl,-rpath," + folder->string());
  }
  const Command library = {"-Wl,--no-as-needed", "-L" + libraries_.string(), "-l:libfoo.so.1"};
  // With the linker of the case, which must be content with what the plugin has become.
  const Command plugin_file = {"-fuse-ld=" + linker_, "-B" + (out_ / "real-linkers").string(),
                               "-Wl,-rpath-link," + libraries_.string(), plugin(way)};
  if (linked && mode != "needs-first")
    inputs = concat(inputs, library);
  if (needs_plugin)
    inputs = concat(inputs, plugin_file);
  if (mode == "needs-first")
    inputs = concat(inputs, library);
  command =
      concat(command, inputs, expand(test_.words("host-flags"), way), split_words(settings().host_flags));

  const std::string key = shell_quoted(command);
  if (const auto found = made.find(key); found != made.end() && !needs_plugin)
    return found->second;
  const fs::path file = needs_plugin ? plugin(way).parent_path() / ("host-" + mode)
                                     : fs::path(shared_name(linker_).string() + "-host");
  if (auto done = run_tool(concat(command, Command{"-o", file})); !done)
    return std::unexpected(done.error());
  return made[key] = file;
}

std::string Builder::expand(std::string text, Way way, const std::string &mode, const fs::path &host) const {
  const std::pair<std::string, std::string> values[] = {
      {"{plugin}", plugin(way)}, {"{host}", host},
      {"{mode}", mode},          {"{out}", out_},
      {"{case}", test_.folder},  {"{libdir}", libraries_},
      {"{linker}", linker_},     {"{weakrt}", settings().weakrt}};
  for (const auto &[name, value] : values)
    for (size_t at; (at = text.find(name)) != std::string::npos;)
      text.replace(at, name.size(), value);
  return text;
}

Command Builder::expand(Command words, Way way, const std::string &mode, const fs::path &host) const {
  for (std::string &word : words)
    word = expand(word, way, mode, host);
  return words;
}

} // namespace elf_test
