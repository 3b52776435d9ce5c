/* The loader of Python, written against CPython's API as its documentation says: there is nothing in it about
 * weakrt. */
#include <Python.h>

#include "loader_impl.h"

static PyThreadState *main_thread;

static int initialize(void) {
  Py_InitializeEx(0); /* without Python's signal handlers: the process is somebody else's */
  main_thread = PyEval_SaveThread();
  return 0;
}

/* "ZeroDivisionError: division by zero", and the error is gone. */
static PyObject *take_error(void) {
  PyObject *type, *value, *traceback, *text;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  text = PyUnicode_FromFormat("%s: %S", ((PyTypeObject *)type)->tp_name, value);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(traceback);
  return text;
}

static int evaluate(const char *code, char *result, size_t size) {
  PyGILState_STATE gil = PyGILState_Ensure();
  PyObject *globals = PyModule_GetDict(PyImport_AddModule("__main__"));
  PyObject *value = PyRun_String(code, Py_eval_input, globals, globals);
  /* Py_None is data, a variable of the runtime: of these, too, there must be one. */
  PyObject *text = value == Py_None ? PyUnicode_FromString("") : value ? PyObject_Str(value) : NULL;
  int failed = !text;
  const char *utf8;
  if (failed)
    text = take_error();
  utf8 = text ? PyUnicode_AsUTF8(text) : NULL;
  PyOS_snprintf(result, size, "%s", utf8 ? utf8 : "(no text)");
  PyErr_Clear();
  Py_XDECREF(text);
  Py_XDECREF(value);
  PyGILState_Release(gil);
  return failed;
}

static void destroy(void) {
  PyEval_RestoreThread(main_thread);
  Py_FinalizeEx();
}

const struct loader_impl_interface py_loader_impl = {initialize, evaluate, destroy};
