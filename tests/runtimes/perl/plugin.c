// An extension module of Perl, and a program's way to an interpreter of its own. Nothing in it is about
// weakrt.
#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <XSUB.h>
#include <perl.h>

#include "../work.h"

static const char expression[] = "join('-', $], map { $_ ** 2 } 1 .. 5) . uc 'gr\\xfc\\xdfe' =~ s/\\W/?/gr";

XS(plugin_twice);
XS(plugin_twice) {
  dXSARGS;
  if (items != 1)
    croak_xs_usage(cv, "number");
  ST(0) = sv_2mortal(newSViv(2 * SvIV(ST(0))));
  XSRETURN(1);
}

static int work(pTHX) {
  say("expression", expression);
  say("result", SvPV_nolen(eval_pv(expression, TRUE)));

  SV *text = get_sv("Plugin::text", GV_ADD);
  sv_setpvs(text, "to Perl");
  SV *back = eval_pv("scalar reverse $Plugin::text", TRUE);
  check("strings", strEQ(SvPV_nolen(back), "lreP ot"));

  eval_pv("die \"thrown in Perl\\n\"", FALSE);
  check("error", SvTRUE(ERRSV) && strEQ(SvPV_nolen(ERRSV), "thrown in Perl\n"));

  newXS("Plugin::twice", plugin_twice, __FILE__);
  check("native", SvIV(eval_pv("Plugin::twice(21)", TRUE)) == 42);

  // Modules of machine code, which find Perl's symbols in the global scope or not at all.
  eval_pv("use POSIX (); use List::Util 'sum'; $Plugin::sum = sum(POSIX::floor(1.5), 2)", FALSE);
  check("modules", !SvTRUE(ERRSV) && SvIV(get_sv("Plugin::sum", 0)) == 3);
  return finish();
}

XS(plugin_work);
XS(plugin_work) {
  dXSARGS;
  PERL_UNUSED_VAR(items);
  ST(0) = sv_2mortal(newSViv(work(aTHX)));
  XSRETURN(1);
}

EXPORTED XS(boot_Plugin);
XS(boot_Plugin) {
  dXSARGS;
  PERL_UNUSED_VAR(cv);
  PERL_UNUSED_VAR(items);
  newXS("Plugin::work", plugin_work, __FILE__);
  XSRETURN_YES;
}

EXTERN_C void boot_DynaLoader(pTHX_ CV *cv);
static void load_modules(pTHX) {
  newXS("DynaLoader::boot_DynaLoader", boot_DynaLoader, __FILE__);
}

EXPORTED int plugin_run(void) {
  char *arguments[] = {(char *)"plugin", (char *)"-e", (char *)"0", NULL};
  PerlInterpreter *interpreter = perl_alloc();
  PERL_SET_CONTEXT(interpreter);
  perl_construct(interpreter);
  perl_parse(interpreter, load_modules, 3, arguments, NULL);
  dTHX;
  int failed = work(aTHX);
  perl_destruct(interpreter);
  perl_free(interpreter);
  return failed;
}
