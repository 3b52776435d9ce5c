/* An extension module with an embedded mode: greeting_hello() is for programs without Python. It starts one,
 * which imports this same file. Nothing in it knows of weakrt. */
#include <Python.h>
#include <stdio.h>
#include <string.h>

static int is_mapped(const char *name) {
  char line[4096];
  int found = 0;
  FILE *maps = fopen("/proc/self/maps", "r");
  while (fgets(line, sizeof line, maps))
    found |= strstr(line, name) != NULL;
  fclose(maps);
  return found;
}

static PyObject *hello(PyObject *self, PyObject *arguments) {
  (void)self, (void)arguments;
  PySys_WriteStdout("hello from Python, libpython is mapped: %s\n",
                    is_mapped("libpython") ? "True" : "False");
  Py_RETURN_NONE;
}

static PyMethodDef functions[] = {{"hello", hello, METH_NOARGS, "says hello"}, {NULL, NULL, 0, NULL}};
static PyModuleDef module = {PyModuleDef_HEAD_INIT, "greeting", NULL, -1, functions, NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit_greeting(void) {
  return PyModule_Create(&module);
}

void greeting_hello(void) {
  PyImport_AppendInittab("greeting", PyInit_greeting);
  Py_InitializeEx(0);
  PyObject *greeting = PyImport_ImportModule("greeting");
  PyObject *result = greeting ? PyObject_CallMethod(greeting, "hello", NULL) : NULL;
  if (!result)
    PyErr_Print();
  Py_XDECREF(result);
  Py_XDECREF(greeting);
  Py_FinalizeEx();
}
