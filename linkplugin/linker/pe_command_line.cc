#include "linkplugin/linker/pe_command_line.h"

#include "linkplugin/linker/libraries.h"
#include "linkplugin/pe/library.h"
#include "linkplugin/util/scratch.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Object/COFF.h>
#include <llvm/Object/COFFImportFile.h>
#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>

#include <algorithm>
#include <set>
#include <span>

namespace fs = std::filesystem;

namespace weakrt {

namespace {

class GnuCommandLine final : public PeCommandLine {
public:
  explicit GnuCommandLine(const std::vector<std::string> &arguments)
      : PeCommandLine(read_link_line(arguments)) {}

  std::vector<fs::path> inputs() const override { return find_inputs(common); }
  std::string_view output_flag() const override { return "-o"; }
  void redirect(std::vector<std::string> &arguments, const LinkOutput &file) const override {
    file.redirect(arguments, common);
  }
  void add_companions(LinkOutput &) const override {}
  std::vector<std::string> keep(const std::string &symbol) const override { return {"-u", symbol}; }
  std::string delay(const std::string &dll) const override { return "--delayload=" + dll; }
  bool defines_pseudo_relocations() const override { return true; }
  // As long as nothing is exported by name, everything is by itself.
  std::vector<std::string> export_table() const override { return {}; }
  Result<std::vector<fs::path>> stub(const fs::path &object, const std::vector<fs::path> &,
                                     const pe::Machine &, const fs::path &) const override {
    return std::vector{object};
  }
};

class MsvcCommandLine final : public PeCommandLine {
public:
  explicit MsvcCommandLine(MsvcLine line) : PeCommandLine(common_line(line)), own(std::move(line)) {}

  std::vector<fs::path> inputs() const override { return find_msvc_inputs(own); }
  std::string_view output_flag() const override { return "/out:"; }
  void redirect(std::vector<std::string> &arguments, const LinkOutput &file) const override;
  void add_companions(LinkOutput &file) const override;
  std::vector<std::string> keep(const std::string &symbol) const override { return {"/include:" + symbol}; }
  std::string delay(const std::string &dll) const override { return "/delayload:" + dll; }
  bool defines_pseudo_relocations() const override { return false; }
  // Who links to the plugin does not need it.
  std::vector<std::string> export_table() const override { return {"/export:weakrt_plugin_1,DATA,PRIVATE"}; }
  Result<std::vector<fs::path>> stub(const fs::path &object, const std::vector<fs::path> &inputs,
                                     const pe::Machine &machine, const fs::path &scratch) const override;

private:
  MsvcLine own;
};

/// The stub's object file, as far as a link in this style asks of it.
struct StubObject {
  std::unique_ptr<llvm::WritableMemoryBuffer> bytes;
  std::set<std::string> imports; ///< as symbols, without __imp_
};

/// Puts blanks in the place of the words that begin so.
void remove_words(std::span<char> text, std::string_view beginning) {
  for (auto at = text.begin(); at != text.end();) {
    auto end = std::find(at, text.end(), ' ');
    if (std::string_view(at, end).starts_with(beginning))
      std::fill(at, end, ' ');
    at = std::find_if(end, text.end(), [](char c) { return c != ' '; });
  }
}

Result<StubObject> read_stub(const fs::path &path) {
  auto buffer = llvm::WritableMemoryBuffer::getFile(path.string());
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  StubObject stub{std::move(*buffer), {}};
  auto object = llvm::object::COFFObjectFile::create(*stub.bytes);
  if (!object)
    return fail({.message = "internal: the stub: " + llvm::toString(object.takeError()), .file = path});
  constexpr std::string_view slot = "__imp_";
  for (const llvm::object::SymbolRef &symbol : (*object)->symbols()) {
    auto name = symbol.getName();
    if (!name)
      llvm::consumeError(name.takeError());
    else if (name->starts_with(slot))
      stub.imports.insert(name->substr(slot.size()).str());
  }
  // -exclude-symbols: for mingw's linkers. Here nothing is exported that nobody names, and lld-link before 16
  // takes that for an error.
  for (const llvm::object::SectionRef &section : (*object)->sections()) {
    auto name = section.getName();
    auto contents = section.getContents();
    if (name && contents && *name == ".drectve")
      remove_words({stub.bytes->getBufferStart() + (contents->data() - stub.bytes->getBufferStart()),
                    contents->size()},
                   "-exclude-symbols:");
    if (!name)
      llvm::consumeError(name.takeError());
    if (!contents)
      llvm::consumeError(contents.takeError());
  }
  return stub;
}

// i386 decorates a function's symbol, "_Sleep@4", and not what the DLL exports.
std::string undecorated(const std::string &symbol, const pe::Machine &machine) {
  if (machine.id != llvm::COFF::IMAGE_FILE_MACHINE_I386)
    return symbol;
  return symbol.substr(1, symbol.rfind('@') - 1);
}

Result<void> write_kernel32(const std::set<std::string> &symbols, const pe::Machine &machine,
                            const fs::path &file) {
  std::vector<llvm::object::COFFShortExport> entries;
  for (const std::string &symbol : symbols) {
    llvm::object::COFFShortExport entry;
    entry.Name = symbol;
    if (std::string plain = undecorated(symbol, machine); plain != symbol)
      entry.ImportName = plain;
    entries.push_back(std::move(entry));
  }
  if (auto error = llvm::object::writeImportLibrary("KERNEL32.dll", file.string(), entries,
                                                    static_cast<llvm::COFF::MachineTypes>(machine.id), false))
    return fail({.message = llvm::toString(std::move(error)), .file = file});
  return {};
}

} // namespace

// The last /out: counts. lld-link names after it, and so writes beside it, what the line gives no name.
void MsvcCommandLine::redirect(std::vector<std::string> &arguments, const LinkOutput &file) const {
  arguments.push_back("/out:" + file.linked().string());
  if (!own.debug || !own.pdb.empty() || !own.pdb_shown_as.empty())
    return;
  // As lld-link would write it into the image.
  llvm::SmallString<256> pdb(common.output);
  llvm::sys::path::replace_extension(pdb, ".pdb");
  if (llvm::sys::fs::make_absolute(pdb))
    return;
  llvm::sys::path::remove_dots(pdb);
  arguments.push_back("/pdbaltpath:" + pdb.str().str());
}

// A program has an import library where it exports something; that must not be only what weakrt has it
// export.
void MsvcCommandLine::add_companions(LinkOutput &file) const {
  for (const char *extension : {".lib", ".pdb", ".map"}) {
    fs::path name = fs::path(file.linked().filename()).replace_extension(extension);
    auto library = pe::Library::read(file.scratch() / name);
    bool is_empty = !own.library && library && library->exports().empty();
    if (!is_empty)
      file.add_companion(name);
  }
}

// A plugin without the C runtime need not have an import library of kernel32.dll.
Result<std::vector<fs::path>> MsvcCommandLine::stub(const fs::path &object,
                                                    const std::vector<fs::path> &inputs,
                                                    const pe::Machine &machine,
                                                    const fs::path &scratch) const {
  auto stub = read_stub(object);
  if (!stub)
    return std::unexpected(stub.error());
  std::vector<fs::path> files{scratch / "stub.o"};
  if (auto written = write_file(files[0], {stub->bytes->getBufferStart(), stub->bytes->getBufferSize()});
      !written)
    return std::unexpected(written.error());
  std::set<std::string> there;
  for (const fs::path &input : inputs)
    if (auto library = pe::Library::read(input))
      for (const auto &[name, kind] : library->exports())
        there.insert(name);
  std::set<std::string> missing;
  // Import libraries say "Sleep" as the DLL does, or "Sleep@4".
  for (const std::string &symbol : stub->imports)
    if (!there.contains(undecorated(symbol, machine)) &&
        !there.contains(symbol.substr(symbol.starts_with('_'))))
      missing.insert(symbol);
  if (missing.empty())
    return files;
  files.push_back(scratch / "weakrt-kernel32.lib");
  if (auto written = write_kernel32(missing, machine, files[1]); !written)
    return std::unexpected(written.error());
  return files;
}

std::unique_ptr<PeCommandLine> gnu_command_line(const std::vector<std::string> &arguments) {
  return std::make_unique<GnuCommandLine>(arguments);
}

std::unique_ptr<PeCommandLine> msvc_command_line(MsvcLine line) {
  return std::make_unique<MsvcCommandLine>(std::move(line));
}

} // namespace weakrt
