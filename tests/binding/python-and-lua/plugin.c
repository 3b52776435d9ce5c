//! about: Python and Lua in one plugin, Lua absent and its imports optional
//! alone:
//! runtime: none
//! manifest: plugin.toml
//! plugin-cflags: -I/usr/include/python3.11 -I/usr/include/lua5.4
//! libs: -lpython3.11 -llua5.4
//! requires: /usr/include/python3.11/Python.h /usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0 /usr/include/lua5.4/lua.h
//! hosts: absent
//! expect-no-dynamic: liblua|libpython
//! variant: absent | golden: | host-args: plugin ask=python ask=lua story=lua call=plugin_run | expect-stdout: *: python: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0\nlua: failed absent '' version '' missing '' initialised 0\nplugin_run 1
//! variant: there | host-args: lib=liblua5.4.so.0 plugin ask=python ask=lua call=plugin_run | expect-stdout: *: python: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0\nlua: hosted 'liblua5.4.so.0' version '' missing '' initialised -1\nplugin_run 43
//! variant: late | host-args: plugin call=plugin_run lib=liblua5.4.so.0 bind=lua call=plugin_run | expect-stdout: *: plugin_run 1\nbind done\nplugin_run 43
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <lauxlib.h>
#include <lua.h>

#pragma weak luaL_newstate

// 1 from Python, 42 from Lua.
int plugin_run(void) {
  if (!Py_IsInitialized())
    Py_InitializeEx(0);
  int sum = (int)PyLong_AsLong(PyLong_FromLong(1));
  if (luaL_newstate) {
    lua_State *lua = luaL_newstate();
    lua_pushinteger(lua, 42);
    sum += (int)lua_tointegerx(lua, -1, NULL);
    lua_close(lua);
  }
  return sum;
}
