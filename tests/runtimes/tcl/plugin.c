// An extension of Tcl that is linked without stubs, and a program's way to an interpreter of its own. Nothing
// in it is about weakrt.
#include <tcl.h>

#include <string.h>

#include "../work.h"

static const char expression[] = "format {%s %s %s} [info patchlevel] [expr {2**100 / 3}] [lsort {b a}]";

// `counter NAME START` makes a command that counts.
static int count(ClientData data, Tcl_Interp *tcl, int words, Tcl_Obj *const *word) {
  (void)words, (void)word;
  Tcl_WideInt *next = data;
  if (*next < 0) {
    Tcl_SetErrorCode(tcl, "PLUGIN", "NEGATIVE", NULL);
    Tcl_SetObjResult(tcl, Tcl_ObjPrintf("%d is below zero", (int)*next));
    return TCL_ERROR;
  }
  Tcl_SetObjResult(tcl, Tcl_NewWideIntObj((*next)++));
  return TCL_OK;
}

static void free_counter(ClientData data) {
  Tcl_Free(data);
}

static int counter(ClientData data, Tcl_Interp *tcl, int words, Tcl_Obj *const *word) {
  (void)data;
  Tcl_WideInt start;
  if (words != 3) {
    Tcl_WrongNumArgs(tcl, 1, word, "name start");
    return TCL_ERROR;
  }
  if (Tcl_GetWideIntFromObj(tcl, word[2], &start) != TCL_OK)
    return TCL_ERROR;
  Tcl_WideInt *next = (Tcl_WideInt *)Tcl_Alloc(sizeof *next);
  *next = start;
  Tcl_CreateObjCommand(tcl, Tcl_GetString(word[1]), count, next, free_counter);
  return TCL_OK;
}

// Whether the script ends so, with this as its result.
static int ends(Tcl_Interp *tcl, const char *script, int code, const char *wanted) {
  if (Tcl_Eval(tcl, script) == code && strcmp(Tcl_GetStringResult(tcl), wanted) == 0)
    return 1;
  fprintf(stderr, "%s: %s\n", script, Tcl_GetStringResult(tcl));
  return 0;
}

static int work(Tcl_Interp *tcl) {
  say("expression", expression);
  if (Tcl_Eval(tcl, expression) == TCL_OK)
    say("result", Tcl_GetStringResult(tcl));

  int length = 0;
  Tcl_ObjSetVar2(tcl, Tcl_NewStringObj("text", -1), NULL, Tcl_NewStringObj("to T\u0107l", -1), 0);
  Tcl_ObjSetVar2(tcl, Tcl_NewStringObj("bytes", -1), NULL, Tcl_NewByteArrayObj((unsigned char *)"\0\xff", 2),
                 0);
  check("strings", ends(tcl, "string toupper [string reverse $text]", TCL_OK, "L\u0106T OT") &&
                       Tcl_Eval(tcl, "string reverse $bytes") == TCL_OK &&
                       memcmp(Tcl_GetByteArrayFromObj(Tcl_GetObjResult(tcl), &length), "\xff\0", 2) == 0 &&
                       length == 2);

  Tcl_CreateObjCommand(tcl, "counter", counter, NULL, NULL);
  check("native", ends(tcl, "counter c 41; c; c", TCL_OK, "42"));
  check("error", ends(tcl, "error {thrown in Tcl} {} {CODE 7}", TCL_ERROR, "thrown in Tcl") &&
                     strcmp(Tcl_GetVar(tcl, "errorCode", TCL_GLOBAL_ONLY), "CODE 7") == 0 &&
                     ends(tcl, "counter d -7; try d trap {PLUGIN NEGATIVE} text {set text}", TCL_OK,
                          "-7 is below zero"));

  check("modules",
        ends(tcl, "package require Thread; set thread [thread::create]; thread::send $thread {expr 6 * 7}",
             TCL_OK, "42"));
  return finish();
}

static int plugin_work(ClientData data, Tcl_Interp *tcl, int words, Tcl_Obj *const *word) {
  (void)data, (void)words, (void)word;
  Tcl_SetObjResult(tcl, Tcl_NewIntObj(work(tcl)));
  return TCL_OK;
}

EXPORTED int Plugin_Init(Tcl_Interp *tcl) {
  Tcl_CreateNamespace(tcl, "plugin", NULL, NULL);
  Tcl_CreateObjCommand(tcl, "plugin::work", plugin_work, NULL, NULL);
  return Tcl_PkgProvide(tcl, "Plugin", "1.0");
}

EXPORTED int plugin_run(void) {
  Tcl_FindExecutable("plugin");
  Tcl_Interp *tcl = Tcl_CreateInterp();
  int failed = Tcl_Init(tcl) != TCL_OK || work(tcl);
  Tcl_DeleteInterp(tcl);
  Tcl_Finalize();
  return failed;
}
