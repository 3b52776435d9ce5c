// One program by several names: `ld`, `ld.lld`, `lld-link`, … is the linker front, anything
// else is the tool.
#include "linkplugin/linker/front.h"
#include "linkplugin/tool/tool.h"

#include <llvm/Support/ManagedStatic.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

// Nothing is left to do: what a large link has read is the kernel's to free, and LLVM's objects are many.
[[noreturn]] static void end_process(int code) {
  llvm::llvm_shutdown(); // -time-passes is said here
  std::fflush(nullptr);
  std::_Exit(code);
}

// Errors are values here; what is thrown all the same, for want of memory, is nothing to go on from.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char **argv) {
  std::vector<std::string> arguments(argv, argv + argc);
  std::string_view name = argc > 0 ? argv[0] : "";
  name.remove_prefix(name.rfind('/') + 1);
  if (name == "ld" || name.starts_with("ld.") || name.starts_with("lld-link"))
    end_process(weakrt::run_linker_front(arguments));
  return weakrt::run_tool(arguments);
}
