/* minicall for JavaScript: an addon. Only a node ever loads it, so it is linked to none, without weakrt. */
#include <node_api.h>

#include "minicall.h"

static napi_value text_value(napi_env env, const char *text) {
  napi_value value = NULL;
  napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value);
  return value;
}

static napi_value evaluate(napi_env env, napi_callback_info info) {
  napi_value arguments[2];
  size_t count = 2;
  char tag[16], code[8192], result[8192];
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  napi_get_value_string_utf8(env, arguments[0], tag, sizeof tag, NULL);
  napi_get_value_string_utf8(env, arguments[1], code, sizeof code, NULL);
  minicall_evaluate(tag, code, result, sizeof result);
  return text_value(env, result);
}

static napi_value describe(napi_env env, napi_callback_info info) {
  char result[8192];
  (void)info;
  minicall_describe(result, sizeof result);
  return text_value(env, result);
}

static napi_value destroy(napi_env env, napi_callback_info info) {
  (void)env;
  (void)info;
  minicall_destroy();
  return NULL;
}

NAPI_MODULE_INIT() {
  const napi_property_descriptor functions[] = {
      {"evaluate", NULL, evaluate, NULL, NULL, NULL, napi_default, NULL},
      {"describe", NULL, describe, NULL, NULL, NULL, napi_default, NULL},
      {"destroy", NULL, destroy, NULL, NULL, NULL, napi_default, NULL},
  };
  napi_define_properties(env, exports, 3, functions);
  return exports;
}
