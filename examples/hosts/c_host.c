// A plain C program that knows no runtime: whatever the plugin needs, somebody else has to load.
#include "host.h"

#include <stdio.h>

int main(int argc, char **argv) {
  if (argc != 3) {
    fprintf(stderr, "usage: %s python|node PLUGIN\n", argv[0]);
    return 2;
  }
  return host_plugin(argv[2], argv[1]);
}
