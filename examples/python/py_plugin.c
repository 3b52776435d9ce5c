// A plugin written against CPython as its documentation says, with nothing in it about weakrt.
//
// It uses each kind of import that a linker resolves in its own way: functions, data (Py_None is
// &_Py_NoneStruct, PyExc_ValueError a variable), addresses in static data (the slots of a static type),
// a weak reference that this CPython has, and one that it may lack.

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define EXPORTED __attribute__((visibility("default")))

// CPython 3.11 and later.
extern const unsigned long Py_Version __attribute__((weak));
// CPython 3.12 and later.
extern PyObject *PyErr_GetRaisedException(void) __attribute__((weak));

// A constructor runs inside dlopen. These two are among the few calls that CPython allows before
// Py_Initialize, and before anybody holds the GIL.
static char version_at_load[256];
static int initialized_at_load;

__attribute__((constructor)) static void on_load(void) {
  snprintf(version_at_load, sizeof version_at_load, "%s", Py_GetVersion());
  initialized_at_load = Py_IsInitialized();
}

typedef struct {
  PyObject_HEAD long total;
} Counter;

static PyObject *counter_add(PyObject *self, PyObject *number) {
  long value = PyLong_AsLong(number);
  if (value == -1 && PyErr_Occurred())
    return NULL;
  if (value < 0) {
    PyErr_SetString(PyExc_ValueError, "a counter only grows");
    return NULL;
  }
  return PyLong_FromLong(((Counter *)self)->total += value);
}

static PyMethodDef counter_methods[] = {
    {"add", counter_add, METH_O, "Adds a number and returns the total."},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject counter_type = {
    PyVarObject_HEAD_INIT(&PyType_Type, 0).tp_name = "plugin.Counter",
    .tp_basicsize = sizeof(Counter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_methods = counter_methods,
    .tp_getattro = PyObject_GenericGetAttr,
    .tp_new = PyType_GenericNew,
};

struct report {
  char *text;
  size_t size;
  size_t used;
  int failures;
};

__attribute__((format(printf, 2, 3))) static void say(struct report *report, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(report->text + report->used, report->size - report->used, format, arguments);
  va_end(arguments);
  report->used += (size_t)length < report->size - report->used ? (size_t)length : 0;
}

static void check(struct report *report, int holds, const char *what) {
  if (holds)
    return;
  ++report->failures;
  say(report, "failed=%s\n", what);
}

// The host evaluates this too and compares, so no expected value is written down anywhere.
static const char expression[] =
    "'%s %d %s' % (__import__('sys').version, sum(i * i for i in range(100)), 'gr\\xfc\\xdfe'.upper())";

static void evaluate(struct report *report) {
  PyObject *globals = PyDict_New();
  PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
  PyObject *value = PyRun_String(expression, Py_eval_input, globals, globals);
  const char *text = value ? PyUnicode_AsUTF8(value) : NULL;
  check(report, text != NULL, "an expression can be evaluated");
  say(report, "expression=%s\nresult=%s\n", expression, text ? text : "");
  Py_XDECREF(value);
  Py_DECREF(globals);
}

static void raise_and_catch(struct report *report, PyObject *counter) {
  PyObject *total = PyObject_CallMethod(counter, "add", "i", -1);
  check(report, total == NULL && PyErr_ExceptionMatches(PyExc_ValueError), "ValueError is raised and caught");
  PyErr_Clear();
}

static void use_static_type(struct report *report) {
  check(report, PyType_Ready(&counter_type) == 0, "the static type is accepted");
  PyObject *counter = PyObject_CallNoArgs((PyObject *)&counter_type);
  check(report, counter != NULL, "the static type can be instantiated");
  if (counter == NULL)
    return;
  raise_and_catch(report, counter);
  PyObject *total = PyObject_CallMethod(counter, "add", "i", 42);
  check(report, total != NULL && PyLong_AsLong(total) == 42, "a method of the static type works");
  Py_XDECREF(total);
  Py_DECREF(counter);
}

// CPython decides by comparing such pointers, so there may be only one address for each function.
static void compare_pointers(struct report *report) {
  check(report, counter_type.tp_getattro == PyObject_GenericGetAttr,
        "one address in static data and in code");
  check(report, PyBaseObject_Type.tp_getattro == PyObject_GenericGetAttr, "one address in CPython and here");
  check(report, PyBaseObject_Type.tp_setattro == PyObject_GenericSetAttr, "one address of a setter");
  PyObject *none = Py_BuildValue("");
  check(report, none == Py_None, "CPython's None is the plugin's");
  Py_XDECREF(none);
}

static void weak_references(struct report *report) {
  check(report, (&Py_Version != NULL) == (PY_VERSION_HEX >= 0x030b0000), "a weak reference to what is there");
  check(report, (PyErr_GetRaisedException != NULL) == (PY_VERSION_HEX >= 0x030c0000),
        "a weak one to what is not");
  if (&Py_Version)
    check(report, Py_Version >> 16 == PY_VERSION_HEX >> 16, "CPython's own version number");
}

// No extension module has libpython among its needed libraries: this fails where libpython is not global.
static void import_extension_module(struct report *report) {
  PyObject *module = PyImport_ImportModule("_ctypes");
  check(report, module != NULL, "_ctypes can be imported");
  if (module == NULL)
    PyErr_Clear();
  Py_XDECREF(module);
}

// Uses Python, initialising it if nobody has, and writes lines of key=value. Returns how many checks failed.
EXPORTED int plugin_run(char *text, size_t size) {
  struct report report = {.text = text, .size = size};
  if (!Py_IsInitialized()) {
    Py_InitializeEx(0);
    PyEval_SaveThread();
  }
  PyGILState_STATE gil = PyGILState_Ensure();
  say(&report, "initialized_at_load=%d\nnone_address_plugin=%p\n", initialized_at_load, (void *)Py_None);
  check(&report, strcmp(version_at_load, Py_GetVersion()) == 0, "the constructor saw this CPython");
  evaluate(&report);
  use_static_type(&report);
  compare_pointers(&report);
  weak_references(&report);
  import_extension_module(&report);
  PyGILState_Release(gil);
  say(&report, "work=%s\n", report.failures ? "failed" : "ok");
  return report.failures;
}
