#include "stub/elf/slots.h"

namespace weakrt::elf {

// The loader rounds both ends down (glibc, _dl_protect_relro): a page that only
// begins in the region stays writable, and must stay so after us. Of no pages nothing is
// changed, and that is no error (qemu takes it for one).
Unsealed::Unsealed(const Module &plugin) {
  const ProgramHeader *relro = find_segment(plugin, PT_GNU_RELRO);
  if (!relro)
    return;
  Address mask = ~(getauxval(AT_PAGESZ) - 1);
  Address first = (plugin.base + relro->vaddr) & mask;
  Address last = (plugin.base + relro->vaddr + relro->memsz) & mask;
  begin = reinterpret_cast<char *>(first);
  size = last - first;
  writable = !size || mprotect(begin, size, PROT_READ | PROT_WRITE) == 0;
}

Unsealed::~Unsealed() {
  mprotect(begin, size, PROT_READ);
}

} // namespace weakrt::elf
