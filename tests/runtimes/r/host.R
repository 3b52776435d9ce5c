# host.R PLUGIN: loads it as R's packages load theirs.
plugin <- dyn.load(commandArgs(trailingOnly = TRUE)[1])
quit(status = .Call("plugin_work", PACKAGE = plugin[["name"]]))
