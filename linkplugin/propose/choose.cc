#include "linkplugin/propose/choose.h"

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

namespace weakrt::propose {

namespace {

/// Groups that are proposed at once, and what is listed of the others.
constexpr size_t most_groups = 4;
/// A group that is smaller than this share of the largest is no part of the API by itself.
constexpr size_t smallest_share = 20;
constexpr size_t smallest_group = 3;
constexpr size_t identifying = 4;

} // namespace

// libfoo-2.1.so.3, foo2.dll, foo.exe: foo.
static std::string name_of_file(const std::filesystem::path &file) {
  std::string stem = file.filename().string();
  llvm::StringRef name = stem;
  name.consume_front("lib");
  for (llvm::StringRef ending : {".so", ".dll", ".exe", ".dylib"})
    if (size_t at = name.find_insensitive(ending); at != llvm::StringRef::npos)
      name = name.substr(0, at);
  name = name.rtrim("0123456789.-_");
  std::string good;
  for (char c : name)
    if (llvm::isAlnum(c) || (!good.empty() && (c == '_' || c == '-' || c == '.' || c == '+')))
      good.push_back(c);
  return good.empty() || good.size() > 64 ? "runtime" : good;
}

// The first word of a symbol: Py of PyLong_FromLong and of _Py_NoneStruct, lua of luaL_ref. Empty for what
// belongs to no API: what the compiler and the linker make.
static llvm::StringRef first_word(llvm::StringRef name) {
  constexpr std::array of_the_linker = {
      "_init",        "_fini",       "_end",         "_edata",         "_start",          "main",
      "data_start",   "__bss_start", "__data_start", "_IO_stdin_used", "__libc_csu_init", "__libc_csu_fini",
      "__dso_handle", "__TMC_END__"};
  if (llvm::is_contained(of_the_linker, name) || name.starts_with("?") || name.starts_with("Dll"))
    return {};
  if (name.starts_with("_Z")) {
    // A namespace: _ZN4node5Start…; its vtables and type infos are of no use alone.
    if (!name.starts_with("_ZN") || name.size() < 5 || !llvm::isDigit(name[3]))
      return {};
    unsigned length = 0;
    llvm::StringRef rest = name.substr(3);
    if (rest.consumeInteger(10, length) || length > rest.size())
      return {};
    return name.take_front(name.size() - rest.size() + length);
  }
  size_t at = name.find_first_not_of('_');
  if (at == llvm::StringRef::npos)
    return {};
  size_t begin = at;
  while (at < name.size() && llvm::isUpper(name[at]))
    ++at;
  // LLVM of LLVMGetVersion, X of XOpenDisplay; but Py of PyLong.
  if (at - begin > 1 && at < name.size() && llvm::isLower(name[at]))
    return name.take_front(at - 1);
  while (at < name.size() && llvm::isLower(name[at]))
    ++at;
  return name.take_front(at);
}

// One glob for what begins with the same word.
static Group group_of(llvm::StringRef word, const std::vector<llvm::StringRef> &names) {
  llvm::StringRef common = names.front();
  for (llvm::StringRef name : names)
    while (!name.starts_with(common))
      common = common.drop_back();
  if (names.size() == 1)
    return {names.front().str(), 1};
  return {std::max(common, word, [](auto a, auto b) { return a.size() < b.size(); }).str() + "*",
          names.size()};
}

static void choose_api(const Source &source, Choices &choices) {
  if (choices.is_shipped()) {
    for (const std::string &glob : choices.shipped->symbols)
      choices.api.push_back({glob, static_cast<size_t>(std::ranges::count_if(
                                       source.exports, [&](const InterfaceSymbol &symbol) {
                                         return matches_glob(glob, symbol.name);
                                       }))});
    return;
  }
  std::map<llvm::StringRef, std::vector<llvm::StringRef>> words;
  for (const InterfaceSymbol &symbol : source.exports)
    if (llvm::StringRef word = first_word(symbol.name); !word.empty())
      words[word].push_back(symbol.name);
  std::vector<Group> groups;
  for (const auto &[word, names] : words)
    groups.push_back(group_of(word, names));
  std::ranges::sort(groups, [](const Group &a, const Group &b) {
    return std::tuple(b.count, a.glob) < std::tuple(a.count, b.glob);
  });
  for (const Group &group : groups) {
    // C++ names differ from version to version and from compiler to compiler.
    bool is_api = choices.api.size() < most_groups && !llvm::StringRef(group.glob).starts_with("_Z") &&
                  (choices.api.empty() ||
                   (group.count >= smallest_group && group.count * smallest_share >= choices.api[0].count));
    (is_api ? choices.api : choices.others).push_back(group);
  }
  if (choices.api.empty() && !choices.others.empty()) {
    choices.api.push_back(choices.others.front());
    choices.others.erase(choices.others.begin());
  }
}

static bool is_runtime(const Source &source, const RuntimeManifest &runtime) {
  return std::ranges::all_of(runtime.identify, [&](const std::string &name) { return source.has(name); });
}

// What embeds or starts a runtime is in every version and build of it.
static int worth(llvm::StringRef name) {
  constexpr std::array words = {"init",  "create", "new", "open", "alloc",
                                "start", "eval",   "run", "call", "version"};
  for (size_t i = 0; i < words.size(); ++i)
    if (name.contains_insensitive(words[i]))
      return static_cast<int>(words.size() - i);
  return 0;
}

static void choose_identify(const Source &source, std::span<const RuntimeManifest> shipped,
                            Choices &choices) {
  // Somebody has looked at more than one file for these.
  if (choices.is_shipped()) {
    choices.identify = choices.shipped->identify;
    return;
  }
  // What the others have, by their lists of symbols; where there is none, by the globs of their API.
  std::set<std::string_view> taken;
  std::vector<std::string> globs;
  for (const RuntimeManifest &other : shipped) {
    if (other.name == choices.name || llvm::is_contained(other.also, choices.name))
      continue;
    taken.insert(other.identify.begin(), other.identify.end());
    for (const InterfaceSymbol &symbol : other.interface_symbols)
      taken.insert(symbol.name);
    if (other.interface_symbols.empty())
      globs.insert(globs.end(), other.symbols.begin(), other.symbols.end());
  }
  // Of the largest groups, until there are enough; names with an underscore in front are internal, and taken
  // where there are no others.
  std::vector<std::string> candidates;
  for (bool internal : {false, true})
    for (const Group &group : choices.api)
      if (candidates.size() < identifying)
        for (const InterfaceSymbol &symbol : source.exports)
          if (!symbol.data && symbol.name.starts_with('_') == internal &&
              matches_glob(group.glob, symbol.name) && !taken.contains(symbol.name) &&
              !matches_any(globs, symbol.name))
            candidates.push_back(symbol.name);
  // The shorter a name the less it is about a detail.
  std::ranges::sort(candidates, [](const std::string &a, const std::string &b) {
    return std::tuple(-worth(a), a.size(), a) < std::tuple(-worth(b), b.size(), b);
  });
  // Of each kind of name one, then what is left.
  std::set<int> kinds;
  for (const std::string &name : candidates)
    if (choices.identify.size() < identifying && kinds.insert(worth(name)).second)
      choices.identify.push_back(name);
  for (const std::string &name : candidates)
    if (choices.identify.size() < identifying && !llvm::is_contained(choices.identify, name))
      choices.identify.push_back(name);
}

// foo_version, FooGetVersion, foo_get_version_string; nothing that sets one, or is about something's version.
static bool could_tell_version(llvm::StringRef name) {
  if (name.starts_with("_") || name.contains_insensitive("set"))
    return false;
  name.consume_back("_string") || name.consume_back("String") || name.consume_back("_str");
  return name.ends_with("_version") || name.ends_with("Version") || name.ends_with("_build_info");
}

static void choose_version(const Source &source, Choices &choices) {
  if (choices.shipped)
    for (const VersionQuery &query : choices.shipped->version)
      if (query.symbol.empty() || source.has(query.symbol))
        choices.version.push_back({query, ""});
  if (choices.version.empty() && !source.versions.empty())
    choices.version.push_back(source.versions[0]);
  // Of what is shipped without a query its manifest says why there is none.
  if (choices.is_shipped())
    return;
  for (const InterfaceSymbol &symbol : source.exports)
    if (!symbol.data && choices.version_functions.size() < 5 && could_tell_version(symbol.name))
      choices.version_functions.push_back(symbol.name);
}

static bool is_systems(llvm::StringRef library) {
  for (llvm::StringRef own :
       {"libc.",     "libm.",  "libdl.",    "libpthread.", "librt.", "libutil.", "libgcc_s",
        "libstdc++", "ld-",    "libcrypt.", "kernel32",    "ntdll",  "msvcrt",   "ucrtbase",
        "api-ms-",   "user32", "advapi32",  "vcruntime",   "ws2_32", "shell32",  "ole32"})
    if (library.starts_with_insensitive(own))
      return true;
  return false;
}

Result<Choices> choose(const Source &source, const std::optional<std::string> &name,
                       std::span<const RuntimeManifest> shipped) {
  Choices choices;
  for (const RuntimeManifest &runtime : shipped)
    if (is_runtime(source, runtime) &&
        (!choices.shipped || llvm::is_contained(runtime.also, choices.shipped->name)))
      choices.shipped = &runtime;
  choices.name = name ? *name : choices.shipped ? choices.shipped->name : name_of_file(source.file);
  for (const RuntimeManifest &runtime : shipped)
    if (runtime.name == choices.name && !is_runtime(source, runtime))
      return fail({.message = fmt::format("it is not {}, which weakrt ships", runtime.name),
                   .file = source.file,
                   .help = fmt::format("name it otherwise, with --name; {} is identified by {}", runtime.name,
                                       fmt::join(runtime.identify, ", "))});
  choose_api(source, choices);
  choose_identify(source, shipped, choices);
  if (choices.identify.empty() && choices.shipped)
    return fail({.message = fmt::format("all that could identify it, {} has, too", choices.shipped->name),
                 .file = source.file,
                 .help = fmt::format(
                     "it is {0}, which weakrt ships; a manifest that is to replace that one is called {0}",
                     choices.shipped->name)});
  if (choices.identify.empty())
    return fail(
        {.message = "it exports no C function that no other runtime has",
         .file = source.file,
         .help = "what else does it export? write its manifest by hand; python.toml explains the keys"});
  choose_version(source, choices);
  for (const InterfaceSymbol &symbol : source.exports)
    if (llvm::StringRef symbol_name = symbol.name;
        !symbol.data && symbol_name.contains_insensitive("initiali") && choices.initialised.size() < 5 &&
        (symbol_name.contains_insensitive("isinit") || symbol_name.contains_insensitive("is_init")))
      choices.initialised.push_back(symbol.name);
  for (const std::string &library : source.needed)
    if (!is_systems(library))
      choices.companions.push_back(library);
  return choices;
}

} // namespace weakrt::propose
