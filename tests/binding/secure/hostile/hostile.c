// Whoever loads this has been had.
#include <unistd.h>

__attribute__((constructor)) static void attack(void) {
  static const char words[] = "hostile code runs\n";
  if (write(1, words, sizeof words - 1) < 0)
    _exit(9);
}
