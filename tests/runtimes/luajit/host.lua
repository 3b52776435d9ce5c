-- host.lua PLUGIN: loads it as require() loads modules.
local open = assert(package.loadlib(arg[1], "luaopen_plugin"))
os.exit(open().work())
