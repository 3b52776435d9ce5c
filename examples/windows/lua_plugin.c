// A module of Lua's. In a program without Lua plugin_run() starts one, which asks the same.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

static int twice(lua_State *lua) {
  lua_pushinteger(lua, 2 * luaL_checkinteger(lua, 1));
  return 1;
}

__declspec(dllexport) int luaopen_plugin(lua_State *lua) {
  static const luaL_Reg functions[] = {{"twice", twice}, {NULL, NULL}};
  luaL_newlib(lua, functions);
  return 1;
}

__declspec(dllexport) int plugin_run(void) {
  lua_State *lua = luaL_newstate();
  luaL_openlibs(lua);
  luaL_requiref(lua, "plugin", luaopen_plugin, 0);
  if (luaL_dostring(lua, "print('work=' .. (require('plugin').twice(21) == 42 and 'ok' or 'failed'))"))
    printf("%s\n", lua_tostring(lua, -1));
  lua_close(lua);
  return 0;
}
