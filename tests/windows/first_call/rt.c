// RT_NAME tells one copy from another; RT_LACKS_MIX, RT_CALLS_BACK: what is wrong with it. Being loaded it
// changes every vector register that a function may change.
#define RT_INSIDE
#include "rt.h"

#include <windows.h>

int rt_data = 2;
int rt_array[4] = {10, 20, 30, 40};

int rt_add(int a, int b) {
  return a + b;
}
int rt_identify(void) {
  return 7;
}
const char *rt_version(void) {
  return "2.3.4";
}
const char *rt_name(void) {
  return RT_NAME;
}
#ifndef RT_LACKS_MIX
double rt_mix(int a, double b, double c, double d, int e, double f) {
  return a * 100000 + b * 10000 + c * 1000 + d * 100 + e * 10 + f;
}
#endif
float __attribute__((vectorcall)) rt_fours(Four a, Four b, Four c, Four d, Four e, Four f) {
  return a[3] + 10 * b[3] + 100 * c[3] + 1000 * d[3] + 10000 * e[3] + 100000 * f[3];
}
__attribute__((target("avx"))) float __attribute__((vectorcall)) rt_eights(Eight a, Eight b, Eight c, Eight d,
                                                                           Eight e, Eight f) {
  return a[7] + 10 * b[7] + 100 * c[7] + 1000 * d[7] + 10000 * e[7] + 100000 * f[7];
}

__attribute__((target("avx"))) static void change_wide_registers(void) {
  __asm__ volatile("vxorps %%ymm0, %%ymm0, %%ymm0\n vxorps %%ymm1, %%ymm1, %%ymm1\n"
                   "vxorps %%ymm2, %%ymm2, %%ymm2\n vxorps %%ymm3, %%ymm3, %%ymm3\n"
                   "vxorps %%ymm4, %%ymm4, %%ymm4\n vxorps %%ymm5, %%ymm5, %%ymm5\n" ::
                       : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5");
}

BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, void *reserved) {
  (void)module, (void)reserved;
  if (reason != DLL_PROCESS_ATTACH)
    return TRUE;
  __asm__ volatile("pxor %%xmm0, %%xmm0\n pxor %%xmm1, %%xmm1\n pxor %%xmm2, %%xmm2\n"
                   "pxor %%xmm3, %%xmm3\n pxor %%xmm4, %%xmm4\n pxor %%xmm5, %%xmm5\n" ::
                       : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5");
  if (__builtin_cpu_supports("avx"))
    change_wide_registers();
  SetLastError(5);
#ifdef RT_CALLS_BACK
  int (*call)(void) = (int (*)(void))(void *)GetProcAddress(GetModuleHandleA("plugin.dll"), "plugin_add");
  call();
#endif
  return TRUE;
}
