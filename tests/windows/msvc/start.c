// What of the C runtime's start a plugin without one needs: its C++ initialisers are run.
typedef void (*initialiser)(void);
#pragma section(".CRT$XCA", read)
#pragma section(".CRT$XCZ", read)
__declspec(allocate(".CRT$XCA")) const initialiser first = 0;
__declspec(allocate(".CRT$XCZ")) const initialiser last = 0;

int __stdcall _DllMainCRTStartup(void *self, unsigned long reason, void *reserved) {
  (void)self, (void)reserved;
  if (reason == 1)
    for (const initialiser *i = &first; i != &last; ++i)
      if (*i)
        (*i)();
  return 1;
}

#ifdef WITH_TLS
// A TLS directory, which the C runtime has: with the array of callbacks between XLA and XLZ.
typedef void(__stdcall *callback)(void *, unsigned long, void *);
#pragma section(".CRT$XLA", read)
#pragma section(".CRT$XLZ", read)
#pragma section(".tls$A", read, write)
#pragma section(".tls$Z", read, write)
__declspec(allocate(".CRT$XLA")) const callback first_callback = 0;
__declspec(allocate(".CRT$XLZ")) const callback last_callback = 0;
__declspec(allocate(".tls$A")) char tls_start = 0;
__declspec(allocate(".tls$Z")) char tls_end = 0;
unsigned long _tls_index;
const struct {
  void *start, *end, *index;
  const callback *callbacks;
  unsigned long fill, characteristics;
} _tls_used = {&tls_start, &tls_end, &_tls_index, &first_callback + 1, 0, 0};
#endif

#ifdef WITH_GUARD
// Control flow guard: what the linker fills in is found through the load configuration.
extern char __guard_fids_table[], __guard_fids_count[], __guard_flags[];
static void check(void) {}
void *__guard_check_icall_fptr = (void *)check, *__guard_dispatch_icall_fptr = (void *)check;
const struct {
  unsigned long size, date;
  unsigned short major, minor;
  unsigned long clear, set, timeout;
  unsigned long long decommit, total, locks, maximum, threshold, affinity;
  unsigned long heap;
  unsigned short pack, dependent;
  void *edit, *cookie, *handlers;
  unsigned long long handler_count;
  void *check, *dispatch, *table, *count;
  void *flags; ///< a number, in the lower half
  unsigned long long integrity;
  void *taken_imports, *taken_import_count, *jump_targets, *jump_target_count;
} _load_config_used = {
    .size = sizeof _load_config_used,
    .check = &__guard_check_icall_fptr,
    .dispatch = &__guard_dispatch_icall_fptr,
    .table = __guard_fids_table,
    .count = __guard_fids_count,
    .flags = __guard_flags,
};
#endif
