#include "linkplugin/util/scratch.h"

#include "linkplugin/util/interrupt.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace weakrt {

// Tells a folder of ours from one that only has the same name; locked while it is in use.
static constexpr const char *mark_name = "weakrt-scratch";

// Removes what a killed link left behind. False where a living one has it.
static bool remove_left_behind(const fs::path &path) {
  int mark = open((path / mark_name).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (mark < 0)
    return true;
  std::error_code error;
  bool free = flock(mark, LOCK_EX | LOCK_NB) == 0;
  if (free)
    fs::remove_all(path, error);
  close(mark);
  return free;
}

Result<ScratchFolder> ScratchFolder::create(fs::path path) {
  if (!remove_left_behind(path))
    path += fmt::format("-{}", getpid());
  std::error_code error;
  bool made = create_removed_on_interrupt(path, error);
  if (error)
    return fail({.message = fmt::format("cannot write here: {}", error.message()), .file = path});
  if (!made)
    return fail({.message = "weakrt needs a folder of this name for the link, but it is there already",
                 .file = path,
                 .help = "move it away"});
  int mark = open((path / mark_name).c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (mark < 0 || flock(mark, LOCK_EX | LOCK_NB) != 0) {
    int reason = errno;
    if (mark >= 0)
      close(mark);
    fs::remove_all(path, error);
    return fail({.message = fmt::format("cannot write here: {}", std::strerror(reason)), .file = path});
  }
  return ScratchFolder(std::move(path), mark);
}

ScratchFolder::~ScratchFolder() {
  std::error_code error;
  if (!folder.empty()) {
    fs::remove_all(folder, error);
    close(mark);
  }
}

ScratchFolder::ScratchFolder(ScratchFolder &&other) noexcept
    : folder(std::move(other.folder)), mark(other.mark) {
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
  if (file && fs::is_regular_file(path, ignored))
    fs::remove(path, ignored);
  return fail({.message = fmt::format("cannot write: {}", std::strerror(error)), .file = path});
}

} // namespace weakrt
