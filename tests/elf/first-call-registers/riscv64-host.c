// qemu runs RISC-V's vector instructions, but some versions do not tell programs that it has them.
#include "../common/host.c"

#include <elf.h>

unsigned long getauxval(unsigned long type);
unsigned long getauxval(unsigned long type) {
  unsigned long entry[2] = {0, 0};
  FILE *file = fopen("/proc/self/auxv", "r");
  while (file && fread(entry, sizeof entry, 1, file) && entry[0] != type)
    ;
  if (file)
    fclose(file);
  return (entry[0] == type ? entry[1] : 0) | (type == AT_HWCAP ? strtoul(getenv("HWCAP"), 0, 0) : 0);
}
