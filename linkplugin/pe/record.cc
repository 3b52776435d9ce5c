#include "linkplugin/pe/record.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace weakrt::pe {

// By the section's name, never by looking for the magic: the stub has it among its constants.
Result<RecordPlace> find_record(const Image &image) {
  const Section *section = image.find_section(".weakrt");
  uint8_t *header = section ? image.at(section->address, sizeof(record::Header)) : nullptr;
  if (!header || std::memcmp(header, record::magic, sizeof record::magic) != 0)
    return fail({.message = "not a plugin that weakrt linked: it has no record", .file = image.path()});
  uint32_t format = *image.read<uint32_t>(section->address + offsetof(record::Header, format));
  if (format != record::format)
    return fail({.message = fmt::format("its record has format {}, this weakrt knows format {}", format,
                                        record::format),
                 .file = image.path(),
                 .help = "use the weakrt that linked it, or a newer one"});
  RecordPlace place;
  place.address = section->address;
  place.size = *image.read<uint32_t>(section->address + offsetof(record::Header, size));
  uint8_t *bytes = image.at(place.address, place.size);
  if (!bytes || place.size < sizeof(record::Header))
    return fail({.message = "a truncated PE file: its record lies outside it", .file = image.path()});
  place.words.resize(place.size / sizeof(uint64_t) + 1);
  std::memcpy(place.words.data(), bytes, place.size);
  uint32_t count = place.header().runtimes.count;
  auto runtimes = place.list<record::Runtime>(place.header().runtimes);
  if (count > record::max_runtimes || runtimes.size() != count ||
      std::ranges::any_of(runtimes, [](const record::Runtime &runtime) {
        return runtime.companions.count > record::max_companions;
      }))
    return fail({.message = "its record does not fit the file", .file = image.path()});
  return place;
}

void store_record(const Image &image, const RecordPlace &record) {
  std::memcpy(image.at(record.address, record.size), record.bytes(), record.size);
}

} // namespace weakrt::pe
