// A function and a datum of the runtime, used by a library or by a program.
__declspec(dllimport) int rt_add(int a, int b);
__declspec(dllimport) extern int rt_data;

#ifndef PROGRAM
__declspec(dllexport)
#endif
int plugin_run(void) {
  return rt_add(rt_data, 1);
}
