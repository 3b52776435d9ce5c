"""A Python program that loads the plugin given to it and lets it make a greeting."""

import ctypes
import re
import sys

plugin = ctypes.PyDLL(sys.argv[1])
plugin.greet.restype = ctypes.py_object
print(plugin.greet(ctypes.py_object("Python")))

maps = open("/proc/self/maps").read()
print("Python is mapped from:", *sorted(set(re.findall(r"\S*/(?:lib)?python3\.\d+(?:\.so\S*)?$", maps, re.M))))
