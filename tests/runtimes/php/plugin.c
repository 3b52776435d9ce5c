// An extension of PHP, and a program's way to a PHP of its own. Nothing in it is about weakrt.
#define _GNU_SOURCE
#include <ext/spl/spl_exceptions.h>
#include <ext/standard/base64.h>
#include <ext/standard/php_string.h>
#include <php.h>
#include <sapi/embed/php_embed.h>
#include <zend_exceptions.h>

#include "../work.h"

// What embeds PHP is in libphp only, and needed only where nobody runs PHP.
#pragma weak php_embed_init
#pragma weak php_embed_shutdown

static const char expression[] =
    "implode(' ', [PHP_VERSION, 2 ** 40, addslashes(\"O'Hara\"), intdiv(-7, 2)])";

// Whether the code gives this text.
static int gives(const char *code, const char *wanted) {
  zval value;
  ZVAL_NULL(&value);
  zend_eval_stringl(code, strlen(code), &value, "plugin");
  zend_string *got = zval_get_string(&value);
  int holds = !EG(exception) && zend_string_equals_cstr(got, wanted, strlen(wanted));
  if (!holds)
    fprintf(stderr, "%s: %s\n", code, ZSTR_VAL(got));
  zend_string_release(got);
  zval_ptr_dtor(&value);
  return holds;
}

// Both functions have resolvers (IFUNC), which choose the code for this processor.
static int exchange_strings(void) {
  zval text;
  ZVAL_STRINGL(&text, "to \0'PHP'", 9);
  zend_string *slashed = php_addslashes(Z_STR(text));
  zend_string *coded = php_base64_encode((const unsigned char *)ZSTR_VAL(slashed), ZSTR_LEN(slashed));
  zend_hash_str_update(&EG(symbol_table), "text", 4, &text);
  int holds = gives("base64_encode(addslashes($GLOBALS['text']))", ZSTR_VAL(coded));
  zend_string_release(slashed);
  zend_string_release(coded);
  return holds;
}

// From here to PHP, and from PHP to here.
static int catch_error(void) {
  const char code[] =
      "(function () {"
      "  try { plugin_twice(-1); } catch (ValueError $e) { throw new DomainException($e->getMessage()); }"
      "})()";
  zval value, message;
  zend_eval_stringl(code, sizeof code - 1, &value, "plugin");
  zend_object *error = EG(exception);
  if (!error || error->ce != spl_ce_DomainException)
    return 0;
  zval *text = zend_read_property(error->ce, error, "message", 7, 1, &message);
  int holds =
      zend_string_equals_literal(Z_STR_P(text), "plugin_twice(): Argument #1 ($number) must not be negative");
  zend_clear_exception();
  return holds;
}

static int work(void) {
  zval value;
  say("expression", expression);
  if (zend_eval_stringl(expression, sizeof expression - 1, &value, "plugin") == SUCCESS)
    say("result", Z_STRVAL(value));
  check("strings", exchange_strings());
  check("native", gives("plugin_twice(21)", "42"));
  check("error", catch_error());
  // Extensions find PHP's symbols in the global scope or not at all.
  check("modules", gives("(extension_loaded('ctype') || dl('ctype.so')) && ctype_digit('42')", "1"));
  return finish();
}

ZEND_BEGIN_ARG_INFO_EX(no_arguments, 0, 0, 0)
ZEND_END_ARG_INFO()

ZEND_BEGIN_ARG_INFO_EX(one_number, 0, 0, 1)
ZEND_ARG_TYPE_INFO(0, number, IS_LONG, 0)
ZEND_END_ARG_INFO()

PHP_FUNCTION(plugin_work) {
  ZEND_PARSE_PARAMETERS_NONE();
  RETURN_LONG(work());
}

PHP_FUNCTION(plugin_twice) {
  zend_long number;
  ZEND_PARSE_PARAMETERS_START(1, 1)
  Z_PARAM_LONG(number)
  ZEND_PARSE_PARAMETERS_END();
  if (number < 0) {
    zend_argument_value_error(1, "must not be negative");
    RETURN_THROWS();
  }
  RETURN_LONG(2 * number);
}

static const zend_function_entry functions[] = {PHP_FE(plugin_work, no_arguments)
                                                    PHP_FE(plugin_twice, one_number) PHP_FE_END};

static zend_module_entry plugin_module_entry = {
    STANDARD_MODULE_HEADER,    "plugin", functions, NULL, NULL, NULL, NULL, NULL, "1.0",
    STANDARD_MODULE_PROPERTIES};

ZEND_GET_MODULE(plugin)

EXPORTED int plugin_run(void) {
  char *arguments[] = {(char *)"plugin", NULL};
  if (!php_embed_init || php_embed_init(1, arguments) != SUCCESS)
    return 1;
  int failed = zend_startup_module(&plugin_module_entry) != SUCCESS || work();
  php_embed_shutdown();
  return failed;
}
