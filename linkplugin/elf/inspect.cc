#include "linkplugin/elf/inspect.h"

#include "linkplugin/elf/image.h"
#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <map>
#include <set>

using namespace llvm::ELF;

namespace weakrt::elf {

// A slot is a relocation of type NONE with a symbol.
static std::map<uint32_t, uint32_t> count_slots(const Image &image) {
  std::map<uint32_t, uint32_t> slots;
  for (const Relocation &relocation : image.relocations())
    if (relocation.type == 0 && relocation.symbol != 0)
      ++slots[relocation.symbol];
  return slots;
}

Result<InspectedPlugin> inspect(llvm::MutableArrayRef<uint8_t> bytes, const std::string &path) {
  auto image = Image::open(bytes, path);
  if (!image)
    return std::unexpected(image.error());
  auto record = find_record(*image);
  if (!record)
    return std::unexpected(record.error());

  InspectedPlugin plugin{fmt::format("elf{}-{}", image->machine().is_64 ? 64 : 32, image->machine().name),
                         read_runtimes(*record)};
  std::map<uint32_t, uint32_t> slots = count_slots(*image);
  std::set<uint32_t> static_tls;
  for (const record::ThreadLocalSlot &slot :
       record->list<record::ThreadLocalSlot>(record->header().thread_locals))
    if (slot.kind == record::ThreadLocalSlot::static_offset)
      static_tls.insert(slot.import);
  uint32_t index = 0;
  for (const record::Import &import : record->list<record::Import>(record->header().imports)) {
    if (import.runtime >= plugin.runtimes.size() || import.symbol >= image->symbols().size())
      return fail({.message = "its record does not fit the file", .file = path});
    plugin.runtimes[import.runtime].imports.push_back(
        {std::string(image->symbols()[import.symbol].name), std::string(record->text(import.version)),
         import.kind == record::Import::data, import.optional != 0, slots[import.symbol],
         import.kind == record::Import::thread_local_data, static_tls.contains(index++)});
  }
  return plugin;
}

} // namespace weakrt::elf
