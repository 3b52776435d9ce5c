#include "linkplugin/elf/origin.h"

#include <llvm/ADT/StringExtras.h>

namespace weakrt::elf {

// How long the word for the folder at the beginning of the text is; 0 where there is none. $ORIGINAL is none.
static size_t origin_word(std::string_view text) {
  constexpr std::string_view plain = "$ORIGIN", in_braces = "${ORIGIN}";
  if (text.starts_with(in_braces))
    return in_braces.size();
  bool goes_on =
      text.size() > plain.size() && (llvm::isAlnum(text[plain.size()]) || text[plain.size()] == '_');
  return text.starts_with(plain) && !goes_on ? plain.size() : 0;
}

std::string replace_origin(std::string_view text, std::string_view folder) {
  std::string replaced;
  while (!text.empty()) {
    size_t word = origin_word(text);
    replaced.append(word != 0 ? folder : text.substr(0, 1));
    text.remove_prefix(word != 0 ? word : 1);
  }
  return replaced;
}

} // namespace weakrt::elf
