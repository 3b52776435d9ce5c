// A module of LuaJIT that uses what it has and Lua 5.1 has not, and a program's way to a state of its own.
// Nothing in it is about weakrt.
#include <lauxlib.h>
#include <lua.h>
#include <luajit.h>
#include <lualib.h>

#include <string.h>

#include "../work.h"

static const char expression[] =
    "jit.version .. require 'bit'.tohex(-559038737) .. require 'ffi'.sizeof('struct { char c; void *p; }')";

static int wrapped_calls;

// Through what LuaJIT calls C functions, if it is told to.
static int wrapper(lua_State *lua, lua_CFunction function) {
  ++wrapped_calls;
  return function(lua);
}

static int twice(lua_State *lua) {
  lua_pushnumber(lua, 2 * luaL_checknumber(lua, 1));
  return 1;
}

// Whether the text returns this. What it returned, or raised, is the top of the stack then.
static int returns(lua_State *lua, const char *text, const char *wanted) {
  int holds = luaL_dostring(lua, text) == 0;
  const char *got = lua_tostring(lua, -1);
  holds = holds && strcmp(got, wanted) == 0;
  if (!holds)
    fprintf(stderr, "%s: %s\n", text, got);
  return holds;
}

static int work(lua_State *lua) {
  say("expression", expression);
  lua_pushfstring(lua, "return %s", expression);
  if (luaL_dostring(lua, lua_tostring(lua, -1)) == 0)
    say("result", lua_tostring(lua, -1));

  size_t length = 0;
  lua_pushlstring(lua, "to\0Lua", 6);
  lua_setglobal(lua, "text");
  luaL_dostring(lua, "return text:reverse()");
  const char *back = lua_tolstring(lua, -1, &length);
  check("strings", length == 6 && memcmp(back, "auL\0ot", 6) == 0);

  lua_pushlightuserdata(lua, (void *)wrapper);
  int wraps = luaJIT_setmode(lua, -1, LUAJIT_MODE_WRAPCFUNC | LUAJIT_MODE_ON);
  lua_pushcfunction(lua, twice);
  lua_setglobal(lua, "twice");
  int raised = luaL_dostring(lua, "error({ code = 42 })");
  lua_getfield(lua, -1, "code");
  check("error",
        raised && lua_tointeger(lua, -1) == 42 &&
            returns(lua, "return select(2, pcall(twice, 'x')):match('%w+ expected')", "number expected"));
  check("native", wraps && returns(lua, "return twice(21)", "42") && wrapped_calls == 2);

  // A module of machine code, which finds Lua's functions in the global scope or not at all.
  check("modules", returns(lua, "return (require 'lpeg'.R '09' ^ 1):match('42nd')", "3"));
  return finish();
}

static int plugin_work(lua_State *lua) {
  lua_pushinteger(lua, work(lua));
  return 1;
}

EXPORTED int luaopen_plugin(lua_State *lua) {
  static const luaL_Reg functions[] = {{"work", plugin_work}, {NULL, NULL}};
  luaL_register(lua, "plugin", functions);
  return 1;
}

EXPORTED int plugin_run(void) {
  lua_State *lua = luaL_newstate();
  luaL_openlibs(lua);
  int failed = work(lua);
  lua_close(lua);
  return failed;
}
