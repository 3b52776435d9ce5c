// Leaves without exit handlers: their order where the plugin is among the program's own libraries is a
// documented limit.
#include <unistd.h>
int plugin_run(void);
int main(void) {
  _exit(plugin_run());
}
