#include "stub/pe/version_resource.h"

#include "stub/core/version.h"

namespace weakrt::pe {

static constexpr uint32_t type_version = 16;
static constexpr uint32_t subdirectory = 0x80000000;

/// The entry of a type, or the first of all.
static const ResourceEntry *find_entry(Address directory, uint32_t type) {
  auto *table = reinterpret_cast<const ResourceDirectory *>(directory);
  auto *entry = reinterpret_cast<const ResourceEntry *>(table + 1);
  for (int count = table->name_count + table->number_count; count; --count, ++entry)
    if (!type || entry->number == type)
      return entry;
  return nullptr;
}

// "VS_VERSIONINFO": a head of varying size, then VS_FIXEDFILEINFO, which begins with a signature.
uint64_t file_version(const Module &module) {
  constexpr uint32_t signature = 0xfeef04bd;
  const Directory &resources = headers_of(module).directories[resource_directory];
  if (headers_of(module).directory_count <= resource_directory || !resources.size)
    return no_version;
  Address root = module.base + resources.address;
  uint32_t offset = subdirectory;
  for (uint32_t type = type_version; offset & subdirectory; type = 0) {
    const ResourceEntry *entry = find_entry(root + (offset & ~subdirectory), type);
    if (!entry)
      return no_version;
    offset = entry->offset;
  }
  auto *data = reinterpret_cast<const ResourceData *>(root + offset);
  auto *word = reinterpret_cast<const uint32_t *>(module.base + data->address);
  for (auto *end = word + data->size / 4; word + 4 <= end; ++word)
    if (*word == signature)
      return record::pack_version(word[2] >> 16, word[2] & 0xffff, word[3] >> 16);
  return no_version;
}

} // namespace weakrt::pe
