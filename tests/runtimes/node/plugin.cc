// An addon that uses Node-API, libuv and Node's C++ functions, and a program's way to a Node of its own.
// Nothing in it is about weakrt.
#include "../work.h"

#include <node.h>
#include <node_api.h>
#include <uv.h>

#include <dlfcn.h>
#include <string>

// An address in static data, and what the constructors see.
static const char *(*const libuv_version)() = uv_version_string;
static const std::string v8_at_load = v8::V8::GetVersion();

static const char expression[] =
    "[process.version, process.versions.v8, process.versions.uv, "
    "[1, 2, 3].map(x => x * x).join('-'), 'gr\\xfc\\xdfe'.toUpperCase()].join(' ')";

static bool cleaned_up;

static std::string evaluate(napi_env env, const std::string &text) {
  napi_value script = nullptr, result = nullptr;
  char back[256];
  size_t length = 0;
  napi_create_string_utf8(env, text.data(), text.size(), &script);
  bool right = napi_run_script(env, script, &result) == napi_ok &&
               napi_get_value_string_utf8(env, result, back, sizeof back, &length) == napi_ok;
  return right ? std::string(back, length) : "";
}

static bool thrown_and_caught(napi_env env) {
  bool pending = false, is_error = false;
  napi_value error = nullptr;
  napi_throw_range_error(env, "ERR_PLUGIN", "thrown by the plugin");
  napi_is_exception_pending(env, &pending);
  napi_get_and_clear_last_exception(env, &error);
  napi_is_error(env, error, &is_error);
  return pending && is_error;
}

static napi_value twice(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument = nullptr, result = nullptr;
  double number = 0;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  napi_get_value_double(env, argument, &number);
  napi_create_double(env, 2 * number, &result);
  return result;
}

static bool calls_back(napi_env env) {
  napi_value global = nullptr, function = nullptr;
  napi_get_global(env, &global);
  napi_create_function(env, "twice", NAPI_AUTO_LENGTH, twice, nullptr, &function);
  napi_set_named_property(env, global, "twice", function);
  return evaluate(env, "String(twice(21))") == "42";
}

// Node runs its main thread on libuv's default loop: with a second libuv there would be two of those.
static bool is_one_node(napi_env env) {
  uv_loop_t *loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  return loop == uv_default_loop() && libuv_version == uv_version_string &&
         evaluate(env, "process.versions.uv") == libuv_version() &&
         evaluate(env, "process.versions.v8") == v8_at_load;
}

// work(load): load() loads another addon as the host loads addons.
static napi_value work(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value load = nullptr, other = nullptr, result = nullptr;
  napi_get_cb_info(env, info, &count, &load, nullptr, nullptr);
  say("expression", expression);
  say("result", evaluate(env, expression).c_str());
  check("strings", evaluate(env, "[...'to Node'].reverse().join('')") == "edoN ot");
  check("error", thrown_and_caught(env));
  check("native", calls_back(env) && is_one_node(env));
  check("modules", napi_call_function(env, load, load, 0, nullptr, &other) == napi_ok);
  napi_create_int32(env, finish(), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  node::AddEnvironmentCleanupHook(v8::Isolate::GetCurrent(), [](void *) { cleaned_up = true; }, nullptr);
  napi_create_function(env, "work", NAPI_AUTO_LENGTH, work, nullptr, &function);
  napi_set_named_property(env, exports, "work", function);
  return exports;
}

// Node wants its arguments in one piece, as exec leaves them.
EXPORTED int plugin_run() {
  Dl_info self;
  dladdr(reinterpret_cast<void *>(plugin_run), &self);
  std::string text = std::string("node\0host.cjs\0", 14) + self.dli_fname;
  char *arguments[] = {&text[0], &text[5], &text[14], nullptr};
  return node::Start(3, arguments) != 0 || !cleaned_up;
}
