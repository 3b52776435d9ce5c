/* A plain program that knows no language: host (TAG EXPRESSION)... */
#include "minicall.h"

#include <stdio.h>

int main(int argc, char **argv) {
  char text[8192];
  int i, unusable = 0;
  for (i = 1; i + 1 < argc; i += 2) {
    unusable |= minicall_evaluate(argv[i], argv[i + 1], text, sizeof text) == MINICALL_NO_LOADER;
    printf("%s: %s\n", argv[i], text);
    fflush(stdout);
  }
  minicall_describe(text, sizeof text);
  printf("%s", text);
  minicall_destroy();
  return unusable;
}
