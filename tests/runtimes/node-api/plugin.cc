// A Node-API addon that uses libuv, too. Nothing in it is about weakrt.
#include "../work.h"

#include <node_api.h>
#include <uv.h>

#include <dlfcn.h>
#include <string>

// Of libuv only what works in Bun and Deno as well: Bun's uv_close ends the program, Deno has no uv_run.
static uv_mutex_t mutex;
static const uint64_t loaded_at = uv_hrtime();
static const int mutex_failed = uv_mutex_init(&mutex);

static const char expression[] =
    "[process.version, typeof Bun, typeof Deno, [1, 2, 3].map(x => x * x).join('-'), "
    "'gr\\xfc\\xdfe'.toUpperCase()].join(' ')";

static napi_value evaluate(napi_env env, const std::string &text) {
  napi_value script = nullptr, result = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &script);
  return napi_run_script(env, script, &result) == napi_ok ? result : nullptr;
}

static std::string text_of(napi_env env, napi_value value) {
  char text[256];
  size_t length = 0;
  return value && napi_get_value_string_utf8(env, value, text, sizeof text, &length) == napi_ok ? text : "";
}

static napi_value get(napi_env env, napi_value object, const char *name) {
  napi_value value = nullptr;
  napi_get_named_property(env, object, name, &value);
  return value;
}

static bool thrown_and_caught(napi_env env) {
  if (evaluate(env, "throw new RangeError('thrown in JavaScript')"))
    return false;
  napi_value error = nullptr;
  napi_get_and_clear_last_exception(env, &error);
  return text_of(env, get(env, error, "message")) == "thrown in JavaScript";
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
  return text_of(env, evaluate(env, "String(twice(21))")) == "42";
}

static bool uses_libuv() {
  uv_mutex_lock(&mutex);
  uv_mutex_unlock(&mutex);
  return !mutex_failed && uv_hrtime() >= loaded_at && uv_os_getpid() > 0;
}

// work(load): load() loads another addon as the host loads addons.
static napi_value work(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value load = nullptr, other = nullptr, result = nullptr;
  napi_get_cb_info(env, info, &count, &load, nullptr, nullptr);
  say("expression", expression);
  say("result", text_of(env, evaluate(env, expression)).c_str());
  check("strings", text_of(env, evaluate(env, "[...'to JavaScript'].reverse().join('')")) == "tpircSavaJ ot");
  check("error", thrown_and_caught(env));
  check("native", calls_back(env) && uses_libuv());
  napi_call_function(env, load, load, 0, nullptr, &other);
  check("modules", text_of(env, get(env, other, "name")) == "other");
  napi_create_int32(env, finish(), &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  napi_create_function(env, "work", NAPI_AUTO_LENGTH, work, nullptr, &function);
  napi_set_named_property(env, exports, "work", function);
  return exports;
}

// What starts Node is no part of Node-API, as Bun and Deno have nothing like it: it is asked for by its name.
// It wants its arguments in one piece, as exec leaves them.
EXPORTED int plugin_run() {
  auto start = reinterpret_cast<int (*)(int, char **)>(dlsym(RTLD_DEFAULT, "_ZN4node5StartEiPPc"));
  Dl_info self;
  dladdr(reinterpret_cast<void *>(plugin_run), &self);
  std::string text = std::string("node\0host.cjs\0", 14) + self.dli_fname;
  char *arguments[] = {&text[0], &text[5], &text[14], nullptr};
  return start ? start(3, arguments) : 1;
}
