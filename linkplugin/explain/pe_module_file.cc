#include "linkplugin/explain/pe_module_file.h"

#include "linkplugin/explain/version_answer.h"
#include "linkplugin/inspect/inspect.h"

#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include <charconv>

namespace fs = std::filesystem;

namespace weakrt::explain {

bool is_pe_file(const fs::path &file) {
  std::error_code error;
  if (!fs::is_regular_file(file, error))
    return false;
  auto head = llvm::MemoryBuffer::getFileSlice(file.string(), 2, 0, /*IsVolatile=*/true);
  return head && is_pe(std::string_view((*head)->getBuffer()));
}

std::string folded(std::string_view name) {
  return llvm::StringRef(name.data(), name.size()).lower();
}

Result<PeModuleFile> PeModuleFile::read(const fs::path &file) {
  std::error_code error;
  fs::file_status status = fs::status(file, error);
  if (error)
    return fail({.message = error.message(), .file = file});
  // Opening a pipe would wait, a device may never end.
  if (!fs::is_regular_file(status))
    return fail(
        {.message = fs::is_directory(status) ? "Is a directory" : "this is no PE file", .file = file});
  auto buffer = llvm::MemoryBuffer::getFile(file.string(), /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true);
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = file});
  // The image is only read here.
  auto *data = reinterpret_cast<uint8_t *>(const_cast<char *>((*buffer)->getBufferStart()));
  auto image = pe::Image::open({data, (*buffer)->getBufferSize()}, file);
  if (!image)
    return std::unexpected(image.error());
  PeModuleFile module(std::move(*image));
  auto imports = module.contents.imports();
  auto exports = module.contents.exports();
  if (!imports || !exports)
    return std::unexpected(!imports ? imports.error() : exports.error());
  for (const pe::ImportDescriptor &descriptor : *imports)
    module.libraries.push_back(descriptor.library);
  module.exports = std::move(*exports);
  module.shown = file;
  module.bytes = std::move(*buffer);
  return module;
}

std::string PeModuleFile::name() const {
  return folded(fs::path(shown).filename().string());
}

namespace {

/// The words and texts of an image as it is in its file.
class PeData {
public:
  explicit PeData(const pe::Image &image) : image(image) {}

  std::optional<uint32_t> word(uint32_t address) const { return image.read<uint32_t>(address); }
  std::optional<uint8_t> byte(uint64_t address) const {
    return image.read<uint8_t>(static_cast<uint32_t>(address));
  }
  std::optional<std::string> text(uint64_t address) const {
    auto found = address <= UINT32_MAX ? image.text(static_cast<uint32_t>(address)) : std::nullopt;
    return found ? std::optional<std::string>(found->substr(0, longest)) : std::nullopt;
  }
  /// In the file a pointer is right for where the image wants to be loaded.
  std::optional<std::string> text_behind(uint32_t address) const {
    auto pointer = image.read_word(address);
    return pointer && *pointer >= image.base() ? text(*pointer - image.base()) : std::nullopt;
  }

private:
  static constexpr size_t longest = 256;

  const pe::Image &image;
};

} // namespace

// "#12"
static bool exports_ordinal(const pe::Image &image, std::string_view name) {
  uint32_t ordinal = 0;
  auto [end, error] = std::from_chars(name.data() + 1, name.data() + name.size(), ordinal);
  return error == std::errc() && end == name.data() + name.size() && image.exports_ordinal(ordinal);
}

Module PeModuleFile::module(const Wants &wants, bool main_program) const {
  Module module;
  module.path = shown;
  module.main_program = main_program;
  module.soname = name();
  for (const std::string &library : libraries)
    module.needed.push_back(folded(library));
  PeData data(contents);
  std::map<std::string, uint32_t, std::less<>> addresses;
  for (const pe::ExportedSymbol &symbol : exports) {
    auto name = wants.names.find(symbol.name);
    if (name == wants.names.end())
      continue;
    module.exports.emplace(*name, Definition{.elsewhere = !symbol.forwarder.empty()});
    if (symbol.forwarder.empty())
      addresses.emplace(*name, symbol.address);
  }
  ask_versions(module, wants, data, addresses);
  if (auto version = contents.file_version())
    module.versions.emplace(std::pair("", VersionQuery::Kind::file),
                            VersionAnswer{Answer::yes, *version, ""});
  for (const std::string &name : wants.names)
    if (name.starts_with('#') && exports_ordinal(contents, name))
      module.exports.emplace(name, Definition{});
  return module;
}

} // namespace weakrt::explain
