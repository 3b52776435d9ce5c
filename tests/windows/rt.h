// The made-up runtime.
#pragma once

#ifdef RT_INSIDE
#define RT __declspec(dllexport)
#elif defined RT_AUTO_IMPORT
#define RT
#else
#define RT __declspec(dllimport)
#endif

#ifdef __cplusplus
extern "C" {
#endif
extern RT int rt_data;
extern RT int rt_array[4];
RT int rt_add(int a, int b);
RT int rt_identify(void);
RT const char *rt_version(void);
RT extern int (*rt_callback)(int);
#ifdef __cplusplus
}
#endif
