// The probe as a node addon: require(…).probe(plugin, runtime) returns its text. Loading it is watching.
//
// The few parts of Node-API that it needs are declared here: it is built before anybody has node's headers,
// and works in every node, as Node-API is stable.
#include "probe.h"

#include <stdint.h>

typedef struct napi_env__ *napi_env;
typedef struct napi_value__ *napi_value;
typedef struct napi_callback_info__ *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);

int napi_create_function(napi_env, const char *, size_t, napi_callback, void *, napi_value *);
int napi_create_string_utf8(napi_env, const char *, size_t, napi_value *);
int napi_get_cb_info(napi_env, napi_callback_info, size_t *, napi_value *, napi_value *, void **);
int napi_get_value_string_utf8(napi_env, napi_value, char *, size_t, size_t *);
int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

static napi_value call_probe(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2], result = NULL;
  char plugin[4096], runtime[64], text[8192];
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], plugin, sizeof plugin, NULL);
  napi_get_value_string_utf8(env, arguments[1], runtime, sizeof runtime, NULL);
  probe(plugin, runtime, text, sizeof text);
  napi_create_string_utf8(env, text, SIZE_MAX, &result);
  return result;
}

napi_value napi_register_module_v1(napi_env env, napi_value exports);

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  probe_watch("node");
  napi_value function = NULL;
  napi_create_function(env, "probe", SIZE_MAX, call_probe, NULL, &function);
  napi_set_named_property(env, exports, "probe", function);
  return exports;
}
