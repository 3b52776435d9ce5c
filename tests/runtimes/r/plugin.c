// Native routines for R, and a program's way to an R of its own. Nothing in it is about weakrt.
#include <R.h>
#include <R_ext/Rdynload.h>
#include <Rembedded.h>
#include <Rinternals.h>
#define R_INTERFACE_PTRS
#include <Rinterface.h>
#include <stdlib.h>
#include <string.h>

#include "../work.h"

static const char expression[] =
    "paste(R.version.string, format(pi, digits = 15), toupper('gr\\u00fc\\u00dfe'), sum((1:10)^2))";

static SEXP evaluate(const char *code) {
  return R_ParseEvalString(code, R_GlobalEnv);
}

static int is(SEXP text, const char *wanted) {
  return TYPEOF(text) == STRSXP && strcmp(CHAR(STRING_ELT(text, 0)), wanted) == 0;
}

static SEXP plugin_twice(SEXP number) {
  return Rf_ScalarInteger(2 * INTEGER(number)[0]);
}

static SEXP throws(void *nothing) {
  (void)nothing;
  return evaluate("stop('thrown in R')");
}

static SEXP caught(SEXP condition, void *nothing) {
  (void)nothing;
  Rf_defineVar(Rf_install("plugin_condition"), condition, R_GlobalEnv);
  return evaluate("conditionMessage(plugin_condition)");
}

static SEXP plugin_work(void) {
  say("expression", expression);
  say("result", CHAR(STRING_ELT(evaluate(expression), 0)));

  Rf_defineVar(Rf_install("plugin_text"), Rf_mkString("to R"), R_GlobalEnv);
  check("strings", is(evaluate("paste(rev(strsplit(plugin_text, '')[[1]]), collapse = '')"), "R ot"));

  check("error", is(R_tryCatchError(throws, NULL, caught, NULL), "thrown in R"));

  check("native", Rf_asInteger(evaluate(".Call('plugin_twice', 21L)")) == 42);

  // Packages with machine code; splines.so is loaded here, stats.so with R.
  evaluate("library(splines)");
  check("modules", Rf_asLogical(evaluate("nrow(bs(1:7)) == 7 && Re(stats::fft(1:3))[1] == 6")) == TRUE);
  return Rf_ScalarInteger(finish());
}

static const R_CallMethodDef routines[] = {
    {"plugin_work", (DL_FUNC)plugin_work, 0}, {"plugin_twice", (DL_FUNC)plugin_twice, 1}, {NULL, NULL, 0}};

EXPORTED void R_init_libplugin(DllInfo *library) {
  R_registerRoutines(library, NULL, routines, NULL, NULL);
}

EXPORTED int plugin_run(void) {
  char *arguments[] = {(char *)"R", (char *)"--vanilla", (char *)"--no-echo", NULL};
  setenv("R_HOME", R_HOME, 0);
  R_SignalHandlers = 0;
  Rf_initEmbeddedR(3, arguments);
  R_init_libplugin(R_getEmbeddingDllInfo());
  int failed = Rf_asInteger(plugin_work());
  Rf_endEmbeddedR(0);
  return failed;
}
