// An extension of Guile, and a program's way to an interpreter of its own. Nothing in it is about weakrt.
#include <libguile.h>
#include <stdlib.h>
#include <string.h>

#include "../work.h"

static const char expression[] = "(string-append (version) (string-upcase \" gr\\u00fc\\u00dfe \") "
                                 "(number->string (apply * (iota 25 1))))";

static int is(SCM string, const char *wanted) {
  char *text = scm_to_utf8_string(string);
  int same = strcmp(text, wanted) == 0;
  free(text);
  return same;
}

static SCM plugin_twice(SCM number) {
  return scm_product(number, scm_from_int(2));
}

static SCM throws(void *nothing) {
  (void)nothing;
  return scm_c_eval_string("(throw 'of-scheme \"thrown in Scheme\")");
}

static SCM caught(void *nothing, SCM key, SCM arguments) {
  (void)nothing;
  return scm_is_eq(key, scm_from_utf8_symbol("of-scheme")) ? scm_car(arguments) : SCM_BOOL_F;
}

static void *work(void *failed) {
  say("expression", expression);
  char *result = scm_to_utf8_string(scm_c_eval_string(expression));
  say("result", result);
  free(result);

  scm_c_define("plugin-text", scm_from_utf8_string("to Guile"));
  check("strings", is(scm_c_eval_string("(string-reverse plugin-text)"), "eliuG ot"));

  SCM text = scm_internal_catch(SCM_BOOL_T, throws, NULL, caught, NULL);
  check("error", scm_is_string(text) && is(text, "thrown in Scheme"));

  scm_c_define_gsubr("plugin-twice", 1, 0, 0, (scm_t_subr)plugin_twice);
  check("native", scm_to_int(scm_c_eval_string("(plugin-twice 21)")) == 42);

  // Modules of machine code: guile-readline.so, and one that finds Guile's symbols in the global scope or not
  // at all.
  scm_c_use_module("ice-9 readline");
  scm_c_eval_string("(load-extension \"" EXTENSION "\" \"init_extension\")");
  check("modules",
        scm_is_true(scm_c_eval_string("(and (list? (readline-options)) (= (extension-thrice 2) 6))")));
  *(int *)failed = finish();
  return NULL;
}

static SCM plugin_work(void) {
  int failed = 1;
  work(&failed);
  return scm_from_int(failed);
}

EXPORTED void init_plugin(void) {
  scm_c_define_gsubr("plugin-work", 0, 0, 0, (scm_t_subr)plugin_work);
}

EXPORTED int plugin_run(void) {
  int failed = 1;
  scm_with_guile(work, &failed);
  return failed;
}
