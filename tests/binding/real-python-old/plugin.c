//! about: a plugin built against CPython 3.11 meets 3.8, which lacks PyCMethod_New and others
//! alone:
//! runtime: none
//! plugin-cflags: -I/usr/include/python3.11
//! libs: -lpython3.11
//! requires: /usr/include/python3.11/Python.h /usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0
//! prepare: sh {case}/library {case} {out}
//! manifest: plugin.toml
//! hosts: absent
//! variant: missing | golden: | host-args: lib={out}/old/libpython3.8.so.1.0 modules plugin modules ask=python story=python | expect-stdout: *: modules +0\nmodules +1\npython: failed absent '' version '3.8.18' missing 'PyCMethod_New, PyFrame_GetCode, PyType_GetModule' initialised 0
//! variant: trap | golden: | host-args: lib={out}/old/libpython3.8.so.1.0 plugin call=plugin_run | expect-exit: *: SIGABRT
//! variant: present-is-trapped-too | host-args: lib={out}/old/libpython3.8.so.1.0 plugin fault=plugin_present | expect-stdout: *: fault in memory that is ---p
//! variant: version | golden: | manifest: new.toml | host-args: lib={out}/old/libpython3.8.so.1.0 modules plugin modules ask=python story=python | expect-stdout: *: modules +0\nmodules +1\npython: failed absent '' version '3.8.18' missing '' initialised 0
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *answer(PyObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count,
                        PyObject *names) {
  (void)self, (void)type, (void)args, (void)count, (void)names;
  return PyLong_FromLong(42);
}
static PyMethodDef method = {"answer", (PyCFunction)(void (*)(void))answer,
                             METH_METHOD | METH_FASTCALL | METH_KEYWORDS, NULL};

int plugin_run(void) {
  return PyLong_FromLong(1) == NULL || PyCMethod_New(&method, NULL, NULL, &PyLong_Type) == NULL;
}
int plugin_more(void) {
  return PyFrame_GetCode(NULL) != NULL || PyType_GetModule(NULL) != NULL;
}
int plugin_present(void) {
  return (int)Py_REFCNT(PyExc_ValueError);
}
