// A program that is linked to libpython and has initialised it before it loads a plugin.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "host.h"

int main(int argc, char **argv) {
  if (argc != 2) {
    fprintf(stderr, "usage: %s PLUGIN\n", argv[0]);
    return 2;
  }
  Py_InitializeEx(0);
  printf("none_address_host=%p\n", (void *)Py_None);
  int exit_code = host_plugin(argv[1], "python");
  return Py_FinalizeEx() == 0 ? exit_code : 1;
}
