//! about: from every instruction of a first call in the plugin, thunk, entry and stub, a backtrace reaches the caller
//! only-on: x86_64 i686
//! alone:
//! plugin: plugin.c plugin.S
//! manifest: ../first-call/call.toml
//! hosts: absent
//! plugin-flags: -lgcc_s
//! expect-stdout: *: first: 1; steps in thunk, entry and stub, 0 wrong\nlater: 2; steps in thunk and entry, 0 wrong
//! variant: plt-tables | linkers: bfd gold
//! variant: no-plt-tables | linkers: lld mold | plugin-cflags: -DNO_PLT_TABLES
#define _GNU_SOURCE
#include "foo.h"
#include "steps.h"

#include <link.h>
#include <signal.h>
#include <stdio.h>
#include <unwind.h>

struct caller steps_caller __attribute__((visibility("hidden")));
// weakrt's.
extern const char weakrt_thunks[] __attribute__((visibility("hidden")));
extern const char weakrt_first_call[] __attribute__((visibility("hidden")));

static uintptr_t code_begin, code_end;
static volatile unsigned steps_in_thunk, steps_in_entry, steps_in_stub, wrong;

// Some linkers make no unwind tables for the PLT.
#ifdef NO_PLT_TABLES
enum { all_has_tables = 0 };
#else
enum { all_has_tables = 1 };
#endif

static int find_code(struct dl_phdr_info *module, size_t size, void *data) {
  (void)size, (void)data;
  for (int i = 0; i < module->dlpi_phnum; ++i) {
    const ElfW(Phdr) *segment = &module->dlpi_phdr[i];
    const uintptr_t begin = module->dlpi_addr + segment->p_vaddr, end = begin + segment->p_memsz;
    if (segment->p_type == PT_LOAD && (uintptr_t)find_code >= begin && (uintptr_t)find_code < end) {
      code_begin = begin;
      code_end = end;
    }
  }
  return 0;
}

struct walk {
  uintptr_t stopped_at;
  int depth;        ///< from where it stopped, that being 1; 0: that was not met
  int caller_depth; ///< 0: it was not met
  int caller_is_right;
};

static _Unwind_Reason_Code step_out(struct _Unwind_Context *context, void *data) {
  struct walk *walk = data;
  const uintptr_t address = _Unwind_GetIP(context);
  if (walk->depth)
    ++walk->depth;
  else if (address == walk->stopped_at)
    walk->depth = 1;
  if (!walk->depth || address != steps_caller.return_address)
    return _URC_NO_REASON;
  walk->caller_depth = walk->depth;
  walk->caller_is_right = _Unwind_GetCFA(context) == steps_caller.stack_pointer;
  for (unsigned i = 0; i < sizeof saved_registers / sizeof *saved_registers; ++i)
    walk->caller_is_right &= (uintptr_t)_Unwind_GetGR(context, saved_registers[i]) == steps_caller.saved[i];
  return _URC_END_OF_STACK;
}

static void after_step(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)info;
  struct walk walk = {.stopped_at = stopped_at(context)};
  if (walk.stopped_at < code_begin || walk.stopped_at >= code_end)
    return;
  const void *function = _Unwind_FindEnclosingFunction((void *)(walk.stopped_at + 1));
  if (function == steps_call || (!function && !all_has_tables))
    return;
  _Unwind_Backtrace(step_out, &walk);
  const int is_thunk = function == weakrt_thunks, is_entry = function == weakrt_first_call;
  steps_in_thunk += is_thunk;
  steps_in_entry += is_entry;
  steps_in_stub += !is_thunk && !is_entry;
  if (walk.caller_is_right && (walk.caller_depth == 2 || !(is_thunk || is_entry)))
    return;
  if (wrong++ < 20)
    fprintf(stderr, "wrong at %#lx: caller's depth %d, its registers %s\n",
            (unsigned long)(walk.stopped_at - code_begin), walk.caller_depth,
            walk.caller_is_right ? "right" : "wrong");
}

static void call(const char *how, int (*function)(void)) {
  steps_in_thunk = steps_in_entry = steps_in_stub = wrong = 0;
  printf("%s: %d; steps in", how, steps_call(function));
  const char *where = steps_in_thunk && steps_in_entry && steps_in_stub ? "thunk, entry and stub"
                      : steps_in_thunk && steps_in_entry                ? "thunk and entry"
                                                                        : "no thunk";
  printf(" %s, %u wrong\n", where, wrong);
  fprintf(stderr, "%u %u %u\n", steps_in_thunk, steps_in_entry, steps_in_stub);
}

int plugin_run(void) {
  dl_iterate_phdr(find_code, 0);
  sigaction(SIGTRAP, &(struct sigaction){.sa_sigaction = after_step, .sa_flags = SA_SIGINFO}, 0);
  // Where calls bind, the thunk's address.
  int (*volatile function)(void) = foo_count;
  call("first", function);
  call("later", function);
  return 0;
}
