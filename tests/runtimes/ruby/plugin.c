// An extension module of Ruby, and a program's way to an interpreter of its own. Nothing in it is about
// weakrt.
#include <ruby.h>
#include <ruby/encoding.h>

#include <string.h>

#include "../work.h"

static const char expression[] = "[RUBY_VERSION, 2**100, \"Stra\\u00dfe\".upcase, 1r / 3].join(' ')";

// Counter.new(start) makes an object that counts.
static const rb_data_type_t counter_type = {.wrap_struct_name = "Counter",
                                            .function = {.dfree = RUBY_DEFAULT_FREE}};

static VALUE counter_allocate(VALUE class) {
  long *count;
  return TypedData_Make_Struct(class, long, &counter_type, count);
}

static VALUE counter_initialise(VALUE self, VALUE start) {
  long *count = rb_check_typeddata(self, &counter_type);
  *count = NUM2LONG(start);
  return self;
}

static VALUE counter_next(VALUE self) {
  long *count = rb_check_typeddata(self, &counter_type);
  if (*count < 0)
    rb_raise(rb_eRangeError, "%ld is below zero", *count);
  return LONG2NUM((*count)++);
}

// Whether the text gives this, as text, or raises it, as an exception of this class.
static int gives(const char *text, const char *wanted, VALUE exception) {
  int raised = 0;
  VALUE value = rb_eval_string_protect(text, &raised), error = rb_errinfo();
  VALUE got = rb_obj_as_string(raised ? error : value);
  rb_set_errinfo(Qnil);
  if (strcmp(StringValueCStr(got), wanted) == 0 && rb_obj_class(error) == exception)
    return 1;
  fprintf(stderr, "%s: %s\n", text, StringValueCStr(got));
  return 0;
}

static int work(void) {
  int raised = 0;
  say("expression", expression);
  VALUE result = rb_eval_string_protect(expression, &raised);
  if (!raised)
    say("result", StringValueCStr(result));

  VALUE text = rb_enc_str_new("t\u00f6\0Ruby", 8, rb_utf8_encoding());
  VALUE back = rb_funcall(text, rb_intern("reverse"), 0);
  check("strings", RSTRING_LEN(back) == 8 && memcmp(RSTRING_PTR(back), "ybuR\0\u00f6t", 8) == 0);

  VALUE counter = rb_define_class("Counter", rb_cObject);
  rb_define_alloc_func(counter, counter_allocate);
  rb_define_method(counter, "initialize", counter_initialise, 1);
  rb_define_method(counter, "next", counter_next, 0);
  check("native", gives("c = Counter.new(41); c.next; c.next", "42", rb_cNilClass));
  check("error", gives("Counter.new(-7).next", "-7 is below zero", rb_eRangeError) &&
                     gives("raise KeyError, 'thrown in Ruby'", "thrown in Ruby", rb_eKeyError));

  // The first names no libruby, and finds it in the global scope or not at all; the others name it.
  check("modules",
        gives("require '" GEM "'; GEM", "42", rb_cNilClass) &&
            gives("require 'json'; JSON.parse('[1]') && JSON::Parser", "JSON::Ext::Parser", rb_cNilClass) &&
            gives("require 'etc'; Etc.uname[:sysname]", "Linux", rb_cNilClass));
  return finish();
}

static VALUE plugin_work(VALUE self) {
  (void)self;
  return INT2NUM(work());
}

EXPORTED void Init_plugin(void);
void Init_plugin(void) {
  rb_define_module_function(rb_define_module("Plugin"), "work", plugin_work, 0);
}

EXPORTED int plugin_run(void) {
  int count = 3;
  char *arguments[] = {(char *)"plugin", (char *)"-e", (char *)"", NULL}, **rest = arguments;
  ruby_sysinit(&count, &rest);
  RUBY_INIT_STACK;
  ruby_init();
  ruby_options(count, rest);
  int failed = work();
  return ruby_cleanup(0) || failed;
}
