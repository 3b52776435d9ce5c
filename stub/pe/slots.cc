#include "stub/pe/slots.h"

#include "stub/pe/kernel32.h"

namespace weakrt::pe {

Unsealed::Unsealed(Address slot)
    : page(slot & ~Address{page_size - 1}),
      changed(VirtualProtect(reinterpret_cast<void *>(page), page_size, PAGE_READWRITE, &before) != 0) {}

Unsealed::~Unsealed() {
  if (changed)
    VirtualProtect(reinterpret_cast<void *>(page), page_size, before, &before);
}

} // namespace weakrt::pe
