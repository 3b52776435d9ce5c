#include "linkplugin/linker/libraries.h"

#include <llvm/BinaryFormat/Magic.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

namespace fs = std::filesystem;

namespace weakrt {

// What GNU ld's built-in scripts search on Debian; drivers pass -L for most of them.
static std::vector<fs::path> search_folders(const LinkLine &line) {
  std::vector<fs::path> folders(line.library_path.begin(), line.library_path.end());
  auto add = [&](const std::string &folder) { folders.emplace_back(line.sysroot + folder); };
  if (line.machine)
    for (const char *folder : {"/usr/local/lib/", "/lib/", "/usr/lib/"})
      add(folder + std::string(line.machine->multiarch));
  for (const char *folder : {"/usr/local/lib", "/lib64", "/usr/lib64", "/lib", "/usr/lib"})
    add(folder);
  if (line.machine)
    add("/usr/" + std::string(line.machine->toolchain) + "/lib");
  return folders;
}

static bool is_file(const fs::path &path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

static llvm::file_magic magic_of(const fs::path &path) {
  llvm::file_magic magic;
  if (!is_file(path) || llvm::identify_magic(path.string(), magic))
    return llvm::file_magic::unknown;
  return magic;
}

namespace {

/// The words of a linker script that name inputs: those in INPUT(…) and GROUP(…).
/// Enough for the scripts that stand where a library is expected ("libc.so").
class ScriptInputs {
public:
  explicit ScriptInputs(std::string_view text) : text(text) {}

  std::vector<std::string> read() {
    std::vector<std::string> names;
    int depth = 0;
    std::string last;
    for (std::string word = next(); !word.empty(); word = next()) {
      if (word == "(") {
        if (depth > 0 || last == "INPUT" || last == "GROUP")
          ++depth;
      } else if (word == ")")
        depth -= depth > 0;
      else if (depth > 0 && word != "AS_NEEDED")
        names.push_back(word);
      last = word;
    }
    return names;
  }

private:
  std::string next() {
    while (at < text.size()) {
      if (text.substr(at).starts_with("/*"))
        at = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
      else if (std::isspace(static_cast<unsigned char>(text[at])) || text[at] == ',')
        ++at;
      else
        break;
    }
    if (at >= text.size())
      return "";
    if (text[at] == '(' || text[at] == ')')
      return std::string(1, text[at++]);
    if (text[at] == '"') {
      size_t end = std::min(text.find('"', at + 1), text.size());
      std::string word(text.substr(at + 1, end - at - 1));
      at = std::min(end + 1, text.size());
      return word;
    }
    size_t begin = at;
    while (at < text.size() && !std::isspace(static_cast<unsigned char>(text[at])) &&
           std::string_view("(),").find(text[at]) == std::string_view::npos)
      ++at;
    return std::string(text.substr(begin, at - begin));
  }

  std::string_view text;
  size_t at = 0;
};

} // namespace

// A library's place may be taken by a small text; anything larger is something else.
static constexpr uint64_t largest_script = uint64_t{64} * 1024;

static bool is_script(const fs::path &path) {
  std::error_code error;
  return is_file(path) && magic_of(path) == llvm::file_magic::unknown &&
         fs::file_size(path, error) <= largest_script && !error;
}

// The inputs that a script names.
static std::vector<std::string> named_by_script(const fs::path &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string());
  return buffer ? ScriptInputs((*buffer)->getBuffer()).read() : std::vector<std::string>();
}

// The file that a script names by its path; nothing where it is to be searched for.
static fs::path file_in_script(const LinkLine &line, const fs::path &script, const std::string &name) {
  if (name.starts_with("/"))
    return is_file(line.sysroot + name) ? line.sysroot + name : name;
  fs::path beside = script.parent_path() / name;
  return is_file(beside) ? beside : fs::path();
}

// A linker that searches passes over what is for another machine, and over the script ("libc.so") that
// names it.
static bool is_for_this_link(const LinkLine &line, const fs::path &path) {
  if (!is_file(path) || !line.machine)
    return is_file(path);
  if (!is_script(path))
    return !is_for_another_machine(path, *line.machine);
  return std::ranges::none_of(named_by_script(path), [&](const std::string &name) {
    return is_for_another_machine(file_in_script(line, path, name), *line.machine);
  });
}

/// What -l stands for, in the order in which a linker looks at it.
static std::vector<fs::path> candidates(const LinkLine &line, std::string_view name, bool static_only) {
  std::vector<std::string> file_names;
  if (name.starts_with(":"))
    file_names.emplace_back(name.substr(1));
  else if (line.for_windows) {
    // ld(1), "-l" for Windows' targets.
    for (auto [prefix, suffix] : {std::pair("lib", ".dll.a"),
                                  {"", ".dll.a"},
                                  {"lib", ".a"},
                                  {"", ".lib"},
                                  {"lib", ".lib"},
                                  {"lib", ".dll"},
                                  {"", ".dll"}})
      if (!static_only || !std::string_view(suffix).starts_with(".dll"))
        file_names.push_back(fmt::format("{}{}{}", prefix, name, suffix));
  } else {
    if (!static_only)
      file_names.push_back("lib" + std::string(name) + ".so");
    file_names.push_back("lib" + std::string(name) + ".a");
  }
  std::vector<fs::path> paths;
  for (const fs::path &folder : search_folders(line))
    for (const std::string &file_name : file_names)
      paths.push_back(folder / file_name);
  return paths;
}

static fs::path find_library(const LinkLine &line, std::string_view name, bool static_only) {
  for (const fs::path &path : candidates(line, name, static_only))
    if (is_for_this_link(line, path))
      return path;
  return {};
}

Missed find_missed(const LinkLine &line, const FoundInputs &found) {
  Missed missed;
  for (size_t i = 0; i < line.inputs.size(); ++i) {
    const LinkInput &input = line.inputs[i];
    if (input.kind != LinkInput::Kind::library || !found[i].empty() || has_library(line, input))
      continue;
    size_t before = missed.passed_over.size();
    std::ranges::copy_if(candidates(line, input.name, input.static_only),
                         std::back_inserter(missed.passed_over), is_file);
    if (missed.passed_over.size() == before)
      missed.not_found.push_back("-l" + input.name);
  }
  return missed;
}

bool has_library(const LinkLine &line, const LinkInput &input) {
  return !find_library(line, input.name, input.static_only).empty();
}

static void add_input(const LinkLine &line, const fs::path &path, std::vector<fs::path> &inputs,
                      int depth = 0) {
  if (!is_script(path) || depth > 4) {
    if (is_file(path))
      inputs.push_back(path);
    return;
  }
  for (const std::string &name : named_by_script(path)) {
    fs::path found =
        name.starts_with("-l") ? find_library(line, name.substr(2), false) : file_in_script(line, path, name);
    if (found.empty() && !name.starts_with("-l"))
      found = find_library(line, ":" + name, false);
    if (!found.empty())
      add_input(line, found, inputs, depth + 1);
  }
}

static void add_input(const LinkLine &line, const LinkInput &input, std::vector<fs::path> &inputs) {
  fs::path path = input.kind == LinkInput::Kind::file ? fs::path(input.name)
                                                      : find_library(line, input.name, input.static_only);
  if (!path.empty())
    add_input(line, path, inputs);
}

std::vector<fs::path> find_inputs(const LinkLine &line) {
  std::vector<fs::path> inputs;
  for (const LinkInput &input : line.inputs)
    add_input(line, input, inputs);
  return inputs;
}

std::vector<fs::path> find_input(const LinkLine &line, const LinkInput &input) {
  std::vector<fs::path> inputs;
  add_input(line, input, inputs);
  return inputs;
}

FoundInputs find_each_input(const LinkLine &line) {
  FoundInputs found;
  for (const LinkInput &input : line.inputs)
    found.push_back(find_input(line, input));
  return found;
}

Result<std::vector<elf::Library>> read_libraries(const std::vector<fs::path> &inputs, const Target &target) {
  std::vector<elf::Library> libraries;
  for (const fs::path &path : inputs) {
    llvm::file_magic magic = magic_of(path);
    if (magic != llvm::file_magic::elf_shared_object && magic != llvm::file_magic::elf_executable)
      continue;
    // One that cannot be read is an error although a linker, which goes by the sections, may
    // take it: not to know what it exports could leave a dependency on the runtime, silently.
    auto library = elf::Library::read(path);
    if (!library)
      return std::unexpected(library.error());
    if (&library->machine() != target.machine) {
      Diagnostic diagnostic{.message = fmt::format("a library for {}, and this link is for {}",
                                                   library->machine().name, target.machine->name),
                            .file = path};
      if (!target.said_by.empty())
        diagnostic.notes.push_back(fmt::format("the first object is {}", target.said_by.string()));
      return fail(std::move(diagnostic));
    }
    libraries.push_back(std::move(*library));
  }
  return libraries;
}

fs::path find_needed(const LinkLine &line, const std::vector<elf::Library> &libraries,
                     const std::string &soname, const std::vector<std::string> &first_look_in) {
  std::vector<fs::path> folders(first_look_in.begin(), first_look_in.end());
  folders.insert(folders.end(), line.rpath_link.begin(), line.rpath_link.end());
  for (const fs::path &folder : search_folders(line))
    folders.push_back(folder);
  for (const elf::Library &library : libraries)
    folders.push_back(fs::path(library.path()).parent_path());
  for (const fs::path &folder : folders)
    if (is_for_this_link(line, folder / soname))
      return folder / soname;
  return {};
}

} // namespace weakrt
