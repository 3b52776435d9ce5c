// The byte order of a record: it is written for its target, and read and completed here.
#include "linkplugin/elf/record.h"

#include <llvm/ADT/bit.h>

#include <algorithm>
#include <cstring>

namespace weakrt::elf {

namespace {

/// Finds every number of a record; none is changed before all are found.
class Numbers {
public:
  Numbers(std::span<char> bytes, bool foreign) : bytes(bytes), foreign(foreign) {}

  void find() {
    numbers(offsetof(record::Header, format), 4, offsetof(record::Header, self));
    numbers(offsetof(record::Header, self), 8, offsetof(record::Header, thread_locals));
    numbers(offsetof(record::Header, thread_locals), 4, sizeof(record::Header));
    // No more of these than a record may have: of lists that overlap each could be as long as the record.
    each<record::Runtime>(offsetof(record::Header, runtimes), record::max_runtimes, [this](uint32_t runtime) {
      numbers(runtime, 4, runtime + sizeof(record::Runtime));
      symbols(runtime + offsetof(record::Runtime, identify));
      words<record::VersionQuery>(runtime + offsetof(record::Runtime, version));
      words<record::Text>(runtime + offsetof(record::Runtime, load));
      words<record::Hint>(runtime + offsetof(record::Runtime, hints));
      each<record::VersionInterval>(runtime + offsetof(record::Runtime, range), all, [this](uint32_t range) {
        numbers(range, 8, range + sizeof(record::VersionInterval));
      });
      each<record::Companion>(runtime + offsetof(record::Runtime, companions), record::max_companions,
                              [this](uint32_t companion) {
                                numbers(companion, 4, companion + sizeof(record::Companion));
                                symbols(companion + offsetof(record::Companion, identify));
                              });
    });
    each<record::Import>(offsetof(record::Header, imports), all, [this](uint32_t import) {
      numbers(import, 4, import + offsetof(record::Import, runtime));
    });
    each<record::ThreadLocalSlot>(offsetof(record::Header, thread_locals), all, [this](uint32_t slot) {
      numbers(slot, 8, slot + offsetof(record::ThreadLocalSlot, import));
      numbers(slot + offsetof(record::ThreadLocalSlot, import), 4, slot + sizeof(record::ThreadLocalSlot));
    });
  }

  void reverse() {
    for (const Run &run : found)
      for (uint32_t at = run.begin; at < run.end; at += run.width)
        std::reverse(bytes.begin() + at, bytes.begin() + at + run.width);
  }

private:
  struct Run {
    uint32_t begin;
    uint32_t width;
    uint32_t end;
  };

  void numbers(uint32_t begin, uint32_t width, uint64_t end) {
    if (end <= bytes.size())
      found.push_back({begin, width, static_cast<uint32_t>(end)});
  }

  uint32_t word(uint32_t at) const {
    uint32_t value = 0;
    if (uint64_t{at} + sizeof value <= bytes.size())
      std::memcpy(&value, &bytes[at], sizeof value);
    return foreign ? llvm::byteswap(value) : value;
  }

  static constexpr uint32_t all = ~0u;

  /// Visits the elements of the record::List at `list`, at most so many.
  template <class T, class Visit> void each(uint32_t list, uint32_t most, Visit visit) {
    uint64_t first = word(list);
    uint64_t count = std::min(word(list + static_cast<uint32_t>(offsetof(record::List, count))), most);
    for (uint64_t i = 0; i < count && first + (i + 1) * sizeof(T) <= bytes.size(); ++i)
      visit(static_cast<uint32_t>(first + i * sizeof(T)));
  }
  template <class T> void words(uint32_t list) {
    each<T>(list, all, [this](uint32_t element) { numbers(element, 4, element + sizeof(T)); });
  }
  void symbols(uint32_t list) { words<record::Symbol>(list); }

  std::span<char> bytes;
  bool foreign;
  std::vector<Run> found;
};

} // namespace

void reverse_record(std::span<char> bytes, bool from_foreign) {
  Numbers numbers(bytes, from_foreign);
  numbers.find();
  numbers.reverse();
}

} // namespace weakrt::elf
