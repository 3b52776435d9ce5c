// The record of a plugin for Windows, for people and programs.
#pragma once

#include "linkplugin/inspect/inspect.h"

#include <llvm/ADT/ArrayRef.h>

namespace weakrt::pe {

/// `bytes` are the whole file, `path` is for messages.
Result<InspectedPlugin> inspect(llvm::MutableArrayRef<uint8_t> bytes, const std::string &path);

} // namespace weakrt::pe
