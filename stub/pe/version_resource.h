// The version of a module's file, as Windows shows it.
#pragma once

#include "stub/pe/module.h"

namespace weakrt::pe {

/// Packed, or no_version where the file does not say one.
uint64_t file_version(const Module &module);

} // namespace weakrt::pe
