// The plugin's slots: words of its import address tables, which the platform loader has left alone.
#pragma once

#include "stub/pe/format.h"
#include "stub/pe/kernel32.h"

namespace weakrt::pe {

/// The pages of something of the plugin's are writable while one of these lives; then they are as they were.
/// A linker may have put slots into a section that is only read, next to what is not.
class Unsealed {
public:
  Unsealed(Address begin, size_t size, uint32_t protection = PAGE_READWRITE);
  ~Unsealed();
  Unsealed(const Unsealed &) = delete;
  Unsealed &operator=(const Unsealed &) = delete;

  bool ok() const { return changed; }

private:
  Address begin;
  size_t size;
  uint32_t before;
  bool changed;
};

} // namespace weakrt::pe
