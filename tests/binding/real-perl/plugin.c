//! about: Debian's perl, whose current interpreter is a thread-local variable: in the program, or embedded
//! alone:
//! runtime: none
//! manifest: plugin.toml
//! plugin-cflags: -D_REENTRANT -D_GNU_SOURCE -DDEBIAN -fwrapv -fno-strict-aliasing -isystem /usr/lib/x86_64-linux-gnu/perl/5.36/CORE
//! libs: -l:libperl.so.5.36
//! requires: /usr/bin/perl /usr/lib/x86_64-linux-gnu/perl/5.36/CORE/perl.h
//! hosts: absent
//! expect-no-dynamic: libperl
//! check: "$WEAKRT" inspect "$WEAK" | grep "thread-local  *PL_current_context"
//! variant: in-program | run: /usr/bin/perl {case}/program.pl {plugin} | expect-stdout: *: product 42
//! variant: owned | host-args: plugin ask=perl call=plugin_embedded | expect-stdout: *: perl: owned 'libperl.so.5.36' version '' missing '' initialised -1\nplugin_embedded 42
//! variant: local | host-args: lib=libperl.so.5.36 plugin ask=perl call=plugin_embedded | expect-stdout: *: perl: hosted 'libperl.so.5.36' version '' missing '' initialised -1\nplugin_embedded 42
#define PERL_NO_GET_CONTEXT
#include <EXTERN.h>
#include <XSUB.h>
#include <perl.h>

// Called by Perl: the interpreter is the one that calls.
void plugin_product(pTHX_ CV *cv);
void plugin_product(pTHX_ CV *cv) {
  dXSARGS;
  PerlInterpreter *told = aTHX;
  {
    dTHX;
    if (aTHX != told || items != 2)
      Perl_croak(aTHX_ "not this interpreter");
    ST(0) = sv_2mortal(newSViv(SvIV(ST(0)) * SvIV(ST(1))));
  }
  XSRETURN(1);
}

// An interpreter of its own, which finds itself in the thread-local variable; POSIX is a module of
// machine code, which finds it there, too.
int plugin_embedded(void) {
  char *arguments[] = {(char *)"", (char *)"-e", (char *)"0", NULL};
  PerlInterpreter *interpreter = perl_alloc();
  perl_construct(interpreter);
  perl_parse(interpreter, NULL, 3, arguments, NULL);
  dTHX;
  int answer = (int)SvIV(Perl_eval_pv(aTHX_ "6 * 7", TRUE));
  return aTHX == interpreter ? answer : -1;
}
