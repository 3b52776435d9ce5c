#include "linkplugin/linker/msvc_arguments.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/BinaryFormat/COFF.h>
#include <llvm/BinaryFormat/Magic.h>
#include <llvm/LTO/LTO.h>
#include <llvm/Object/COFF.h>
#include <llvm/Object/COFFModuleDefinition.h>
#include <llvm/Support/Allocator.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/StringSaver.h>
#include <llvm/TargetParser/Triple.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace fs = std::filesystem;
namespace coff = llvm::COFF;

namespace weakrt {

static void add_words(const char *variable, llvm::StringSaver &saver,
                      llvm::SmallVectorImpl<const char *> &words) {
  if (const char *value = std::getenv(variable))
    llvm::cl::TokenizeWindowsCommandLine(value, saver, words);
}

Result<std::vector<std::string>> expand_msvc_arguments(const std::vector<std::string> &arguments) {
  llvm::BumpPtrAllocator memory;
  llvm::StringSaver saver(memory);
  llvm::SmallVector<const char *, 64> words{arguments[0].c_str()};
  add_words("LINK", saver, words);
  bool posix = false;
  for (const std::string &argument : std::span(arguments).subspan(1)) {
    words.push_back(argument.c_str());
    if (argument.starts_with("--rsp-quoting="))
      posix = argument.ends_with("=posix");
  }
  add_words("_LINK_", saver, words);
  llvm::cl::ExpansionContext context(memory, posix ? llvm::cl::TokenizeGNUCommandLine
                                                   : llvm::cl::TokenizeWindowsCommandLine);
  if (llvm::Error error = context.expandResponseFiles(words))
    return fail({.message = "cannot read a response file: " + llvm::toString(std::move(error))});
  return std::vector<std::string>(words.begin(), words.end());
}

namespace {

struct Option {
  std::string name; ///< in small letters, without what stands in front
  std::string value;
};

// "/?" is a prefix too, as in /?nologo; an argument that is only that asks for help.
Option split(std::string_view argument) {
  argument.remove_prefix(1);
  if (argument.size() > 1 && argument.front() == '?')
    argument.remove_prefix(1);
  if (argument.starts_with('-'))
    argument.remove_prefix(1);
  size_t end = std::min(argument.find(':'), argument.find('='));
  Option option{llvm::StringRef(argument.substr(0, end)).lower(), {}};
  if (end != argument.npos)
    option.value = argument.substr(end + 1);
  return option;
}

// lld-link compares names of default libraries so.
std::string library_name(std::string name) {
  name = llvm::StringRef(name).lower();
  return fs::path(name).has_extension() ? name : name + ".lib";
}

class Reader {
public:
  MsvcLine read(const std::vector<std::string> &arguments) {
    for (const std::string &argument : std::span(arguments).subspan(1))
      if (argument.starts_with('/') || argument.starts_with('-'))
        apply(split(argument), argument);
      else
        line.inputs.push_back(argument);
    if (!has_output)
      line.output = default_output();
    return std::move(line);
  }

private:
  void apply(const Option &option, const std::string &argument) {
    const auto &[name, value] = option;
    if (name == "out") {
      line.output = value;
      has_output = true;
    } else if (name == "libpath")
      line.library_path.push_back(value);
    else if (name == "defaultlib")
      line.default_libraries.push_back(value);
    else if (name == "nodefaultlib" && !value.empty())
      line.refused_libraries.push_back(library_name(value));
    else if (name == "nodefaultlib")
      line.no_default_libraries = true;
    else if (name == "machine")
      line.machine = value;
    else if (name == "def")
      definition = value;
    else if (name == "pdb")
      line.pdb = value;
    else if (name == "pdbaltpath")
      line.pdb_shown_as = value;
    else if (name == "debug")
      line.debug = llvm::StringRef(value).lower() != "none";
    else if (name == "dll")
      line.library = true;
    else if (name == "driver")
      is_driver = true;
    else if (name == "verbose")
      line.verbose = true;
    else if (name == "lib" || name == "?" || name == "help" || argument == "--version")
      line.only_asks = true;
    else if (std::error_code error; argument[0] == '/' && fs::is_regular_file(argument, error))
      line.inputs.push_back(argument);
  }

  // From the module definition file, else from the first input.
  std::string default_output() const {
    std::string name;
    if (auto buffer = llvm::MemoryBuffer::getFile(definition); !definition.empty() && buffer) {
      auto module = llvm::object::parseCOFFModuleDefinition(**buffer, coff::IMAGE_FILE_MACHINE_AMD64);
      if (module && !module->OutputFile.empty())
        return module->OutputFile;
      if (!module)
        llvm::consumeError(module.takeError());
    }
    if (line.inputs.empty())
      return {};
    name = line.inputs.front().substr(line.inputs.front().find_last_of("\\/") + 1);
    return name.substr(0, name.rfind('.')) + (line.library ? ".dll" : is_driver ? ".sys" : ".exe");
  }

  MsvcLine line;
  std::string definition;
  bool has_output = false;
  bool is_driver = false;
};

/// What an object file says of its link.
struct ObjectFacts {
  uint16_t machine = 0;
  std::vector<std::string> default_libraries;
};

void read_directives(llvm::StringRef text, ObjectFacts &facts) {
  llvm::BumpPtrAllocator memory;
  llvm::StringSaver saver(memory);
  llvm::SmallVector<const char *, 16> words;
  llvm::cl::TokenizeWindowsCommandLine(text, saver, words);
  for (std::string_view word : words)
    if (word.starts_with('/') || word.starts_with('-'))
      if (Option option = split(word); option.name == "defaultlib")
        facts.default_libraries.push_back(option.value);
}

ObjectFacts read_bitcode(llvm::MemoryBufferRef buffer) {
  ObjectFacts facts;
  auto file = llvm::lto::InputFile::create(buffer);
  if (!file) {
    llvm::consumeError(file.takeError());
    return facts;
  }
  switch (llvm::Triple((*file)->getTargetTriple()).getArch()) {
  case llvm::Triple::x86_64:
    facts.machine = coff::IMAGE_FILE_MACHINE_AMD64;
    break;
  case llvm::Triple::x86:
    facts.machine = coff::IMAGE_FILE_MACHINE_I386;
    break;
  case llvm::Triple::aarch64:
    facts.machine = llvm::Triple((*file)->getTargetTriple()).isWindowsArm64EC()
                        ? coff::IMAGE_FILE_MACHINE_ARM64EC
                        : coff::IMAGE_FILE_MACHINE_ARM64;
    break;
  default:
    break;
  }
  read_directives((*file)->getCOFFLinkerOpts(), facts);
  return facts;
}

// What cannot be read is the linker's business.
ObjectFacts read_object(const fs::path &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string(), false, false);
  if (!buffer)
    return {};
  llvm::file_magic magic = llvm::identify_magic((*buffer)->getBuffer());
  if (magic == llvm::file_magic::bitcode)
    return read_bitcode(**buffer);
  ObjectFacts facts;
  if (magic != llvm::file_magic::coff_object)
    return facts;
  auto object = llvm::object::COFFObjectFile::create(**buffer);
  if (!object) {
    llvm::consumeError(object.takeError());
    return facts;
  }
  facts.machine = (*object)->getMachine();
  for (const llvm::object::SectionRef &section : (*object)->sections()) {
    auto name = section.getName();
    auto contents = section.getContents();
    if (name && contents && *name == ".drectve")
      read_directives(contents->ltrim("\xEF\xBB\xBF"), facts);
    if (!name)
      llvm::consumeError(name.takeError());
    if (!contents)
      llvm::consumeError(contents.takeError());
  }
  return facts;
}

} // namespace

MsvcLine read_msvc_line(const std::vector<std::string> &arguments) {
  return Reader().read(arguments);
}

LinkLine common_line(const MsvcLine &line) {
  LinkLine common;
  common.msvc_style = common.for_windows = true;
  common.output = line.output;
  common.shared = line.library;
  common.executable = !line.library;
  common.verbose = line.verbose;
  common.library_path = line.library_path;
  for (const std::string &input : line.inputs)
    common.inputs.push_back({LinkInput::Kind::file, input, false, {}});
  return common;
}

// In the current folder, then in /libpath:, then in LIB.
static fs::path find_file(const MsvcLine &line, const std::string &name) {
  std::error_code error;
  if (name.find_first_of("/\\") != std::string::npos)
    return fs::is_regular_file(name, error) ? name : "";
  std::vector<fs::path> folders{""};
  folders.insert(folders.end(), line.library_path.begin(), line.library_path.end());
  llvm::SmallVector<llvm::StringRef, 8> from_environment;
  if (const char *list = std::getenv("LIB"))
    llvm::StringRef(list).split(from_environment, ';', -1, false);
  for (llvm::StringRef folder : from_environment)
    folders.emplace_back(folder.str());
  for (const fs::path &folder : folders)
    for (const char *suffix : {"", ".obj"})
      if (fs::path file = folder / (name + suffix); fs::is_regular_file(file, error))
        return file;
  return {};
}

std::vector<fs::path> find_msvc_inputs(const MsvcLine &line) {
  std::vector<fs::path> files;
  std::vector<std::string> libraries = line.default_libraries;
  for (const std::string &input : line.inputs)
    if (fs::path file = find_file(line, input); !file.empty()) {
      files.push_back(file);
      ObjectFacts facts = read_object(file);
      libraries.insert(libraries.end(), facts.default_libraries.begin(), facts.default_libraries.end());
    }
  for (const std::string &library : libraries) {
    bool refused =
        line.no_default_libraries ||
        std::ranges::find(line.refused_libraries, library_name(library)) != line.refused_libraries.end();
    std::string name = fs::path(library).has_extension() ? library : library + ".lib";
    if (fs::path file = refused ? "" : find_file(line, name); !file.empty())
      files.push_back(file);
  }
  return files;
}

static std::unexpected<Diagnostics> unknown_machine(std::string message, const std::string &file) {
  return fail(
      {.message = std::move(message),
       .file = file,
       .help =
           "weakrt has stubs for x64, x86 and arm64; hybrid images, ARM64EC and ARM64X, are none of these"});
}

Result<const pe::Machine *> find_msvc_machine(const MsvcLine &line) {
  struct Name {
    std::string_view name;
    uint16_t machine;
  };
  static constexpr std::array names = {
      Name{"x64", coff::IMAGE_FILE_MACHINE_AMD64}, Name{"amd64", coff::IMAGE_FILE_MACHINE_AMD64},
      Name{"x86", coff::IMAGE_FILE_MACHINE_I386}, Name{"i386", coff::IMAGE_FILE_MACHINE_I386},
      Name{"arm64", coff::IMAGE_FILE_MACHINE_ARM64}};
  if (!line.machine.empty()) {
    const auto *found = std::ranges::find(names, llvm::StringRef(line.machine).lower(), &Name::name);
    if (found == names.end())
      return unknown_machine(fmt::format("/machine:{} is none that weakrt knows", line.machine), line.output);
    return pe::find_machine(found->machine);
  }
  for (const std::string &input : line.inputs) {
    fs::path file = find_file(line, input);
    uint16_t id = file.empty() ? 0 : read_object(file).machine;
    if (id == 0)
      continue;
    if (const pe::Machine *machine = pe::find_machine(id))
      return machine;
    return unknown_machine(fmt::format("this object is for a machine ({:#x}) that weakrt does not know", id),
                           file.string());
  }
  // So does lld-link.
  return pe::find_machine(coff::IMAGE_FILE_MACHINE_AMD64);
}

} // namespace weakrt
