//! about: Debian's liblua 5.4, whose symbols have a version: a host that is linked to it, one that loads it, one without
//! runtime: none
//! host: host.c
//! plugin-cflags: -I/usr/include/lua5.4
//! host-cflags: -I/usr/include/lua5.4
//! libs: -llua5.4
//! manifest: plugin.toml
//! requires: /usr/include/lua5.4/lua.h /usr/lib/x86_64-linux-gnu/liblua5.4.so
//! expect-no-dynamic: liblua|JMPREL
//! check: readelf -VW "$HARD" | grep -q 'liblua5.4.so.0' && ! readelf -VW "$WEAK" | grep -q liblua
//! hosts: local global
//! variant: loaded
//! variant: with-runtime | host-flags: -Wl,--no-as-needed -llua5.4
//! variant: none-in-process | host-args: nothing
//! variant: program | hosts: local | run: lua5.4 -e 'package.cpath="{plugin}" print(require("plugin").run())' | requires: lua5.4
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <stdio.h>
#include <string.h>

static int run(lua_State *state) {
  lua_pushinteger(state, 42 + luaL_optinteger(state, 1, 0));
  return 1;
}
static const luaL_Reg functions[] = {{"run", run}, {0, 0}};

int luaopen_plugin(lua_State *state) {
  luaL_newlib(state, functions);
  return 1;
}

int plugin_run(void) {
  lua_State *state = luaL_newstate();
  luaL_openlibs(state);
  luaL_requiref(state, "plugin", luaopen_plugin, 0);
  int failed = luaL_dostring(
      state, "local ok, why = pcall(error, {1}) return require('plugin').run(5), #package.path > 0, ok");
  printf("%d %lld %d %d\n", failed, (long long)lua_tointeger(state, -3), lua_toboolean(state, -2),
         lua_toboolean(state, -1));
  lua_close(state);
  return failed;
}
