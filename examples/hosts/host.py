"""What host.c does, inside a python: host.py PROBE PLUGIN."""

import ctypes
import sys

probe_library = ctypes.CDLL(sys.argv[1])
probe_library.probe_watch(b"python")
plugin_path = sys.argv[2]


def show(text):
    print(text, end="", flush=True)


def text_from(function, *arguments):
    text = ctypes.create_string_buffer(8192)
    status = function(*arguments, text, ctypes.c_size_t(len(text)))
    return status, text.value.decode()


def probe():
    return text_from(probe_library.probe, plugin_path.encode(), b"python")[1]


show(f"none_address_host={id(None):#x}\n")
try:
    # PyDLL keeps the GIL during a call, as an extension module would have it.
    plugin = ctypes.PyDLL(plugin_path)
except OSError as error:
    show(f"load=failed\nerror={error}\n")
    sys.exit(1)
show("load=ok\n" + probe())
failures, text = text_from(plugin.plugin_run)
show(text)
show("".join(f"after.{line}\n" for line in probe().splitlines()))
sys.exit(failures != 0)
