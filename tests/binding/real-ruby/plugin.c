//! about: Debian's ruby, whose current execution context is a thread-local variable: of the program's library, or embedded
//! alone:
//! runtime: none
//! manifest: plugin.toml
//! plugin-cflags: -isystem /usr/include/ruby-3.1.0 -isystem /usr/include/x86_64-linux-gnu/ruby-3.1.0
//! libs: -l:libruby-3.1.so.3.1
//! requires: /usr/bin/ruby3.1 /usr/include/ruby-3.1.0/ruby.h /usr/lib/x86_64-linux-gnu/libruby-3.1.so.3.1
//! hosts: absent
//! expect-no-dynamic: libruby
//! check: "$WEAKRT" inspect "$WEAK" | grep "thread-local  *ruby_current_ec"
//! variant: in-program | run: /usr/bin/ruby3.1 {case}/program.rb {plugin} | expect-stdout: *: plugin_has_context 1\nplugin_answer 42
//! variant: owned | host-args: plugin ask=ruby call=plugin_has_context call=plugin_embedded call=plugin_has_context call=plugin_answer | expect-stdout: *: ruby: owned 'libruby-3.1.so.3.1' version '' missing '' initialised -1\nplugin_has_context 0\nplugin_embedded 0\nplugin_has_context 1\nplugin_answer 42
//! variant: local | host-args: lib=libruby-3.1.so.3.1 plugin ask=ruby call=plugin_embedded call=plugin_has_context call=plugin_answer | expect-stdout: *: ruby: hosted 'libruby-3.1.so.3.1' version '' missing '' initialised -1\nplugin_embedded 0\nplugin_has_context 1\nplugin_answer 42
#include <ruby.h>

// No public header has it: what it points to is ruby's own.
extern __thread void *ruby_current_ec;

int plugin_has_context(void) {
  return ruby_current_ec != NULL;
}

int plugin_embedded(void) {
  return ruby_setup();
}

int plugin_answer(void) {
  int state = 0;
  VALUE answer = rb_eval_string_protect("6 * 7", &state);
  return state ? -1 : NUM2INT(answer);
}
