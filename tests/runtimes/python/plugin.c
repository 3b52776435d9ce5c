// An extension module of Python, and a program's way to an interpreter of its own. Nothing in it is about
// weakrt.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <string.h>

#include "../work.h"

static const char expression[] = "' '.join(['%x' % 2 ** 70, 'stra\\u00dfe'.upper(), repr(0.1 + 0.2)])";

// Counter(start) makes an object that counts when it is called.
typedef struct {
  PyObject_HEAD long next;
} Counter;

static int counter_init(PyObject *self, PyObject *arguments, PyObject *named) {
  (void)named;
  return PyArg_ParseTuple(arguments, "l", &((Counter *)self)->next) ? 0 : -1;
}

static PyObject *counter_call(PyObject *self, PyObject *arguments, PyObject *named) {
  (void)arguments, (void)named;
  Counter *counter = (Counter *)self;
  if (counter->next < 0)
    return PyErr_Format(PyExc_ValueError, "%ld is below zero", counter->next);
  return PyLong_FromLong(counter->next++);
}

static PyTypeObject counter_type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = "plugin.Counter",
    .tp_basicsize = sizeof(Counter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = counter_init,
    .tp_call = counter_call,
};

// Whether the code, an expression, gives this, as text, or raises it, as an exception of this class.
static int gives(PyObject *names, const char *code, const char *wanted, PyObject *exception) {
  PyObject *value = PyRun_String(code, Py_eval_input, names, names), *type = NULL, *trace = NULL;
  if (!value)
    PyErr_Fetch(&type, &value, &trace), PyErr_NormalizeException(&type, &value, &trace);
  PyObject *text = PyObject_Str(value);
  int holds = text && strcmp(PyUnicode_AsUTF8(text), wanted) == 0 && type == exception;
  if (!holds)
    fprintf(stderr, "%s: %s\n", code, text ? PyUnicode_AsUTF8(text) : "no text");
  Py_XDECREF(text);
  Py_XDECREF(type);
  Py_XDECREF(value);
  Py_XDECREF(trace);
  return holds;
}

static int work(void) {
  PyObject *names = PyDict_New();
  PyDict_SetItemString(names, "__builtins__", PyEval_GetBuiltins());
  say("expression", expression);
  PyObject *result = PyRun_String(expression, Py_eval_input, names, names);
  say("result", result ? PyUnicode_AsUTF8(result) : NULL);
  Py_XDECREF(result);

  PyObject *text = PyUnicode_FromStringAndSize("to \0 P\u00fdthon", 12);
  PyDict_SetItemString(names, "text", text);
  Py_DECREF(text);
  check("strings", gives(names, "text[::-1].split('\\0')[0]", "noht\u00fdP ", NULL));
  PyDict_SetItemString(names, "Counter", (PyObject *)&counter_type);
  check("native", gives(names, "(lambda c: (c(), c()))(Counter(41))", "(41, 42)", NULL));
  check("error", gives(names, "Counter(-7)()", "-7 is below zero", PyExc_ValueError) &&
                     gives(names, "{}['thrown in Python']", "'thrown in Python'", PyExc_KeyError));
  // Modules of machine code, which find Python's symbols in the global scope or not at all.
  check("modules", gives(names, "__import__('_ctypes').sizeof(__import__('ctypes').c_int)", "4", NULL) &&
                       gives(names, "__import__('decimal').Decimal('0.1') * 3", "0.3", NULL) &&
                       gives(names, "__import__('_decimal').__name__", "decimal", NULL));
  Py_DECREF(names);
  return finish();
}

static PyObject *plugin_work(PyObject *self, PyObject *nothing) {
  (void)self, (void)nothing;
  return PyLong_FromLong(work());
}

PyMODINIT_FUNC PyInit_plugin(void) {
  static PyMethodDef functions[] = {{"work", plugin_work, METH_NOARGS, NULL}, {NULL, NULL, 0, NULL}};
  static PyModuleDef module = {.m_base = PyModuleDef_HEAD_INIT, .m_name = "plugin", .m_methods = functions};
  return PyType_Ready(&counter_type) == 0 ? PyModule_Create(&module) : NULL;
}

EXPORTED int plugin_run(void) {
  Py_InitializeEx(0);
  int failed = PyType_Ready(&counter_type) != 0 || work();
  return Py_FinalizeEx() != 0 || failed;
}
