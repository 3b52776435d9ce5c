"""host.py PLUGIN: imports it, whatever its file is called."""
import importlib.machinery
import importlib.util
import sys

loader = importlib.machinery.ExtensionFileLoader("plugin", sys.argv[1])
plugin = importlib.util.module_from_spec(importlib.util.spec_from_loader("plugin", loader))
loader.exec_module(plugin)
sys.exit(plugin.work())
