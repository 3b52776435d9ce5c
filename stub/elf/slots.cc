#include "stub/elf/slots.h"

namespace weakrt::elf {

// The loader rounds both ends down (glibc, _dl_protect_relro): a page that only
// begins in the region stays writable, and must stay so after us.
Unsealed::Unsealed(const Module &plugin) {
  const ProgramHeader *relro = find_segment(plugin, PT_GNU_RELRO);
  if (!relro)
    return;
  Address mask = ~(getauxval(AT_PAGESZ) - 1);
  Address first = (plugin.base + relro->vaddr) & mask;
  Address last = (plugin.base + relro->vaddr + relro->memsz) & mask;
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
