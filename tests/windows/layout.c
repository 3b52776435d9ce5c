// All that a plugin can import: by name and by number, data, what one import library has and what another,
// and what its runtime only passes on; and how the pages of its slots are protected then.
#include <stdio.h>
#include <windows.h>

__declspec(dllimport) int rt_identify(void), rt_add(int, int), rt_by_number(void), rt_passed_on(void),
    rt_more(void);
__declspec(dllimport) extern int rt_data, rt_more_data;
extern void *__imp_rt_data;

__declspec(dllexport) int plugin_run(void) {
  MEMORY_BASIC_INFORMATION page;
  VirtualQuery(&__imp_rt_data, &page, sizeof page);
  printf("%d %d %d %d %d, protection %lu\n", rt_identify(), rt_add(rt_data, 1), rt_by_number(),
         rt_passed_on(), rt_more() + rt_more_data, page.Protect);
  return 0;
}
