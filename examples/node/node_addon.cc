// A Node-API addon that also uses libuv, with nothing in it about weakrt.
//
// In a node process, require() loads it and `report()` does its work. In a process without node,
// plugin_run() (start_node.cc) starts one, which loads this same file as its addon.
//
// Some distributions keep libuv in a library of its own, others inside node: one runtime, two providers.

#include "last_report.h"

#include <node_api.h>
#include <uv.h>

#include <cstdint>
#include <cstdio>
#include <string>

// Node 18.17, 20.4 and later, as an experiment.
extern "C" __attribute__((weak)) NAPI_EXTERN napi_status node_api_symbol_for(napi_env, const char *, size_t,
                                                                             napi_value *);

// An address in static data: the linker cannot put this one behind a PLT. It is exported because compilers
// look through a table that nobody else can write, and would leave no trace of it.
struct Getter {
  const char *name;
  const char *(*get)();
};
extern "C" __attribute__((visibility("default"))) Getter plugin_getter;
Getter plugin_getter = {"libuv", uv_version_string};

std::string last_report;

namespace {

const uint64_t loaded_at = uv_hrtime();
const std::string libuv_at_load = uv_version_string();

// The host evaluates this too and compares, so no expected value is written down anywhere.
constexpr const char *expression = "[process.version, process.versions.uv, [1, 2, 3].map(x => x * "
                                   "x).join('-'), 'gr\\xfc\\xdfe'.toUpperCase()].join(' ')";

class Report {
public:
  void say(const std::string &key, const std::string &value) { text_ += key + "=" + value + "\n"; }

  void check(bool holds, const char *what) {
    if (holds)
      return;
    say("failed", what);
    ++failures_;
  }

  std::string finish() {
    say("work", failures_ ? "failed" : "ok");
    return std::move(text_);
  }

private:
  std::string text_;
  int failures_ = 0;
};

napi_value string_value(napi_env env, const std::string &text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

std::string text_of(napi_env env, napi_value value) {
  char text[1024];
  size_t length = 0;
  if (napi_get_value_string_utf8(env, value, text, sizeof text, &length) != napi_ok)
    return {};
  return {text, length};
}

void evaluate(napi_env env, Report &report) {
  napi_value result = nullptr;
  const napi_status status = napi_run_script(env, string_value(env, expression), &result);
  report.check(status == napi_ok, "an expression can be evaluated");
  report.say("expression", expression);
  report.say("result", status == napi_ok ? text_of(env, result) : "");
}

void raise_and_catch(napi_env env, Report &report) {
  napi_throw_range_error(env, "ERR_PLUGIN", "thrown by the plugin");
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  napi_value error = nullptr;
  napi_get_and_clear_last_exception(env, &error);
  bool is_error = false;
  napi_is_error(env, error, &is_error);
  report.check(pending && is_error, "an exception is thrown and caught");
}

napi_value twice(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument = nullptr;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  double number = 0;
  napi_get_value_double(env, argument, &number);
  napi_value result = nullptr;
  napi_create_double(env, 2 * number, &result);
  return result;
}

void call_back(napi_env env, Report &report) {
  napi_value function = nullptr, argument = nullptr, receiver = nullptr, result = nullptr;
  napi_create_function(env, "twice", NAPI_AUTO_LENGTH, twice, nullptr, &function);
  napi_create_double(env, 21, &argument);
  napi_get_undefined(env, &receiver);
  napi_call_function(env, receiver, function, 1, &argument, &result);
  double number = 0;
  napi_get_value_double(env, result, &number);
  report.check(number == 42, "node calls a function of the plugin");
}

// Node runs its main thread on libuv's default loop: with a second libuv there would be two of those.
void use_libuv(napi_env env, Report &report) {
  uv_loop_t *loop = nullptr;
  napi_get_uv_event_loop(env, &loop);
  report.check(loop == uv_default_loop(), "node's loop is the plugin's default loop");
  report.check(uv_loop_alive(loop) >= 0, "the loop can be asked");
  report.check(uv_hrtime() >= loaded_at, "libuv's clock is the constructor's clock");
  report.check(plugin_getter.get() == libuv_at_load, "the constructor saw this libuv");
  report.check(plugin_getter.get == uv_version_string, "one address in static data and in code");
}

void weak_reference(napi_env env, Report &report) {
  napi_value symbol = nullptr;
  if (node_api_symbol_for != nullptr)
    report.check(node_api_symbol_for(env, "plugin", NAPI_AUTO_LENGTH, &symbol) == napi_ok,
                 "a weak reference works");
}

std::string address_text(const void *address) {
  char text[32];
  snprintf(text, sizeof text, "%p", address);
  return text;
}

napi_value do_the_work(napi_env env, napi_callback_info) {
  Report report;
  report.say("napi_address_plugin", address_text(reinterpret_cast<void *>(napi_create_function)));
  evaluate(env, report);
  raise_and_catch(env, report);
  call_back(env, report);
  use_libuv(env, report);
  weak_reference(env, report);
  last_report = report.finish();
  return string_value(env, last_report);
}

} // namespace

NAPI_MODULE_INIT() {
  napi_value function = nullptr;
  napi_create_function(env, "report", NAPI_AUTO_LENGTH, do_the_work, nullptr, &function);
  napi_set_named_property(env, exports, "report", function);
  return exports;
}
