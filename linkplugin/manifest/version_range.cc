// Reading ranges, and reasoning about them.
//
// A comparison looks only at the components that are written, so each one is a
// half-open interval of full versions in lexicographic order, and != is a hole:
//
//   >=3.9   [3.9.0, ∞)        ==3.11  [3.11.0, 3.12.0)
//   >3.9    [3.10.0, ∞)       !=3.11  without [3.11.0, 3.12.0)
//   <3.12   (…, 3.12.0)       <=3.12  (…, 3.13.0)
//
// Whether a range can be satisfied is then a matter of sorting holes.
#include "linkplugin/manifest/version_range.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace weakrt {
namespace {

constexpr uint32_t largest_part = 65535; // the record has 16 bits for one
constexpr size_t most_clauses = 16;

using Triple = std::array<uint64_t, 3>;
constexpr Triple infinity{UINT64_MAX, UINT64_MAX, UINT64_MAX};

/// The first version that begins with these components.
Triple first_of(const Version &version) {
  Triple triple{};
  for (size_t i = 0; i < version.count; i++)
    triple[i] = version.parts[i];
  return triple;
}

/// The first version beyond all that begin with these components.
Triple beyond(const Version &version) {
  Triple triple = first_of(version);
  if (version.count == 0)
    return infinity;
  triple[version.count - 1]++;
  return triple;
}

bool is_satisfiable(const std::vector<VersionClause> &clauses) {
  Triple low{}, high = infinity;
  std::vector<std::pair<Triple, Triple>> holes;
  for (const VersionClause &clause : clauses) {
    Triple first = first_of(clause.version), end = beyond(clause.version);
    switch (clause.comparison) {
    case Comparison::equal:
      low = std::max(low, first);
      high = std::min(high, end);
      break;
    case Comparison::not_equal:
      holes.emplace_back(first, end);
      break;
    case Comparison::less:
      high = std::min(high, first);
      break;
    case Comparison::less_equal:
      high = std::min(high, end);
      break;
    case Comparison::greater:
      low = std::max(low, end);
      break;
    case Comparison::greater_equal:
      low = std::max(low, first);
      break;
    }
  }
  std::ranges::sort(holes);
  for (const auto &[first, end] : holes)
    if (first <= low)
      low = std::max(low, end);
  return low < high;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_sign(char c) {
  return std::string_view("<>=!~^").contains(c);
}

class RangeParser {
public:
  explicit RangeParser(std::string_view text) : text(text) {}
  std::expected<VersionRange, RangeError> parse();

private:
  std::optional<RangeError> clause();
  std::optional<RangeError> comparison(Comparison &result);
  std::optional<RangeError> version(Version &result);
  RangeError bare_version() const;

  char peek(size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : '\0'; }
  bool at_end() const { return at == text.size(); }
  void skip_blanks() {
    while (!at_end() && is_blank(text[at]))
      at++;
  }
  /// Where the word that begins at `from` ends: what an error is underlined with.
  size_t word_end(size_t from) const {
    size_t end = from;
    while (end < text.size() && !is_blank(text[end]) && text[end] != ',')
      end++;
    return std::max(end, from + 1);
  }
  RangeError error_at(size_t begin, size_t end, std::string message, std::string help = {}) const {
    return {std::move(message), std::move(help), begin, end};
  }

  std::string_view text;
  size_t at = 0;
  VersionRange range;
};

std::expected<VersionRange, RangeError> RangeParser::parse() {
  range.text = text;
  skip_blanks();
  if (at_end())
    return range;
  for (;;) {
    size_t begin = at;
    if (auto error = clause())
      return std::unexpected(std::move(*error));
    size_t end = at;
    if (!is_satisfiable(range.clauses))
      return std::unexpected(error_at(begin, end,
                                      fmt::format("no version satisfies `{}`", text.substr(0, end)),
                                      "all comparisons must hold at once, and this one excludes the others"));
    if (range.clauses.size() > most_clauses)
      return std::unexpected(
          error_at(begin, end, fmt::format("a range has at most {} comparisons", most_clauses)));
    skip_blanks();
    if (at_end())
      return range;
    if (peek() != ',')
      return std::unexpected(error_at(at, word_end(at), "expected `,` between two comparisons"));
    at++;
    skip_blanks();
  }
}

std::optional<RangeError> RangeParser::clause() {
  VersionClause result;
  if (auto error = comparison(result.comparison))
    return error;
  skip_blanks();
  if (auto error = version(result.version))
    return error;
  range.clauses.push_back(result);
  return std::nullopt;
}

std::optional<RangeError> RangeParser::comparison(Comparison &result) {
  size_t begin = at;
  if (at_end() || peek() == ',')
    return error_at(begin, begin + 1, "expected a comparison", "for example `>=3.9`");
  if (is_digit(peek()) || peek() == 'v' || peek() == 'V')
    return bare_version();
  while (!at_end() && is_sign(peek()))
    at++;
  std::string_view sign = text.substr(begin, at - begin);
  constexpr std::pair<std::string_view, Comparison> signs[] = {
      {"==", Comparison::equal},      {"!=", Comparison::not_equal}, {"<", Comparison::less},
      {"<=", Comparison::less_equal}, {">", Comparison::greater},    {">=", Comparison::greater_equal}};
  for (auto [text_of, comparison] : signs)
    if (sign == text_of) {
      result = comparison;
      return std::nullopt;
    }
  if (sign.empty())
    return error_at(
        begin, word_end(begin),
        fmt::format("expected a comparison, found `{}`", text.substr(begin, word_end(begin) - begin)),
        text.substr(begin, 1) == "*" ? "without a range every version is accepted"
                                     : "the comparisons are ==, !=, <, <=, > and >=");
  std::string help = sign == "="    ? "write `==`"
                     : sign == "=>" ? "write `>=`"
                     : sign == "=<" ? "write `<=`"
                     : sign == "<>" ? "write `!=`"
                     : sign == "~" || sign == "^" || sign == "~="
                         ? "write both ends, for example `>=3.9, <4`"
                         : "the comparisons are ==, !=, <, <=, > and >=";
  return error_at(begin, at, fmt::format("`{}` is not a comparison", sign), std::move(help));
}

/// "3.9": most people mean a minimum, some exactly this one; so it has to be said.
RangeError RangeParser::bare_version() const {
  std::string_view found = text.substr(at, word_end(at) - at);
  std::string_view digits = found.substr(std::min(found.find_first_of("0123456789"), found.size()));
  return error_at(at, at + found.size(), fmt::format("expected a comparison, found `{}`", found),
                  digits.empty()
                      ? "for example `>=3.9`"
                      : fmt::format("write `>={}` for at least, `=={}` for exactly", digits, digits));
}

std::optional<RangeError> RangeParser::version(Version &result) {
  for (;;) {
    size_t begin = at;
    uint32_t value = 0;
    while (is_digit(peek())) {
      value = std::min(value * 10 + static_cast<uint32_t>(peek() - '0'), largest_part + 1);
      at++;
    }
    if (at == begin) {
      bool is_nothing = at_end() || is_blank(peek()) || peek() == ',';
      size_t end = word_end(begin);
      return error_at(
          begin, end,
          is_nothing ? "expected a version number"
                     : fmt::format("expected a number, found `{}`", text.substr(begin, end - begin)),
          result.count > 0 ? "only the components that are written are compared: `==3` holds for 3.12.1"
                           : "for example `>=3.9`");
    }
    if (value > largest_part)
      return error_at(begin, at, fmt::format("a component of a version is at most {}", largest_part));
    if (result.count == result.parts.size())
      return error_at(begin, word_end(begin), "a version has at most three components");
    result.parts[result.count++] = value;
    if (peek() != '.')
      break;
    at++;
  }
  if (!at_end() && !is_blank(peek()) && peek() != ',') {
    size_t end = word_end(at);
    bool is_missing_comma = is_sign(peek());
    return error_at(at, end,
                    is_missing_comma
                        ? "expected `,` between two comparisons"
                        : fmt::format("a version is numbers and dots, found `{}`", text.substr(at, end - at)),
                    is_missing_comma ? "" : "pre-releases and build tags are not compared");
  }
  return std::nullopt;
}

} // namespace

std::expected<VersionRange, RangeError> parse_version_range(std::string_view text) {
  return RangeParser(text).parse();
}

bool contains(const VersionRange &range, const Version &version) {
  return std::ranges::all_of(range.clauses, [&](const VersionClause &clause) {
    int order = 0;
    for (size_t i = 0; i < clause.version.count && order == 0; i++) {
      uint32_t ours = i < version.count ? version.parts[i] : 0;
      order = ours < clause.version.parts[i] ? -1 : ours > clause.version.parts[i];
    }
    switch (clause.comparison) {
    case Comparison::equal:
      return order == 0;
    case Comparison::not_equal:
      return order != 0;
    case Comparison::less:
      return order < 0;
    case Comparison::less_equal:
      return order <= 0;
    case Comparison::greater:
      return order > 0;
    case Comparison::greater_equal:
      return order >= 0;
    }
    return false;
  });
}

bool overlaps(const VersionRange &range, const Version &prefix) {
  std::vector<VersionClause> clauses = range.clauses;
  clauses.push_back({Comparison::equal, prefix});
  return is_satisfiable(clauses);
}

record::VersionInterval to_interval(const VersionClause &clause) {
  const auto &parts = clause.version.parts;
  const uint64_t first = record::pack_version(parts[0], parts[1], parts[2]);
  // Only the components that are written are compared: 3.9 stands for all that begin so.
  const uint64_t end = first + (uint64_t{1} << 16 * (3 - clause.version.count));
  switch (clause.comparison) {
  case Comparison::equal:
    return {first, end - first};
  case Comparison::not_equal:
    return {end, first - end};
  case Comparison::less:
    return {0, first};
  case Comparison::less_equal:
    return {0, end};
  case Comparison::greater:
    return {end, record::version_end - end};
  case Comparison::greater_equal:
    return {first, record::version_end - first};
  }
  return {0, 0};
}

} // namespace weakrt
