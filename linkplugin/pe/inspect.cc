#include "linkplugin/pe/inspect.h"

#include "linkplugin/pe/image.h"
#include "linkplugin/pe/machine.h"
#include "linkplugin/pe/record.h"

#include <llvm/ADT/StringRef.h>

#include <fmt/format.h>

#include <map>
#include <utility>

namespace weakrt::pe {

// "pe64-x86-64", as ELF's "elf64-x86-64".
static std::string format_of(const Image &image) {
  const Machine *machine = find_machine(image.machine());
  std::string name =
      machine ? llvm::StringRef(machine->name.data(), machine->name.size()).split(' ').first.lower()
              : fmt::format("{:#x}", image.machine());
  return fmt::format("pe{}-{}", image.is_64() ? 64 : 32, name);
}

static std::optional<std::string> name_of(const Image &image, const record::Import &import) {
  if (import.name & record::by_ordinal)
    return fmt::format("#{}", import.name & 0xffff);
  auto name = image.text(import.name + static_cast<uint32_t>(sizeof(uint16_t)));
  return name ? std::optional<std::string>(*name) : std::nullopt;
}

static Result<InspectedWays> read_ways(const Image &image, const RecordPlace &record) {
  auto callbacks = image.callbacks();
  if (!callbacks)
    return std::unexpected(callbacks.error());
  auto address_of = [&](int64_t distance) {
    return distance ? record.address + static_cast<uint64_t>(distance) : 0;
  };
  InspectedWays ways;
  ways.record = record.address;
  ways.by_entry = image.entry() && image.entry() == address_of(record.header().init_array);
  ways.has_callbacks = callbacks->has_value() && (*callbacks)->count;
  uint64_t callback = address_of(record.header().fini);
  ways.by_callback =
      ways.has_callbacks && callback && image.read_word((*callbacks)->address) == image.base() + callback;
  return ways;
}

Result<InspectedPlugin> inspect(llvm::MutableArrayRef<uint8_t> bytes, const std::string &path) {
  auto image = Image::open(bytes, path);
  if (!image)
    return std::unexpected(image.error());
  auto record = find_record(*image);
  if (!record)
    return std::unexpected(record.error());
  InspectedPlugin plugin{format_of(*image), read_runtimes(*record)};
  // Two import libraries of one DLL make two slots of one import.
  std::map<std::pair<uint32_t, std::string>, size_t> known;
  for (const record::Import &import : record->list<record::Import>(record->header().imports)) {
    auto name = name_of(*image, import);
    if (import.runtime >= plugin.runtimes.size() || !name)
      return fail({.message = "its record does not fit the file", .file = path});
    std::vector<InspectedImport> &imports = plugin.runtimes[import.runtime].imports;
    auto [entry, is_new] = known.try_emplace({import.runtime, *name}, imports.size());
    if (is_new)
      imports.push_back({.name = std::move(*name),
                         .version = {},
                         .data = import.kind == record::Import::data,
                         .optional = import.optional != 0});
    ++imports[entry->second].slots;
  }
  auto ways = read_ways(*image, *record);
  if (!ways)
    return std::unexpected(ways.error());
  plugin.ways = *ways;
  return plugin;
}

} // namespace weakrt::pe
