#include <Python.h>
#include <weakrt/weakrt.h>

/* A program that has scripts where there is a Python, and does without them where there is none. */
int main(void) {
  struct weakrt_runtime_1 python;
  if (weakrt_runtime("python", &python) != WEAKRT_DONE || python.failed) {
    puts("no scripts: there is no Python");
    return 0;
  }
  Py_InitializeEx(0);
  PyObject *nothing = Py_BuildValue("");
  printf("scripts run in Python, None is None: %d\n", nothing == Py_None);
  return Py_FinalizeEx();
}
