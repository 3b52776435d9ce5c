// A module of Lua 5.1, and a program's way to a state of its own. Nothing in it is about weakrt.
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include <string.h>

#include "../work.h"

static const char expression[] = "string.format('%s: %.14g %q', _VERSION, 2 ^ 0.5, ('x'):rep(3))";

// counter(start) makes an object that counts when it is called.
static int counter_call(lua_State *lua) {
  lua_Integer *count = luaL_checkudata(lua, 1, "plugin.counter");
  lua_pushinteger(lua, (*count)++);
  return 1;
}

static int counter_new(lua_State *lua) {
  lua_Integer start = luaL_checkinteger(lua, 1);
  *(lua_Integer *)lua_newuserdata(lua, sizeof(lua_Integer)) = start;
  if (luaL_newmetatable(lua, "plugin.counter")) {
    lua_pushcfunction(lua, counter_call);
    lua_setfield(lua, -2, "__call");
  }
  lua_setmetatable(lua, -2);
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

  lua_pushcfunction(lua, counter_new);
  lua_setglobal(lua, "counter");
  int raised = luaL_dostring(lua, "error({ code = 42 })");
  lua_getfield(lua, -1, "code");
  check("error",
        raised && lua_tointeger(lua, -1) == 42 &&
            returns(lua, "return select(2, pcall(counter, 'x')):match('%w+ expected')", "number expected"));
  check("native", returns(lua, "local c = counter(41) c() return c()", "42"));

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
