#include "linkplugin/elf/inspect.h"

#include "linkplugin/elf/image.h"
#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/MemoryBuffer.h>

#include <map>

using namespace llvm::ELF;

namespace weakrt::elf {

// A slot is a relocation of type NONE with a symbol.
static std::map<uint32_t, uint32_t> count_slots(const Image &image) {
  std::map<uint32_t, uint32_t> slots;
  auto table = image.dynamic_value(DT_RELA);
  auto size = image.dynamic_value(DT_RELASZ);
  if (!table || !size)
    return slots;
  uint64_t count = *size / sizeof(ELFT::Rela);
  auto *relocations = image.at<ELFT::Rela>(*table, count);
  for (uint64_t i = 0; relocations && i < count; ++i)
    if (relocations[i].getType(false) == R_X86_64_NONE && relocations[i].getSymbol(false) != 0)
      ++slots[relocations[i].getSymbol(false)];
  return slots;
}

Result<InspectedPlugin> inspect(const std::filesystem::path &path) {
  auto buffer = llvm::WritableMemoryBuffer::getFile(path.string());
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  auto image = Image::open(
      {reinterpret_cast<uint8_t *>((*buffer)->getBufferStart()), (*buffer)->getBufferSize()}, path);
  if (!image)
    return std::unexpected(image.error());
  auto record = find_record(*image);
  if (!record)
    return std::unexpected(record.error());

  InspectedPlugin plugin{"elf64-x86-64", {}};
  for (const record::Runtime &runtime : record->list<record::Runtime>(record->header->runtimes)) {
    InspectedRuntime &out = plugin.runtimes.emplace_back();
    out.name = record->text(runtime.name);
    out.description = record->text(runtime.description);
    out.version = record->text(runtime.range_text);
    out.global = runtime.flags & record::Runtime::global;
    out.never_load = runtime.flags & record::Runtime::never_load;
    for (record::Text text : record->list<record::Text>(runtime.load))
      out.libraries.emplace_back(record->text(text));
  }
  std::map<uint32_t, uint32_t> slots = count_slots(*image);
  for (const record::Import &import : record->list<record::Import>(record->header->imports)) {
    if (import.runtime >= plugin.runtimes.size() || import.symbol >= image->symbols().size())
      return fail({.message = "its record does not fit the file", .file = path});
    plugin.runtimes[import.runtime].imports.push_back(
        {std::string(image->name_of(image->symbols()[import.symbol])),
         std::string(record->text(import.version)), import.kind == record::Import::data, import.optional != 0,
         slots[import.symbol]});
  }
  return plugin;
}

} // namespace weakrt::elf
