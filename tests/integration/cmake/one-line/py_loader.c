#include <Python.h>

/* Works where there is a Python, and starts one where there is none. */
void py_loader_hello(void) {
  if (!Py_IsInitialized())
    Py_InitializeEx(0);
  PyGILState_STATE state = PyGILState_Ensure();
  PyRun_SimpleString("print('hello from Python, libpython is mapped:',"
                     "      'libpython' in open('/proc/self/maps').read(), flush=True)");
  PyGILState_Release(state);
}
