#include <Python.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

/* Asks Lua, and lets Python print what it says. */
void both_hello(void) {
  lua_State *lua = luaL_newstate();
  luaL_openlibs(lua);
  if (luaL_dostring(lua, "return 'print(' .. 6 * 7 .. ')'") == LUA_OK) {
    if (!Py_IsInitialized())
      Py_InitializeEx(0);
    PyGILState_STATE state = PyGILState_Ensure();
    PyRun_SimpleString(lua_tostring(lua, -1));
    PyGILState_Release(state);
  }
  lua_close(lua);
}
