#include "linkplugin/linker/lld_script.h"

#include "linkplugin/util/scratch.h"

#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

namespace weakrt {

Result<std::vector<std::string>> with_lld_script(std::vector<std::string> arguments, const LinkLine &line,
                                                 const std::filesystem::path &scratch) {
  const char *prefix = line.machine->has_addends ? ".rela" : ".rel";
  if (!line.script.empty())
    if (auto script = llvm::MemoryBuffer::getFile(line.script))
      if ((*script)->getBuffer().contains(fmt::format("{}.plt", prefix)))
        return arguments;
  // With no command but INSERT a script leaves everything else where it is.
  std::string text = fmt::format("SECTIONS {{ {0}.plt : {{ *({0}.plt) }} }} INSERT AFTER {0}.dyn;\n", prefix);
  std::filesystem::path file = scratch / "relocations.ld";
  if (auto written = write_file(file, text); !written)
    return std::unexpected(written.error());
  arguments.push_back(file);
  return arguments;
}

} // namespace weakrt
