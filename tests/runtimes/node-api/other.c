// Another addon, as everybody builds them: it has undefined symbols and names no library that has them.
#include <node_api.h>

NAPI_MODULE_INIT() {
  napi_value name = NULL;
  napi_create_string_utf8(env, "other", NAPI_AUTO_LENGTH, &name);
  napi_set_named_property(env, exports, "name", name);
  return exports;
}
