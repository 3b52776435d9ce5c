// The smallest plugin: it makes a Python string, in whatever process it is.
#include <Python.h>

// For hosts that run Python: gets an object, returns an object.
PyObject *greet(PyObject *name) {
  return PyUnicode_FromFormat("hello, %S", name);
}

// For hosts that do not: Python is started where nobody has.
void greet_stdout(const char *name) {
  if (!Py_IsInitialized())
    Py_Initialize();
  PyGILState_STATE gil = PyGILState_Ensure();
  PyObject *text = greet(PyUnicode_FromString(name));
  puts(PyUnicode_AsUTF8(text));
  Py_DECREF(text);
  PyGILState_Release(gil);
}
