;; host.scm PLUGIN: calls the plugin as Guile calls any C, through libffi.
(use-modules (system foreign))
(let* ((plugin (dynamic-link (cadr (command-line))))
       (run (pointer->procedure int (dynamic-func "plugin_run" plugin) '())))
  (exit (run)))
