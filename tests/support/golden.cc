#include "tests/support/golden.h"

#include "tests/support/files.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>

namespace support {

namespace fs = std::filesystem;

bool blessing() {
  return std::getenv("WEAKRT_BLESS") != nullptr;
}

GoldenFolder::GoldenFolder(fs::path folder, std::string test)
    : folder_(std::move(folder)), test_(std::move(test)) {}

std::string GoldenFolder::text(const std::string &name) const {
  return fs::exists(path(name)) ? read_file(path(name)) : "";
}

std::string GoldenFolder::difference(const std::string &name, std::string_view golden,
                                     std::string_view text) const {
  if (golden == text)
    return {};
  return fmt::format("{} holds\n{}---- but said was\n{}---- after a deliberate change run WEAKRT_BLESS=1 "
                     "scripts/test {}",
                     path(name).string(), golden, text, test_);
}

std::string GoldenFolder::compare(const std::string &name, std::string_view text) const {
  bless(name, text);
  return difference(name, this->text(name), text);
}

std::string GoldenFolder::compare_part(const std::string &name, size_t offset, std::string_view text) const {
  if (blessing())
    return {};
  const std::string golden = this->text(name);
  return difference(name, std::string_view(golden).substr(std::min(golden.size(), offset), text.size()),
                    text);
}

void GoldenFolder::bless(const std::string &name, std::string_view text) const {
  if (!blessing())
    return;
  fs::create_directories(folder_);
  if (text.empty())
    fs::remove(path(name));
  else
    write_bytes(path(name), text);
}

std::vector<std::string> GoldenFolder::strays(const std::set<std::string> &known) const {
  std::vector<std::string> unknown;
  for (const fs::directory_entry &entry : fs::directory_iterator(folder_))
    if (entry.path().extension() == ".txt" && !known.contains(entry.path().filename())) {
      if (blessing())
        fs::remove(entry.path());
      else
        unknown.push_back(entry.path());
    }
  return unknown;
}

std::string replaced(std::string text, const std::string &what, const std::string &with) {
  for (size_t at = 0; !what.empty() && (at = text.find(what, at)) != text.npos; at += with.size())
    text.replace(at, what.size(), with);
  return text;
}

} // namespace support
