// The made-up runtime of the first-call tests.
#pragma once

#ifdef RT_INSIDE
#define RT __declspec(dllexport)
#else
#define RT __declspec(dllimport)
#endif

RT int rt_add(int a, int b);
RT int rt_identify(void);
RT const char *rt_version(void);
RT const char *rt_name(void);
RT double rt_mix(int a, double b, double c, double d, int e, double f);
RT extern int rt_data;
RT extern int rt_array[4];

#ifdef __clang__
typedef float Four __attribute__((vector_size(16)));
typedef float Eight __attribute__((vector_size(32)));
RT float __attribute__((vectorcall)) rt_fours(Four a, Four b, Four c, Four d, Four e, Four f);
RT float __attribute__((vectorcall)) rt_eights(Eight a, Eight b, Eight c, Eight d, Eight e, Eight f);
#endif
