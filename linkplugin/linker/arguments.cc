#include "linkplugin/linker/arguments.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/Support/Allocator.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/StringSaver.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weakrt {

Result<std::vector<std::string>> expand_response_files(const std::vector<std::string> &arguments) {
  llvm::BumpPtrAllocator memory;
  llvm::SmallVector<const char *, 64> words;
  for (const std::string &argument : arguments)
    words.push_back(argument.c_str());
  llvm::cl::ExpansionContext context(memory, llvm::cl::TokenizeGNUCommandLine);
  if (llvm::Error error = context.expandResponseFiles(words))
    return fail({.message = "cannot read a response file: " + llvm::toString(std::move(error))});
  return std::vector<std::string>(words.begin(), words.end());
}

Result<WeakrtFlags> take_weakrt_flags(std::vector<std::string> &arguments) {
  WeakrtFlags flags;
  Diagnostics errors;
  std::vector<std::string> rest;
  for (size_t i = 0; i < arguments.size(); ++i) {
    std::string_view argument = arguments[i];
    if (i == 0 || !argument.starts_with("--weakrt-")) {
      rest.push_back(arguments[i]);
      continue;
    }
    size_t equals = argument.find('=');
    std::string_view name = argument.substr(0, equals);
    std::string value;
    if (equals != std::string_view::npos)
      value = argument.substr(equals + 1);
    // -Wl, and CMake's LINKER: split at commas, so ">=3.9, <4" arrives in pieces.
    bool split = name == "--weakrt-runtime" && i + 1 < arguments.size() && !arguments[i + 1].empty() &&
                 std::string_view("<>=!").find(arguments[i + 1][0]) != std::string_view::npos;
    if (split)
      errors.push_back({.message = fmt::format("{} was split at its comma: {} is an argument of its own",
                                               argument, arguments[i + 1]),
                        .help = "write -Xlinker '--weakrt-runtime=…' (in CMake \"SHELL:-Xlinker …\"), or a "
                                "manifest"});
    else if (name != "--weakrt-manifest" && name != "--weakrt-runtime" && name != "--weakrt-linker")
      errors.push_back({.message = fmt::format("unknown flag {}", name),
                        .help = "the flags are --weakrt-manifest=FILE, --weakrt-runtime=NAME[@RANGE] "
                                "and --weakrt-linker=bfd|gold|lld|mold|PATH"});
    else if (value.empty())
      errors.push_back({.message = fmt::format("{} needs a value", name),
                        .help = fmt::format("write -Xlinker {}=…, in one argument", name)});
    else if (name == "--weakrt-manifest")
      flags.requests.push_back({WeakrtFlags::Request::Kind::manifest, value});
    else if (name == "--weakrt-runtime")
      flags.requests.push_back({WeakrtFlags::Request::Kind::runtime, value});
    else
      flags.linker = value;
  }
  if (flags.requests.empty() && !flags.linker.empty() && errors.empty())
    errors.push_back({.message = "--weakrt-linker without a runtime to borrow",
                      .help = "add --weakrt-runtime=NAME or --weakrt-manifest=FILE"});
  if (!errors.empty())
    return std::unexpected(errors);
  arguments = std::move(rest);
  return flags;
}

// The options of GNU ld, gold, lld and mold whose value may be the next
// argument, without their dashes. Not complete is not fatal: a value taken for
// an input is only looked at, and only if it is a file.
static constexpr std::array separate_values = {"A",
                                               "F",
                                               "G",
                                               "I",
                                               "L",
                                               "Map",
                                               "P",
                                               "R",
                                               "T",
                                               "Tbss",
                                               "Tdata",
                                               "Ttext",
                                               "Ttext-segment",
                                               "Y",
                                               "a",
                                               "assert",
                                               "audit",
                                               "auxiliary",
                                               "b",
                                               "c",
                                               "chroot",
                                               "dT",
                                               "default-script",
                                               "defsym",
                                               "depaudit",
                                               "dependency-file",
                                               "dynamic-linker",
                                               "dynamic-list",
                                               "e",
                                               "entry",
                                               "exclude-libs",
                                               "export-dynamic-symbol",
                                               "export-dynamic-symbol-list",
                                               "f",
                                               "filter",
                                               "fini",
                                               "format",
                                               "h",
                                               "hash-style",
                                               "image-base",
                                               "init",
                                               "just-symbols",
                                               "l",
                                               "library",
                                               "library-path",
                                               "m",
                                               "mllvm",
                                               "mri-script",
                                               "o",
                                               "oformat",
                                               "out-implib",
                                               "output",
                                               "pack-dyn-relocs",
                                               "plugin",
                                               "plugin-opt",
                                               "require-defined",
                                               "retain-symbols-file",
                                               "rpath",
                                               "rpath-link",
                                               "script",
                                               "section-start",
                                               "soname",
                                               "sysroot",
                                               "trace-symbol",
                                               "u",
                                               "undefined",
                                               "version-script",
                                               "wrap",
                                               "y",
                                               "z"};

// Single-letter options whose value may follow in the same argument.
static constexpr std::string_view joined_letters = "ALTlmoyzuhReIbc";

namespace {

/// One option with its value, wherever that stood.
struct Option {
  std::string_view name; ///< without dashes
  std::string_view value;
  Place value_place{};
  bool has_value = false;
};

class Reader {
public:
  explicit Reader(const std::vector<std::string> &arguments) : arguments(arguments) {}

  LinkLine read() {
    for (at = 1; at < arguments.size(); ++at) {
      std::string_view argument = arguments[at];
      if (argument.size() < 2 || argument[0] != '-')
        line.inputs.push_back({LinkInput::Kind::file, arguments[at], static_only, {at, 0}});
      else
        apply(next_option(argument));
    }
    for (std::string &folder : line.library_path)
      folder = in_sysroot(folder);
    line.executable = !line.shared && !line.relocatable;
    return std::move(line);
  }

private:
  Option next_option(std::string_view argument) {
    bool long_form = argument.starts_with("--");
    Option option;
    option.name = argument.substr(long_form ? 2 : 1);
    // "-L=dir" is -L with "=dir", a folder in the sysroot.
    bool is_letter = !long_form && joined_letters.find(option.name[0]) != std::string_view::npos &&
                     option.name.substr(1).starts_with("=");
    if (size_t equals = option.name.find('='); !is_letter && equals != std::string_view::npos) {
      option.value = option.name.substr(equals + 1);
      option.value_place = {at, argument.size() - option.value.size()};
      option.name = option.name.substr(0, equals);
      option.has_value = true;
      if (long_form || std::ranges::find(separate_values, option.name) != separate_values.end())
        return option;
      option = {argument.substr(1), {}, {}, false};
    }
    if (std::ranges::find(separate_values, option.name) != separate_values.end()) {
      if (at + 1 < arguments.size()) {
        option.value = arguments[++at];
        option.value_place = {at, 0};
        option.has_value = true;
      }
      return option;
    }
    if (!long_form && joined_letters.find(option.name[0]) != std::string_view::npos &&
        !is_long_word(option.name)) {
      option.value = option.name.substr(1);
      option.value_place = {at, 2};
      option.name = option.name.substr(0, 1);
      option.has_value = true;
    }
    return option;
  }

  // -Bstatic, -shared and the like are words although their first letter is an option.
  static bool is_long_word(std::string_view name) {
    static constexpr std::array words = {
        "end-group",        "eh-frame-hdr", "export-dynamic",          "emit-relocs",
        "enable-new-dtags", "call_shared",  "error-unresolved-symbols"};
    return std::ranges::find(words, name) != words.end();
  }

  void apply(const Option &option) {
    const auto &[name, value, place, has_value] = option;
    if (name == "l" || name == "library")
      line.inputs.push_back({LinkInput::Kind::library, std::string(value), static_only, place});
    else if (name == "L" || name == "library-path")
      line.library_path.emplace_back(value);
    else if (name == "rpath-link" || name == "rpath")
      for (std::string_view rest = value; !rest.empty();) {
        line.rpath_link.emplace_back(rest.substr(0, rest.find(':')));
        rest.remove_prefix(std::min(rest.size(), line.rpath_link.back().size() + 1));
      }
    else if (name == "sysroot")
      line.sysroot = value;
    else if (name == "o" || name == "output") {
      line.output = value;
      line.output_place = place;
    } else if (name == "dependency-file")
      line.dependency_file = value;
    else if (name == "Map")
      line.map_file = value;
    else if (name == "version-script" && has_value)
      line.version_scripts.push_back(place);
    else if (name == "T" || name == "script" || name == "dT" || name == "default-script")
      line.script = value;
    else if (name == "m")
      line.emulation = value;
    else if (name == "pack-dyn-relocs" && value.starts_with("android"))
      line.android_relocations = true;
    else
      apply_word(name);
  }

  void apply_word(std::string_view name) {
    if (name == "shared" || name == "Bshareable")
      line.shared = true;
    else if (name == "r" || name == "i" || name == "Ur" || name == "relocatable")
      line.relocatable = true;
    else if (name == "static")
      line.no_dynamic = static_only = true;
    else if (name == "Bstatic" || name == "dn" || name == "non_shared")
      static_only = true;
    else if (name == "Bdynamic" || name == "dy" || name == "call_shared")
      static_only = false;
    else if (name == "push-state")
      saved_states.push_back(static_only);
    else if (name == "pop-state" && !saved_states.empty()) {
      static_only = saved_states.back();
      saved_states.pop_back();
    } else if (name == "v" || name == "V" || name == "verbose")
      line.verbose = true;
  }

  std::string in_sysroot(const std::string &folder) const {
    if (folder.starts_with("="))
      return line.sysroot + folder.substr(1);
    if (folder.starts_with("$SYSROOT"))
      return line.sysroot + folder.substr(8);
    return folder;
  }

  const std::vector<std::string> &arguments;
  size_t at = 0;
  bool static_only = false;
  std::vector<bool> saved_states;
  LinkLine line;
};

} // namespace

LinkLine read_link_line(const std::vector<std::string> &arguments) {
  return Reader(arguments).read();
}

} // namespace weakrt
