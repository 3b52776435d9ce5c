// The loader of JavaScript, written against Node-API: there is nothing in it about weakrt.
//
// Node gives its environment to addons only, so this library is one. A host that is a node loads it by
// process.dlopen(), and so does the script of the node that `initialize` starts where there is none.
#include "loader_impl.h"

#include <node_api.h>

#include <cstdio>
#include <cstring>
#include <dlfcn.h>
#include <future>
#include <string>
#include <thread>
#include <vector>

// node.h has it, too, but wants V8's headers of exactly the right version.
namespace node {
int Start(int argc, char *argv[]);
}

namespace {

// What node has given, and the thread that runs its JavaScript.
napi_env environment;
std::thread::id environments_thread;
// What other threads want evaluated.
napi_threadsafe_function queue;
// If `initialize` has started node: where it runs, and whether it does by now.
std::thread own_node;
bool has_own_node = false;
std::promise<bool> own_node_runs;

struct Request {
  const char *code;
  bool failed = true;
  std::string text = "nobody has loaded this library by process.dlopen()";
  std::promise<void> answered = {};
};

std::string text_of(napi_env env, napi_value value) {
  size_t length = 0;
  if (napi_coerce_to_string(env, value, &value) != napi_ok) {
    napi_get_and_clear_last_exception(env, &value);
    return "(no text)";
  }
  napi_get_value_string_utf8(env, value, nullptr, 0, &length);
  std::string text(length, '\0');
  napi_get_value_string_utf8(env, value, text.data(), length + 1, &length);
  return text;
}

void answer(napi_env env, Request &request) {
  napi_handle_scope scope;
  napi_value script, value;
  napi_open_handle_scope(env, &scope);
  napi_create_string_utf8(env, request.code, NAPI_AUTO_LENGTH, &script);
  request.failed = napi_run_script(env, script, &value) != napi_ok;
  if (request.failed)
    napi_get_and_clear_last_exception(env, &value);
  request.text = text_of(env, value);
  napi_close_handle_scope(env, scope);
}

void answer_queued(napi_env env, napi_value, void *, void *data) {
  auto &request = *static_cast<Request *>(data);
  if (env)
    answer(env, request);
  request.answered.set_value();
}

int evaluate(const char *code, char *result, size_t size) {
  Request request{code};
  if (std::this_thread::get_id() == environments_thread)
    answer(environment, request);
  else if (queue && napi_call_threadsafe_function(queue, &request, napi_tsfn_blocking) == napi_ok)
    request.answered.get_future().wait();
  snprintf(result, size, "%s", request.text.c_str());
  return request.failed;
}

void run_node(const std::string &addon) {
  // In one piece, as the system leaves them: libuv writes the title of the process there.
  std::string arguments;
  for (const char *argument : {"node", "-e", "process.dlopen({exports: {}}, process.argv[1])", addon.c_str()})
    arguments.append(argument).push_back('\0');
  std::vector<char *> argv;
  for (size_t at = 0; at < arguments.size(); at += strlen(&arguments[at]) + 1)
    argv.push_back(&arguments[at]);
  argv.push_back(nullptr);
  node::Start(static_cast<int>(argv.size()) - 1, argv.data());
  if (!environment)
    own_node_runs.set_value(false);
}

int initialize() {
  Dl_info self;
  dladdr(&environment, &self);
  has_own_node = true;
  own_node = std::thread(run_node, std::string(self.dli_fname));
  if (own_node_runs.get_future().get())
    return 0;
  own_node.join();
  return 1;
}

void destroy() {
  napi_release_threadsafe_function(queue, napi_tsfn_abort);
  own_node.join();
}

} // namespace

NAPI_MODULE_INIT() {
  if (environment)
    return exports;
  napi_value name;
  napi_create_string_utf8(env, "node_loader", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, nullptr, answer_queued,
                                  &queue);
  environment = env;
  environments_thread = std::this_thread::get_id();
  if (has_own_node)
    own_node_runs.set_value(true); // and it runs until there is no queue
  else
    napi_unref_threadsafe_function(env, queue); // this one ends when its own work is done
  return exports;
}

const struct loader_impl_interface node_loader_impl = {initialize, evaluate, destroy};
