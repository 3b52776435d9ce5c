#include "linkplugin/linker/lld_script.h"

#include "linkplugin/util/scratch.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/Twine.h>
#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

namespace weakrt {

// Relocations of the format that the architecture does not use are refused when they are there
// (elf/detach.cc).
static bool asks_for_other_format(const std::vector<std::string> &arguments, bool has_addends) {
  std::string other = has_addends ? "rel" : "rela";
  for (size_t i = 0; i < arguments.size(); ++i)
    if (arguments[i] == "-z" + other || (arguments[i] == other && i > 0 && arguments[i - 1] == "-z"))
      return true;
  return false;
}

// Whether a script names the input sections of the PLT's relocations, by a pattern perhaps ("*(.rela*)").
// What such a pattern looks like in another section's name (".data.rel*") is no concern of ours.
static bool places_plt_relocations(llvm::StringRef script, llvm::StringRef prefix) {
  for (const std::string &pattern : {(prefix + ".plt").str(), (prefix + "*").str(), (prefix + ".*").str(),
                                     std::string(".rel*"), std::string(".rel.*")})
    for (size_t at = script.find(pattern); at != llvm::StringRef::npos; at = script.find(pattern, at + 1))
      if (at > 0 && (llvm::isSpace(script[at - 1]) || script[at - 1] == '('))
        return true;
  return false;
}

Result<std::vector<std::string>> with_lld_script(std::vector<std::string> arguments, const LinkLine &line,
                                                 const std::filesystem::path &scratch) {
  if (asks_for_other_format(arguments, line.machine->has_addends))
    return arguments;
  const char *prefix = line.machine->has_addends ? ".rela" : ".rel";
  if (!line.script.empty())
    if (auto script = llvm::MemoryBuffer::getFile(line.script))
      if (places_plt_relocations((*script)->getBuffer(), prefix))
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
