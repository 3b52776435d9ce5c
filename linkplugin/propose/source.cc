#include "linkplugin/propose/source.h"

#include "linkplugin/elf/library.h"
#include "linkplugin/explain/module_file.h"
#include "linkplugin/explain/pe_module_file.h"
#include "linkplugin/inspect/inspect.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/JSON.h>

#include <algorithm>

namespace weakrt::propose {

namespace fs = std::filesystem;

const InterfaceSymbol *Source::find(const std::string &name) const {
  auto found = std::ranges::lower_bound(exports, name, {}, &InterfaceSymbol::name);
  return found != exports.end() && found->name == name ? &*found : nullptr;
}

// What a manifest and a list of symbols can name. A foreign file may call a symbol anything.
static bool is_name(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return llvm::isAlnum(c) || std::string_view("_.$@?").contains(c);
  });
}

static bool is_file_name(std::string_view name) {
  return !name.empty() && llvm::json::isUTF8(name) && std::ranges::none_of(name, [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == 0x7f || c == '/' || c == '\\';
  });
}

// "5.4.4", "$LuaVersion: Lua 5.4.4", "25"; not an address, a date or a sentence.
static bool is_version(const std::string &text) {
  auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  bool is_text = text.size() < 200 && std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
  auto first = std::ranges::find_if(text, is_digit);
  if (!is_text || first == text.end())
    return false;
  auto end = std::find_if_not(first, text.end(), is_digit);
  bool is_alone = first == text.begin() && end == text.end();
  return end - first < 4 &&
         (is_alone || (end != text.end() && *end == '.' && end + 1 != text.end() && is_digit(end[1])));
}

// What could be a version by its name, asked as a text and as a pointer to one.
static std::vector<VersionQuery> possible_queries(const Source &source) {
  std::vector<VersionQuery> queries;
  for (const InterfaceSymbol &symbol : source.exports) {
    llvm::StringRef name = symbol.name;
    if (symbol.data && (name.contains_insensitive("version") || name.contains_insensitive("ident") ||
                        name.contains_insensitive("release")))
      for (auto kind : {VersionQuery::Kind::text, VersionQuery::Kind::text_pointer})
        queries.push_back({symbol.name, kind});
  }
  return queries;
}

static explain::Wants wants_for(const std::vector<VersionQuery> &queries) {
  InspectedPlugin plugin;
  plugin.runtimes.emplace_back().questions = queries;
  return explain::Wants(plugin);
}

static void take_answers(Source &source, const std::vector<VersionQuery> &queries,
                         const explain::Module &module) {
  for (const VersionQuery &query : queries)
    if (auto found = module.versions.find({query.symbol, query.kind});
        found != module.versions.end() && found->second.known == explain::Answer::yes &&
        is_version(found->second.text))
      source.versions.push_back({query, found->second.text});
}

LibraryCall read_version(const Source &source, const VersionQuery &query) {
  const explain::Wants wants = wants_for({query});
  explain::Module module;
  if (source.for_windows) {
    if (auto file = explain::PeModuleFile::read(source.file))
      module = file->module(wants, false);
  } else if (auto file = explain::ModuleFile::read(source.file, source.file.string()))
    module = file->module(wants, false);
  auto found = module.versions.find({query.symbol, query.kind});
  if (found == module.versions.end() || found->second.known != explain::Answer::yes)
    return {};
  return {true, found->second.text};
}

static Result<Source> read_elf(const fs::path &file) {
  auto library = elf::Library::read(file);
  if (!library)
    return std::unexpected(library.error());
  Source source;
  source.file = file;
  source.is_program = library->is_executable();
  if (!source.is_program)
    source.library = is_file_name(library->soname()) ? library->soname() : file.filename().string();
  source.has_own_name = true; // as far as is known
  source.needed = library->needed();
  for (const auto &[name, exported] : library->exports())
    // The names of symbol versions are symbols, too, without a place.
    if (is_name(name) && std::ranges::find(library->versions(), name) == library->versions().end())
      source.exports.push_back({std::string(name), exported.kind != elf::Export::Kind::function,
                                exported.kind == elf::Export::Kind::thread_local_data});
  std::ranges::sort(source.exports, {}, &InterfaceSymbol::name);
  // Not of a file for another machine: the tool that reads versions explains processes of this one.
  if (auto module = explain::ModuleFile::read(file, file.string())) {
    source.is_for_this_machine = source.was_asked = true;
    // libc.so.6 can be started, and is a library all the same.
    if (!module->soname().empty() && source.is_program) {
      source.is_program = false;
      source.library = is_file_name(module->soname()) ? module->soname() : file.filename().string();
    }
    source.has_own_name = !module->soname().empty();
    std::vector<VersionQuery> queries = possible_queries(source);
    take_answers(source, queries, module->module(wants_for(queries), false));
  }
  return source;
}

static Result<Source> read_pe(const fs::path &file) {
  auto module = explain::PeModuleFile::read(file);
  if (!module)
    return std::unexpected(module.error());
  auto exports = module->image().exports();
  if (!exports)
    return std::unexpected(exports.error());
  Source source;
  source.file = file;
  source.has_own_name = source.for_windows = source.was_asked = true;
  source.is_program = !module->image().is_library();
  if (!source.is_program)
    source.library = file.filename();
  source.needed = module->needed();
  for (const pe::ExportedSymbol &symbol : *exports)
    if (symbol.forwarder.empty() && is_name(symbol.name))
      source.exports.push_back({std::string(symbol.name), !symbol.is_code});
  std::ranges::sort(source.exports, {}, &InterfaceSymbol::name);
  std::vector<VersionQuery> queries = possible_queries(source);
  take_answers(source, queries, module->module(wants_for(queries), false));
  if (source.versions.empty())
    if (auto version = module->image().file_version())
      source.versions.push_back({{"", VersionQuery::Kind::file}, *version});
  return source;
}

Result<Source> read_source(const fs::path &file) {
  std::error_code error;
  // Reading a pipe would wait, a device may never end.
  if (fs::exists(file, error) && !fs::is_regular_file(file, error))
    return fail({.message = fs::is_directory(file, error) ? "Is a directory" : "this is no regular file",
                 .file = file});
  auto source = explain::is_pe_file(file) ? read_pe(file) : read_elf(file);
  if (!source)
    for (Diagnostic &diagnostic : source.error())
      if (diagnostic.help.empty() && diagnostic.message == "not an ELF file")
        diagnostic.help = "name a shared library or a program; archives and linker scripts are neither";
  if (source && !source->is_program && !is_file_name(source->library))
    return fail({.message = "no manifest can name this file", .file = file, .help = "rename it"});
  if (source && source->exports.empty())
    return fail({.message = "it exports nothing, so nothing can be borrowed from it",
                 .file = file,
                 .help = source->is_program && !source->for_windows
                             ? "a program exports what it has inside when it is linked with -rdynamic"
                             : "is it only a shell around another library?"});
  return source;
}

} // namespace weakrt::propose
