// What binding is on ELF: stub/core/platform.h tells what each of these is for.
#pragma once

#include "stub/core/parts.h"
#include "stub/elf/format.h"
#include "stub/elf/process.h"

namespace weakrt::elf {

bool write_imports(RecordView record, const record::Runtime &runtime, const Provider<Process> &provider,
                   Story &story);
void set_traps(RecordView record, const record::Runtime &runtime, Story &story);
void keep(const record::Runtime &runtime, const Provider<Process> &provider);
void describe(uint32_t index, const Module &module, weakrt_runtime_1 &told);
void prepare(RecordView record);
void release(RecordView record);
void print(const char *text);

/// Makes an exit handler of the plugin's destructors (start.cc).
void run_finalizers_at_exit();

} // namespace weakrt::elf
