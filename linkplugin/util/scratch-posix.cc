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

// The open and locked mark of a folder, or -1 where somebody else has it.
static int lock_mark(const fs::path &folder, int flags) {
  int mark = open((folder / mark_name).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
  if (mark < 0 || flock(mark, LOCK_EX | LOCK_NB) == 0)
    return mark;
  close(mark);
  return -1;
}

// A killed link left its folder, and its lock is free.
static void remove_left_behind(const fs::path &folder) {
  int mark = lock_mark(folder, 0);
  if (mark < 0)
    return;
  std::error_code error;
  fs::remove_all(folder, error);
  close(mark);
}

// Whether it is another link's: marked, or made a moment ago.
static bool is_in_use(const fs::path &folder) {
  std::error_code error;
  return fs::exists(folder / mark_name, error) || fs::is_empty(folder, error);
}

Result<ScratchFolder> ScratchFolder::create(fs::path path) {
  remove_left_behind(path);
  std::error_code error;
  bool made = create_removed_on_interrupt(path, error);
  if (!made && !error && is_in_use(path)) {
    path += fmt::format("-{}", getpid());
    made = create_removed_on_interrupt(path, error);
  }
  if (error && error != std::errc::file_exists)
    return fail(
        {.message = fmt::format("cannot make this folder for the link: {}", error.message()), .file = path});
  if (!made)
    return fail({.message = "weakrt needs this name for a folder to link in, but something else is there",
                 .file = path,
                 .help = "move it away"});
  int mark = lock_mark(path, O_CREAT);
  if (mark >= 0)
    return ScratchFolder(std::move(path), mark);
  int reason = errno;
  fs::remove_all(path, error);
  return fail({.message = fmt::format("cannot make a file here: {}", std::strerror(reason)), .file = path});
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
