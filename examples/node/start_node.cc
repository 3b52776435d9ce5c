// The other half of the plugin: for a process that has no node.

#include "last_report.h"

#include <cstdio>
#include <dlfcn.h>
#include <string>
#include <vector>

// node.h declares it as well, but asks for V8's headers, of exactly the right version.
namespace node {
int Start(int argc, char *argv[]);
}

namespace {

// libuv rewrites the process title in place, so it wants the arguments in one piece, as exec leaves them.
int start_node(const std::vector<std::string> &arguments) {
  std::string text;
  std::vector<size_t> offsets;
  for (const std::string &argument : arguments) {
    offsets.push_back(text.size());
    text += argument + '\0';
  }
  std::vector<char *> argv;
  for (size_t offset : offsets)
    argv.push_back(text.data() + offset);
  argv.push_back(nullptr);
  return node::Start(static_cast<int>(arguments.size()), argv.data());
}

} // namespace

// Starts a node, whose script loads this file as an addon. Writes lines of
// key=value; returns 0 if all went well. Node can be started once in a process.
extern "C" __attribute__((visibility("default"))) int plugin_run(char *text, size_t size) {
  Dl_info self;
  dladdr(reinterpret_cast<void *>(plugin_run), &self);
  const std::string script =
      "const addon = {exports: {}}; process.dlopen(addon, process.argv[1]); addon.exports.report()";
  const int exit_code = start_node({"node", "-e", script, self.dli_fname});
  snprintf(text, size, "%sexit_code=%d\n", last_report.c_str(), exit_code);
  return exit_code != 0 || last_report.find("work=ok") == std::string::npos;
}
