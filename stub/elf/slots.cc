#include "stub/elf/slots.h"

namespace weakrt::elf {

// The loader rounds both ends down (glibc, _dl_protect_relro): a page that only
// begins in the region stays writable, and must stay so after us.
Unsealed::Unsealed(const Module &plugin) {
  Address page = getauxval(AT_PAGESZ);
  Address first = plugin.relro & ~(page - 1);
  Address last = (plugin.relro + plugin.relro_size) & ~(page - 1);
  if (first >= last)
    return;
  begin = reinterpret_cast<char *>(first);
  size = last - first;
  writable = mprotect(begin, size, PROT_READ | PROT_WRITE) == 0;
}

Unsealed::~Unsealed() {
  if (size && writable)
    mprotect(begin, size, PROT_READ);
}

} // namespace weakrt::elf
