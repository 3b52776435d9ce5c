# program.py PLUGIN DECOY [apart] [start]: loads the decoy, then the plugin, and asks it. A libpython as decoy uses the
# program's data and functions in place of its own, unless it is loaded apart; then it can be started too.
import ctypes
import importlib
import os
import sys

plugin_path, decoy, *words = sys.argv[1:]
if decoy.startswith("_"):
    module = importlib.import_module(decoy)
    decoy = module.__file__
else:
    library = ctypes.CDLL(decoy, mode=os.RTLD_DEEPBIND if "apart" in words else ctypes.DEFAULT_MODE)
    if "start" in words:
        library.Py_InitializeEx(0)
print("decoy", os.path.basename(decoy), flush=True)


class Runtime(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("failed", ctypes.c_int),
        ("ownership", ctypes.c_int),
        ("initialised", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("provider", ctypes.c_char_p),
        ("version", ctypes.c_char_p),
        ("missing", ctypes.c_char_p),
        ("story", ctypes.c_char_p),
    ]


class Table(ctypes.Structure):
    _fields_ = [
        ("size", ctypes.c_uint32),
        ("runtime_count", ctypes.c_uint32),
        ("runtime", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.POINTER(Runtime))),
    ]


plugin = ctypes.PyDLL(plugin_path)
table = Table.in_dll(plugin, "weakrt_plugin_1")
told = Runtime(size=ctypes.sizeof(Runtime))
assert table.runtime(0, told) == 0
print(("absent", "hosted", "owned")[told.ownership], repr(os.path.basename(told.provider.decode())),
      told.version.decode()[:4], "initialised", told.initialised, flush=True)
plugin.plugin_none.restype = ctypes.py_object
print("ours", plugin.plugin_none() is None, flush=True)
print(told.story.decode(), file=sys.stderr)
os._exit(0)
