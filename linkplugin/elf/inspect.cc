#include "linkplugin/elf/inspect.h"

#include "linkplugin/elf/image.h"
#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>
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

static std::vector<std::string> read_symbols(const RecordPlace &record, record::List list) {
  std::vector<std::string> names;
  for (const record::Symbol &symbol : record.list<record::Symbol>(list))
    names.emplace_back(record.text(symbol.name));
  return names;
}

// The text says the same as the intervals do.
static VersionRange read_range(const RecordPlace &record, const record::Runtime &runtime) {
  VersionRange unread{{}, std::string(record.text(runtime.range_text))};
  return parse_version_range(unread.text).value_or(unread);
}

static InspectedRuntime read_runtime(const RecordPlace &record, const record::Runtime &runtime) {
  InspectedRuntime out;
  out.name = record.text(runtime.name);
  out.description = record.text(runtime.description);
  out.version = read_range(record, runtime);
  out.identify = read_symbols(record, runtime.identify);
  out.initialised = record.text(runtime.initialised.name);
  for (const record::VersionQuery &query : record.list<record::VersionQuery>(runtime.version))
    out.questions.push_back(
        {std::string(record.text(query.symbol.name)), static_cast<VersionQuery::Kind>(query.kind)});
  for (const record::Companion &companion : record.list<record::Companion>(runtime.companions))
    out.companions.push_back(
        {std::string(record.text(companion.name)), read_symbols(record, companion.identify), {}});
  for (record::Text text : record.list<record::Text>(runtime.load))
    out.libraries.emplace_back(record.text(text));
  out.load_from = record.text(runtime.load_from);
  out.global = runtime.flags & record::Runtime::global;
  out.never_load = runtime.flags & record::Runtime::never_load;
  out.at_call = runtime.flags & record::Runtime::at_call;
  return out;
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

  InspectedPlugin plugin{fmt::format("elf{}-{}", image->machine().is_64 ? 64 : 32, image->machine().name),
                         {}};
  for (const record::Runtime &runtime : record->list<record::Runtime>(record->header().runtimes))
    plugin.runtimes.push_back(read_runtime(*record, runtime));
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
