// A Node-API addon with an embedded mode: where there is no Node, addon_hello() starts one, which loads this
// same file as an addon. Nothing in it knows of weakrt.
#include <node_api.h>

#include <dlfcn.h>
#include <fstream>
#include <sstream>
#include <string>

// node.h has it as well, but asks for V8's headers.
namespace node {
int Start(int argc, char *argv[]);
}

static napi_value hello(napi_env env, napi_callback_info) {
  std::ostringstream maps;
  maps << std::ifstream("/proc/self/maps").rdbuf();
  const bool mapped = maps.str().find("libnode") != std::string::npos;
  const std::string script =
      "'hello from Node ' + process.version.split('.')[0] + ', libnode is mapped: ' + " +
      std::string(mapped ? "true" : "false");
  napi_value text, result = nullptr;
  napi_create_string_utf8(env, script.c_str(), script.size(), &text);
  napi_run_script(env, text, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "hello", NAPI_AUTO_LENGTH, hello, nullptr, &function);
  napi_set_named_property(env, exports, "hello", function);
  return exports;
}

extern "C" __attribute__((visibility("default"))) void addon_hello() {
  Dl_info self;
  dladdr(reinterpret_cast<void *>(addon_hello), &self);
  const std::string script = "const addon = {exports: {}}; process.dlopen(addon, process.argv[1]);"
                             "console.log(addon.exports.hello())";
  // In one piece, as a program gets its arguments: libuv writes the process title there.
  std::string arguments = "node" + std::string(1, '\0') + "-e" + '\0' + script + '\0' + self.dli_fname;
  char *text = arguments.data();
  char *argv[] = {text, text + 5, text + 8, text + 9 + script.size(), nullptr};
  node::Start(4, argv);
}
