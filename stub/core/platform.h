// What binding needs of a format and its system: the header that the build names. Its namespace is
// `platform` for what is the same everywhere.
//
//   Process                    stub/core/provider.h and imports.h
//   Attempt                    lives while a runtime is being bound: memory that is needed only for that;
//                              ok() is false where there was none
//   survey()                   looks at the process: who is the plugin, the main program, the host; false
//                              where the loader tells of no modules
//   own_label()                the plugin's path, for people
//   has_slots()                whether the plugin's tables were found, also without a loader that tells
//   write_imports(record, runtime, provider, story)
//                              what was found (Process::set) into all slots, or none
//   set_traps(record, runtime, story)
//                              into all slots what says that they are not bound
//   keep(runtime, provider)    makes of a provider that is bound what must not be made of one that is not
//   describe(index, module, told)
//                              of the provider of runtime `index`: its path and its build-id
//   prepare(record), release(record)
//                              before the first attempt, and when the plugin goes
//   wait_for_turn(), is_others_turn()
//   process_number(), thread_number()
//                              who binds; not 0
//   plugin_record()            RecordView
//   host                       the host's table, or nullptr
//   print(text)                to stderr
//   run_finalizers_at_exit()
#pragma once

#include WEAKRT_PLATFORM
