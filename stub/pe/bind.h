// What binding is on Windows: stub/core/platform.h tells what each of these is for.
#pragma once

#include "stub/pe/process.h"

namespace weakrt::pe {

bool write_imports(RecordView record, const record::Runtime &runtime, const Provider<Process> &provider,
                   Story &story);
void set_traps(RecordView record, const record::Runtime &runtime, Story &story);
void keep(const record::Runtime &runtime, const Provider<Process> &provider);
void describe(uint32_t index, const Module &module, weakrt_runtime_1 &told);
/// What a call of a function ends in that nobody has: the stories on stderr, and then the end of the process.
[[noreturn]] void stop();
/// With the code that abort() gives.
[[noreturn]] void end_process();

void prepare(RecordView record);
void release(RecordView record);

} // namespace weakrt::pe
