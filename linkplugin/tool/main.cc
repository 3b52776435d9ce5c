// One program by several names: `ld`, `ld.lld`, `lld-link`, … is the linker front, anything
// else is the tool.
#include "linkplugin/linker/front.h"
#include "linkplugin/tool/tool.h"

#include <string_view>

// Errors are values here; what is thrown all the same, for want of memory, is nothing to go on from.
// NOLINTNEXTLINE(bugprone-exception-escape)
int main(int argc, char **argv) {
  std::vector<std::string> arguments(argv, argv + argc);
  std::string_view name = argc > 0 ? argv[0] : "";
  name.remove_prefix(name.rfind('/') + 1);
  if (name == "ld" || name.starts_with("ld.") || name.starts_with("lld-link"))
    return weakrt::run_linker_front(arguments);
  return weakrt::run_tool(arguments);
}
