#include "linkplugin/propose/propose.h"

#include "linkplugin/propose/choose.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace weakrt::propose {

namespace fs = std::filesystem;

// A basic string of TOML. Names in foreign files can be anything.
static std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (char c : text)
    if (c == '"' || c == '\\')
      out += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f)
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      out += c;
  return out + '"';
}

static std::string toml_list(const std::vector<std::string> &texts) {
  std::vector<std::string> all;
  std::ranges::transform(texts, std::back_inserter(all), toml_string);
  return fmt::format("[{}]", fmt::join(all, ", "));
}

// A comment is one line, whatever the name in it.
static std::string plain(std::string_view text) {
  std::string out(text);
  std::ranges::replace_if(
      out,
      [](char c) { return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f; },
      '?');
  return out;
}

namespace {

/// Writes the keys in the order of python.toml.
class Writer {
public:
  Writer(const Source &source, const Choices &choices) : source(source), choices(choices) {}

  std::string write(bool with_interface) {
    head();
    identify();
    symbols();
    if (with_interface)
      line("\n# What it exports, so that a plugin can be linked where it is not installed.\ninterface = {}",
           toml_string(choices.name + ".symbols"));
    if (choices.is_shipped() && choices.shipped->global)
      line("\nglobal = true");
    else
      line("\n# Must the whole process see its symbols? Yes, if its extension modules name no library that "
           "has "
           "them.\n"
           "# global = true");
    initialised();
    version();
    untested();
    load();
    companions();
    return std::move(text);
  }

private:
  template <class... Arguments> void line(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
    text += fmt::format(format, std::forward<Arguments>(arguments)...);
    text += '\n';
  }

  void head() {
    line("# Proposed from {}; the comments say what is to be decided, and weakrt's python.toml explains "
         "the\n# keys.",
         plain(source.file.filename().string()));
    if (choices.is_shipped())
      line("# It is {0}, for which weakrt ships a manifest: a plugin that borrows {0} needs none of this.",
           choices.name);
    else if (choices.shipped)
      line("# It is {}, for which weakrt ships a manifest.", choices.shipped->name);
    line("\nname = {}\n# description = \"which versions and builds of it\"", toml_string(choices.name));
  }

  void identify() {
    line("\n# Only this file was looked at. Does every version and every build export these, and nothing "
         "else does?\n"
         "identify = {}",
         toml_list(choices.identify));
    if (choices.is_shipped() && !choices.shipped->also.empty())
      line("\nalso = {}", toml_list(choices.shipped->also));
  }

  void symbols() {
    std::vector<std::string> globs;
    line("\n# Its API, by what names begin with:");
    for (const Group &group : choices.api) {
      globs.push_back(group.glob);
      line("#   {} symbols {}", group.count, plain(group.glob));
    }
    size_t alone = 0;
    std::vector<Group> others;
    for (const Group &group : choices.others)
      if (group.count > 1 && others.size() < 12)
        others.push_back(group);
      else
        alone += group.count;
    if (!choices.others.empty())
      line("# It exports these, too. Are they of its API, or of what it was built with?");
    for (const Group &group : others)
      line("#   {} symbols {}", group.count, plain(group.glob));
    if (alone)
      line("#   {} others", alone);
    line("symbols = {}", toml_list(globs));
  }

  void initialised() {
    const auto *shipped = choices.shipped;
    if (shipped && !shipped->initialised.empty() && source.has(shipped->initialised))
      return line("\ninitialised = {}", toml_string(shipped->initialised));
    if (choices.initialised.empty())
      return;
    line("\n# If it is `int f(void)`, and may be called at any time:");
    for (const std::string &name : choices.initialised)
      line("# initialised = {}", toml_string(name));
  }

  static std::string entry(const VersionQuery &query) {
    std::string more;
    if (!query.minor.empty())
      more += ", minor = " + toml_string(query.minor);
    if (!query.patch.empty())
      more += ", patch = " + toml_string(query.patch);
    return query.symbol.empty() ? "{ kind = \"file\" }"
                                : fmt::format("{{ symbol = {}{}, kind = \"{}\" }}", toml_string(query.symbol),
                                              more, kind_name(query.kind));
  }

  void version() {
    // In a table of its own, because only there files have versions.
    bool by_file =
        std::ranges::any_of(choices.version, [](const auto &each) { return each.query.symbol.empty(); });
    line("");
    if (choices.version.empty() || by_file)
      line("# {}", by_file            ? "Its version: see [windows]."
                   : source.was_asked ? "It has no data that tells its version."
                                      : "Its data were not asked for a version: it is for another machine.");
    else {
      for (const AnsweredQuery &each : choices.version)
        if (!each.answer.empty())
          line("# {} says \"{}\".", plain(each.query.symbol), plain(each.answer));
      line("version = [");
      for (const AnsweredQuery &each : choices.version)
        line("  {},", entry(each.query));
      line("]");
      return;
    }
    if (choices.version_functions.empty())
      return;
    line("# One of these, if it is `const char *f(void)` and may be called before the runtime is "
         "initialised:");
    for (const std::string &name : choices.version_functions)
      line("# version = [{}]", entry({name, VersionQuery::Kind::text_function}));
  }

  void untested() {
    line("\n# Take out what you have tried, with a second version of the runtime and in each kind of "
         "process.\n"
         "untested = [\"identify\", \"symbols\"{}{}]",
         choices.version.empty() || choices.version[0].query.symbol.empty() ? "" : ", \"version\"",
         source.is_program ? "" : ", \"load\"");
  }

  void load() {
    if (source.is_program)
      line("\n# It is a program, so there is nothing to load where the process has none. If there is a "
           "library, too:\n"
           "# [load]\n# {} = [\"{}\"]",
           source.for_windows ? "windows" : "linux",
           source.for_windows ? choices.name + ".dll" : "lib" + choices.name + ".so.1");
    else {
      line("\n# What to load where the process has none, the newest first. If a name promises a version, say "
           "so:\n"
           "# {{ file = {}, version = \"1.2\" }}",
           toml_string(source.library));
      if (!source.has_own_name)
        line("# It has no SONAME: this is its file's name.");
      line("[load]\n{} = [{}]", source.for_windows ? "windows" : "linux", toml_string(source.library));
    }
    if (!choices.version.empty() && choices.version[0].query.symbol.empty())
      line("\n[windows]\nversion = [{{ kind = \"file\" }}]");
  }

  void companions() {
    if (choices.is_shipped() && !choices.shipped->companions.empty()) {
      for (const Companion &companion : choices.shipped->companions)
        line("\n[[companion]]\nname = {}\nidentify = {}\nsymbols = {}", toml_string(companion.name),
             toml_list(companion.identify), toml_list(companion.symbols));
      return;
    }
    if (choices.companions.empty())
      return;
    line("\n# It needs {}.\n"
         "# If one of them has a part of the API that plugins use:\n"
         "# [[companion]]\n# name = \"libextra\"\n# identify = [\"extra_start\"]\n# symbols = [\"extra_*\"]",
         plain(fmt::format("{}", fmt::join(choices.companions, ", "))));
  }

  const Source &source;
  const Choices &choices;
  std::string text;
};

} // namespace

static std::string list_symbols(const Source &source) {
  std::string text = fmt::format("# What {} exports. Take out what is no part of its API.\n",
                                 plain(source.file.filename().string()));
  for (const InterfaceSymbol &symbol : source.exports)
    text += fmt::format("{} {}\n",
                        symbol.thread_local_data ? "thread-local"
                        : symbol.data            ? "data"
                                                 : "function",
                        symbol.name);
  return text;
}

Result<Proposal> propose_manifest(const fs::path &from, const std::optional<std::string> &name,
                                  const fs::path &shipped, bool with_interface) {
  auto source = read_source(from);
  if (!source)
    return std::unexpected(source.error());
  std::vector<RuntimeManifest> known;
  for (const std::string &each : shipped_names(shipped))
    if (auto runtime = read_runtime_manifest(shipped / (each + ".toml"))) {
      if (source->for_windows)
        take_windows(*runtime);
      known.push_back(std::move(*runtime));
    }
  auto choices = choose(*source, name, known);
  if (!choices)
    return std::unexpected(choices.error());
  return Proposal{choices->name, Writer(*source, *choices).write(with_interface), list_symbols(*source)};
}

} // namespace weakrt::propose
