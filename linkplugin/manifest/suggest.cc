#include "linkplugin/manifest/suggest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace weakrt {
namespace {

/// No key and no runtime has a longer name, and no misspelling is worth more work.
constexpr size_t longest_word = 64;

/// Edits between two words: insertions, deletions, substitutions, swapped neighbours.
size_t edit_distance(std::string_view a, std::string_view b) {
  std::array<std::array<size_t, longest_word + 1>, 3> rows{};
  auto *before = &rows[0], *above = &rows[1], *row = &rows[2];
  for (size_t j = 0; j <= b.size(); j++)
    (*above)[j] = j;
  for (size_t i = 1; i <= a.size(); i++) {
    (*row)[0] = i;
    for (size_t j = 1; j <= b.size(); j++) {
      size_t best = std::min({(*above)[j] + 1, (*row)[j - 1] + 1, (*above)[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min(best, (*before)[j - 2] + 1);
      (*row)[j] = best;
    }
    auto *free = before;
    before = above;
    above = row;
    row = free;
  }
  return (*above)[b.size()];
}

} // namespace

std::string_view closest(std::string_view word, std::span<const std::string_view> candidates) {
  std::string_view best;
  size_t least = std::max<size_t>(1, word.size() / 3) + 1;
  for (std::string_view candidate : candidates) {
    if (word.size() > longest_word || candidate.size() > longest_word)
      continue;
    if (size_t distance = edit_distance(word, candidate); distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> candidates,
                       std::string_view otherwise) {
  std::string_view near = closest(word, candidates);
  return near.empty() ? std::string(otherwise) : fmt::format("did you mean `{}`?", near);
}

std::string in_quotes(std::string_view text) {
  constexpr size_t longest = 72;
  if (text.size() <= longest)
    return fmt::format("`{}`", text);
  size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
    end--; // not in the middle of a character
  return fmt::format("`{}…`", text.substr(0, end));
}

} // namespace weakrt
