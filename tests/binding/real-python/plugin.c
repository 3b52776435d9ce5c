//! about: Debian's CPython: decoys, RTLD_LOCAL, two interpreters, two plugins; as an extension and embedded
//! alone:
//! runtime: none
//! manifest: plugin.toml
//! plugin-cflags: -I/usr/include/python3.11
//! libs: -lpython3.11
//! requires: /usr/include/python3.11/Python.h /usr/lib/x86_64-linux-gnu/libpython3.11.so.1.0
//! prepare: sh {case}/decoys {out}
//! hosts: absent
//! variant: decoy-json | golden: | requires: /usr/bin/python3.11 /usr/lib/python3.11/lib-dynload/_json.cpython-311-x86_64-linux-gnu.so | run: /usr/bin/python3.11 {case}/program.py {plugin} _json | expect-stdout: *: decoy _json.cpython-311-x86_64-linux-gnu.so\nhosted '' 3.11 initialised 1\nours True
//! variant: decoy-boost | golden: | requires: /usr/bin/python3.11 /usr/lib/x86_64-linux-gnu/libboost_python311.so.1.74.0 | run: /usr/bin/python3.11 {case}/program.py {plugin} /usr/lib/x86_64-linux-gnu/libboost_python311.so.1.74.0 | expect-stdout: *: decoy libboost_python311.so.1.74.0\nhosted '' 3.11 initialised 1\nours True
//! variant: decoy-of-our-own | golden: | requires: /usr/bin/python3.11 | run: /usr/bin/python3.11 {case}/program.py {plugin} {out}/libboost_python311.so | expect-stdout: *: decoy libboost_python311.so\nhosted '' 3.11 initialised 1\nours True
//! variant: decoy-in-c-host | host-args: lib={out}/libboost_python311.so plugin ask=python | expect-out: python: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0
//! variant: decoy-needs-it | requires: /usr/lib/x86_64-linux-gnu/libboost_python311.so.1.74.0 | host-args: glib=libpython3.11.so.1.0 lib=/usr/lib/x86_64-linux-gnu/libboost_python311.so.1.74.0 plugin ask=python | expect-out: python: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0
//! variant: local | host-args: lib=libpython3.11.so.1.0 plugin call=plugin_start call=plugin_import | expect-stdout: *: plugin_start 1\nplugin_import 1
//! variant: owned | host-args: plugin call=plugin_start call=plugin_import | expect-stdout: *: plugin_start 1\nplugin_import 1
//! variant: local-late | manifest: never.toml | host-args: plugin lib=libpython3.11.so.1.0 bind=python call=plugin_start call=plugin_import | expect-stdout: *: bind done\nplugin_start 1\nplugin_import 1
//! variant: local-provided | manifest: never.toml | host-args: plugin lib=libpython3.11.so.1.0 provide=python call=plugin_start call=plugin_import | expect-stdout: *: provide done\nplugin_start 1\nplugin_import 1
//! variant: first-call | manifest: call.toml | host-args: modules plugin ask=python modules call=plugin_start ask=python call=plugin_import | expect-stdout: *: modules +0\npython: absent '' version '' missing '' initialised 0\nmodules +1\nplugin_start 1\npython: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1\nplugin_import 1
//! variant: first-call-local | manifest: call.toml | host-args: plugin lib=libpython3.11.so.1.0 call=plugin_start call=plugin_import ask=python | expect-stdout: *: plugin_start 1\nplugin_import 1\npython: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1
//! variant: first-call-in-program | manifest: call.toml | requires: /usr/bin/python3.11 | run: /usr/bin/python3.11 {case}/program.py {plugin} _json | expect-stdout: *: decoy _json.cpython-311-x86_64-linux-gnu.so\nhosted '' 3.11 initialised 1\nours True
//! variant: two-plugins | after: cp {plugin} {plugin}.second | host-args: plugin call=plugin_start ask=python plugin={plugin}.second ask=python call=plugin_import | expect-stdout: *: plugin_start 1\npython: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1\npython: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1\nplugin_import 1
//! variant: two-plugins-first-never-starts | after: cp {plugin} {plugin}.second | host-args: plugin ask=python plugin={plugin}.second ask=python call=plugin_start ask=python plugin ask=python | expect-stdout: *: python: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0\npython: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 0\nplugin_start 1\npython: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1\npython: owned 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1
//! variant: two-program-live | golden: | requires: /usr/bin/python3.11 | run: /usr/bin/python3.11 {case}/program.py {plugin} libpython3.11.so.1.0 apart | expect-stdout: *: decoy libpython3.11.so.1.0\nhosted '' 3.11 initialised 1\nours True
//! variant: two-both-live | golden: | requires: /usr/bin/python3.11 | run: /usr/bin/python3.11 {case}/program.py {plugin} libpython3.11.so.1.0 apart start | expect-stdout: *: decoy libpython3.11.so.1.0\nhosted '' 3.11 initialised 1\nours True
//! variant: two-entangled | golden: | requires: /usr/bin/python3.11 | run: /usr/bin/python3.11 {case}/program.py {plugin} libpython3.11.so.1.0 | expect-stdout: *: decoy libpython3.11.so.1.0\nhosted '' 3.11 initialised 1\nours True
//! variant: live-thread | host-cflags: -pthread | host-args: plugin call=plugin_start call=plugin_thread close-plugin sleep=200 plugin ask=python call=plugin_ticks | expect-stdout: *: plugin_start 1\nplugin_thread 1\npython: hosted 'libpython3.11.so.1.0' version '3.11.2' missing '' initialised 1\nplugin_ticks 1
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <weakrt/weakrt.h>

int plugin_start(void) {
  Py_InitializeEx(0);
  return Py_IsInitialized();
}
// _ctypes names no libpython that it needs: it finds one in the global scope or nowhere.
int plugin_import(void) {
  PyObject *module = PyImport_ImportModule("_ctypes");
  if (!module)
    PyErr_Print();
  return module != Py_None && module != NULL;
}
// A thread of the interpreter's that outlives this plugin.
int plugin_thread(void) {
  int result = PyRun_SimpleString("import threading, time\n"
                                  "ticks = 0\n"
                                  "def tick():\n"
                                  "    global ticks\n"
                                  "    while True:\n"
                                  "        time.sleep(0.001)\n"
                                  "        ticks += 1\n"
                                  "threading.Thread(target=tick, daemon=True).start()\n");
  PyEval_SaveThread();
  return result == 0;
}
int plugin_ticks(void) {
  PyGILState_STATE state = PyGILState_Ensure();
  PyObject *ticks = PyObject_GetAttrString(PyImport_AddModule("__main__"), "ticks");
  long count = ticks ? PyLong_AsLong(ticks) : -1;
  Py_XDECREF(ticks);
  PyGILState_Release(state);
  return count > 10;
}

PyObject *plugin_none(void) {
  Py_INCREF(Py_None);
  return Py_None;
}
