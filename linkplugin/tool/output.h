// Standard output of the verbs.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

#include <utility>

namespace weakrt {

/// Prints to stdout. Whether it got there is looked at in the end, by run_tool.
template <class... Arguments> void say(fmt::format_string<Arguments...> format, Arguments &&...arguments) {
  llvm::outs() << fmt::format(format, std::forward<Arguments>(arguments)...);
}

} // namespace weakrt
