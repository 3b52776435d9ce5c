// The plugin's slots: words of its import address tables, which the platform loader has left alone.
#pragma once

#include "stub/pe/format.h"

namespace weakrt::pe {

/// Slots of one page are writable while one of these lives; then the page is as it was. A linker may have put
/// them into a section that is only read, next to what is not.
class Unsealed {
public:
  explicit Unsealed(Address slot);
  ~Unsealed();
  Unsealed(const Unsealed &) = delete;
  Unsealed &operator=(const Unsealed &) = delete;

  bool ok() const { return changed; }
  bool holds(Address slot) const { return slot - page < page_size; }

private:
  static constexpr uint32_t page_size = 4096;
  Address page;
  uint32_t before;
  bool changed;
};

} // namespace weakrt::pe
