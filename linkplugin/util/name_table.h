// Values by names, for tens of thousands of names that are read at once and asked for a few times.
#pragma once

#include <llvm/ADT/bit.h>
#include <llvm/Support/xxhash.h>

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace weakrt {

/// The texts of the names must outlive it. In the order in which they were added.
template <class T> class NameTable {
public:
  using Entry = std::pair<std::string_view, T>;

  void reserve(size_t count) {
    entries.reserve(count);
    rebuild(llvm::bit_ceil(std::max<size_t>(2 * count, 8)));
  }

  /// Where a name is there already, its first value stays.
  void add(std::string_view name, T value) {
    if (slots.size() < 2 * (entries.size() + 1))
      rebuild(std::max<size_t>(2 * slots.size(), 8));
    uint32_t hash = hash_of(name);
    Slot &slot = slots[find_slot(name, hash)];
    if (slot.number != 0)
      return;
    entries.emplace_back(name, std::move(value));
    slot = {hash, static_cast<uint32_t>(entries.size())};
  }

  const T *find(std::string_view name) const {
    if (entries.empty())
      return nullptr;
    uint32_t number = slots[find_slot(name, hash_of(name))].number;
    return number ? &entries[number - 1].second : nullptr;
  }

  auto begin() const { return entries.begin(); }
  auto end() const { return entries.end(); }
  size_t size() const { return entries.size(); }
  bool empty() const { return entries.empty(); }

private:
  /// The hash tells most names apart, so that few texts are compared; number 0 is nobody's.
  struct Slot {
    uint32_t hash = 0;
    uint32_t number = 0;
  };

  static uint32_t hash_of(std::string_view name) {
    return static_cast<uint32_t>(llvm::xxh3_64bits(llvm::StringRef(name)));
  }

  size_t find_slot(std::string_view name, uint32_t hash) const {
    size_t mask = slots.size() - 1;
    size_t at = hash & mask;
    while (slots[at].number != 0 && (slots[at].hash != hash || entries[slots[at].number - 1].first != name))
      at = (at + 1) & mask;
    return at;
  }

  void rebuild(size_t size) {
    slots.assign(size, {});
    for (size_t i = 0; i < entries.size(); ++i) {
      uint32_t hash = hash_of(entries[i].first);
      slots[find_slot(entries[i].first, hash)] = {hash, static_cast<uint32_t>(i + 1)};
    }
  }

  std::vector<Entry> entries;
  std::vector<Slot> slots; ///< twice as many as names at least, a power of two
};

} // namespace weakrt
