// What the C hosts have in common: load a plugin, let it work, and print facts, one key=value a line.
//
// The probe is asked twice: when the plugin has been loaded, so that a plugin that crashes at work has still
// been seen, and after its work (those keys start with `after.`). Everything is flushed at once for the same
// reason.
#pragma once

// `load`, `plugin_run` and the facts; returns the exit code of the host: 0 if the plugin's work succeeded.
int host_plugin(const char *plugin, const char *runtime);
