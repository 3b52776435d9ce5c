// Golden files: texts that must stay as they are until somebody says otherwise.
//
// With WEAKRT_BLESS=1 they are written instead of compared, and those that nobody knows are removed.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace support {

/// Whether golden files are written.
bool blessing();

/// A folder of them, which may have other files besides.
class GoldenFolder {
public:
  /// `test` is what `scripts/test` calls the test that writes them.
  GoldenFolder(std::filesystem::path folder, std::string test);

  std::filesystem::path path(const std::string &name) const { return folder_ / name; }
  /// Empty where there is none.
  std::string text(const std::string &name) const;

  /// Holds a whole text against a file, or writes it. What differs, or nothing.
  std::string compare(const std::string &name, std::string_view text) const;
  /// The same for what begins at an offset of the file, which may go on behind it. Writes nothing.
  std::string compare_part(const std::string &name, size_t offset, std::string_view text) const;
  /// Writes it, where that is wanted; an empty one is none.
  void bless(const std::string &name, std::string_view text) const;

  /// The .txt files that are none of these; or removes them.
  std::vector<std::string> strays(const std::set<std::string> &known) const;

private:
  std::string difference(const std::string &name, std::string_view golden, std::string_view text) const;

  std::filesystem::path folder_;
  std::string test_;
};

/// The text with every `what` replaced: what is another in each run is not for golden files.
std::string replaced(std::string text, const std::string &what, const std::string &with);

} // namespace support
