#include "stub/pe/slots.h"

namespace weakrt::pe {

// Of several pages the first's protection is told; they are of one section.
Unsealed::Unsealed(Address begin, size_t size, uint32_t protection)
    : begin(begin), size(size),
      changed(VirtualProtect(reinterpret_cast<void *>(begin), size, protection, &before) != 0) {}

Unsealed::~Unsealed() {
  if (changed)
    VirtualProtect(reinterpret_cast<void *>(begin), size, before, &before);
}

} // namespace weakrt::pe
