// "did you mean …?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace weakrt {

/// The candidate that `word` is most likely a misspelling of; empty where none is near.
[[nodiscard]] std::string_view closest(std::string_view word, std::span<const std::string_view> candidates);

/// "did you mean `identify`?", or what `otherwise` says where nothing is near.
[[nodiscard]] std::string suggestion(std::string_view word, std::span<const std::string_view> candidates,
                                     std::string_view otherwise);

/// Text in backquotes for a message, cut where it is long.
[[nodiscard]] std::string in_quotes(std::string_view text);

} // namespace weakrt
