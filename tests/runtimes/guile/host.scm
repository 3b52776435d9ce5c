;; host.scm PLUGIN: loads it as Guile loads its extensions.
(load-extension (cadr (command-line)) "init_plugin")
(exit (plugin-work))
