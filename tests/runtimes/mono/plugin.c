// A native library for C#, and a program's way to a Mono of its own. Nothing in it is about weakrt.
#include <mono/jit/jit.h>
#include <mono/metadata/appdomain.h>
#include <mono/metadata/assembly.h>
#include <mono/metadata/exception.h>
#include <mono/metadata/mono-config.h>
#include <string.h>

#include "../work.h"

static const char expression[] = "concat('gr\xc3\xbc\xc3\x9f"
                                 "e ', sum(//n) * 8, ' ', translate('Mono', 'o', ''))";

static MonoClass *host;

static char *call(const char *method, const char *argument, MonoObject **thrown) {
  MonoString *text = argument ? mono_string_new(mono_domain_get(), argument) : NULL;
  void *arguments[] = {text};
  MonoMethod *found = mono_class_get_method_from_name(host, method, argument != NULL);
  MonoObject *result = mono_runtime_invoke(found, NULL, arguments, thrown);
  return result && !(thrown && *thrown) ? mono_string_to_utf8((MonoString *)result) : NULL;
}

static int returns(const char *method, const char *argument, const char *wanted) {
  MonoObject *thrown = NULL;
  char *result = call(method, argument, &thrown);
  int same = result && strcmp(result, wanted) == 0;
  mono_free(result);
  return same;
}

static int throws(const char *method, const char *wanted) {
  MonoObject *thrown = NULL;
  call(method, NULL, &thrown);
  if (!thrown)
    return 0;
  MonoProperty *message = mono_class_get_property_from_name(mono_get_exception_class(), "Message");
  char *told = mono_string_to_utf8((MonoString *)mono_property_get_value(message, thrown, NULL, NULL));
  int same = strcmp(told, wanted) == 0;
  mono_free(told);
  return same;
}

static int twice(int number) {
  if (number < 0)
    mono_raise_exception(mono_get_exception_argument("number", "is negative"));
  return 2 * number;
}

static int work(void) {
  MonoAssembly *assembly = mono_domain_assembly_open(mono_domain_get(), ASSEMBLY);
  host = mono_class_from_name(mono_assembly_get_image(assembly), "", "Host");

  say("expression", expression);
  char *result = call("Evaluate", expression, NULL);
  say("result", result);
  mono_free(result);

  check("strings", returns("Reverse", "to Mono", "onoM ot"));

  mono_add_internal_call("Host::Twice", (const void *)twice);
  check("native", returns("Native", NULL, "twice is 42"));

  check("error", throws("Throw", "thrown in C#") && returns("Catch", NULL, "number"));

  check("modules", returns("Modules", NULL, "config"));
  return finish();
}

EXPORTED int plugin_run(void) {
  if (mono_get_root_domain())
    return work();
  mono_config_parse(NULL);
  MonoDomain *domain = mono_jit_init("plugin");
  int failed = work();
  mono_jit_cleanup(domain);
  return failed;
}
