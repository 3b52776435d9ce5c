#include "linkplugin/util/scratch.h"

#include "linkplugin/util/interrupt.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace fs = std::filesystem;

namespace weakrt {

// Tells a folder of ours from one that only has the same name.
static constexpr const char *mark_name = "weakrt-scratch";

Result<ScratchFolder> ScratchFolder::create(fs::path path) {
  std::error_code error;
  fs::path mark = path / mark_name;
  if (fs::exists(fs::symlink_status(mark, error)))
    fs::remove_all(path, error);
  bool made = fs::create_directory(path, error);
  if (error)
    return fail({.message = fmt::format("cannot write here: {}", error.message()), .file = path});
  if (!made)
    return fail({.message = "weakrt needs a folder of this name for the link, but it is there already",
                 .file = path,
                 .help = "move it away"});
  remove_on_interrupt(path);
  if (auto marked = write_file(mark, ""); !marked) {
    fs::remove(path, error);
    return std::unexpected(marked.error());
  }
  return ScratchFolder(std::move(path));
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  if (!folder.empty())
    fs::remove_all(folder, error);
}

ScratchFolder::ScratchFolder(ScratchFolder &&other) noexcept : folder(std::move(other.folder)) {
  other.folder.clear();
}

Result<void> write_file(const fs::path &path, std::string_view contents) {
  std::FILE *file = std::fopen(path.c_str(), "wb");
  bool written = file && std::fwrite(contents.data(), 1, contents.size(), file) == contents.size();
  int error = errno;
  if (file && std::fclose(file) != 0) {
    error = written ? errno : error;
    written = false;
  }
  if (written)
    return {};
  std::error_code ignored;
  if (fs::is_regular_file(path, ignored))
    fs::remove(path, ignored);
  return fail({.message = fmt::format("cannot write: {}", std::strerror(error)), .file = path});
}

} // namespace weakrt
