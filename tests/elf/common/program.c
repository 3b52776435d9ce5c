// The main function of a plugin that is a program.
#include "copies.h"

int plugin_run(void);

int main(void) {
  setvbuf(stdout, 0, _IONBF, 0);
  int code = plugin_run();
  fprintf(stderr, "copies: %d\n", copies());
  return code;
}
