#include "stub/pe/slots.h"

#include "stub/pe/kernel32.h"

namespace weakrt::pe {

// Of several pages the first's protection is told; they are of one section.
Unsealed::Unsealed(Address begin, size_t size)
    : begin(begin), size(size),
      changed(VirtualProtect(reinterpret_cast<void *>(begin), size, PAGE_READWRITE, &before) != 0) {}

Unsealed::~Unsealed() {
  if (changed)
    VirtualProtect(reinterpret_cast<void *>(begin), size, before, &before);
}

} // namespace weakrt::pe
