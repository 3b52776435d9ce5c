#include "linkplugin/util/scratch.h"

#include "linkplugin/util/interrupt.h"

#include <llvm/Support/MemoryBuffer.h>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <thread>
#include <unistd.h>

namespace fs = std::filesystem;

namespace weakrt {

// Tells a folder of ours from one that only has the same name; locked while it is in use.
static constexpr const char *mark_name = "weakrt-scratch";

// By the time that the lock was had, the folder may have been another link's of the same name.
static bool is_mark_of(const fs::path &folder, int mark) {
  struct stat ours{}, there{};
  return fstat(mark, &ours) == 0 && lstat((folder / mark_name).c_str(), &there) == 0 &&
         ours.st_dev == there.st_dev && ours.st_ino == there.st_ino;
}

// The open and locked mark of a folder, or -1 where somebody else has it.
static int lock_mark(const fs::path &folder, int flags) {
  int mark = open((folder / mark_name).c_str(), O_RDWR | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
  if (mark < 0 || (flock(mark, LOCK_EX | LOCK_NB) == 0 && is_mark_of(folder, mark)))
    return mark;
  close(mark);
  return -1;
}

// Goes at once under this name: another link must not see it half removed.
static void remove_folder(const fs::path &folder) {
  std::error_code error;
  fs::path removed = folder;
  removed += fmt::format("-{}-removed", getpid());
  fs::rename(folder, removed, error);
  fs::remove_all(error ? folder : removed, error);
}

// A killed link left its folder, and its lock is free.
static void remove_left_behind(const fs::path &folder) {
  int mark = lock_mark(folder, 0);
  if (mark < 0)
    return;
  remove_folder(folder);
  close(mark);
}

// Whether it is another link's: made a moment ago, marked, or gone by now; in this order, as time goes on.
static bool is_in_use(const fs::path &folder) {
  std::error_code error;
  return fs::is_empty(folder, error) || fs::exists(folder / mark_name, error) ||
         !fs::exists(fs::symlink_status(folder, error));
}

Result<ScratchFolder> ScratchFolder::create(fs::path path) {
  remove_left_behind(path);
  std::error_code error;
  bool made = create_removed_on_interrupt(path, error);
  int mark = made ? lock_mark(path, O_CREAT) : -1;
  bool is_there = !error || error == std::errc::file_exists;
  if (mark < 0 && is_there && (made || is_in_use(path))) {
    // Another link has it, or takes it for left behind in the moment before it is locked.
    std::error_code ignored;
    if (made)
      fs::remove(path, ignored); // where it was the disk that had no room for the mark
    path += fmt::format("-{}", getpid());
    made = create_removed_on_interrupt(path, error);
    mark = made ? lock_mark(path, O_CREAT) : -1;
  }
  int reason = errno;
  if (mark >= 0)
    return ScratchFolder(std::move(path), mark);
  if (error && error != std::errc::file_exists)
    return fail(
        {.message = fmt::format("cannot make this folder for the link: {}", error.message()), .file = path});
  if (!made)
    return fail({.message = "weakrt needs this name for a folder to link in, but something else is there",
                 .file = path,
                 .help = "move it away"});
  fs::remove_all(path, error);
  return fail({.message = fmt::format("cannot make a file here: {}", std::strerror(reason)), .file = path});
}

ScratchFolder::~ScratchFolder() {
  if (!folder.empty()) {
    remove_folder(folder);
    close(mark);
  }
}

ScratchFolder::ScratchFolder(ScratchFolder &&other) noexcept
    : folder(std::move(other.folder)), mark(other.mark) {
  other.folder.clear();
}

void remove_in_background(const fs::path &path) {
  int file = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  std::error_code error;
  fs::remove(path, error);
  struct stat status{};
  constexpr off_t large = off_t{1024} * 1024; // what is smaller takes less time than a thread
  if (file < 0)
    return;
  if (fstat(file, &status) != 0 || status.st_size < large) {
    close(file);
    return;
  }
  try {
    std::thread([file] { close(file); }).detach();
  } catch (const std::system_error &) {
    close(file); // no thread to be had
  }
}

Result<std::string> read_text(const fs::path &path) {
  auto buffer = llvm::MemoryBuffer::getFile(path.string());
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  return (*buffer)->getBuffer().str();
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

static bool write_at(int file, uint64_t offset, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t written = pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR)
      continue;
    if (written < 0)
      return false;
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return true;
}

Result<void> change_file(const fs::path &path, std::string_view contents,
                         const std::vector<ByteRange> &changes) {
  int file = open(path.c_str(), O_WRONLY | O_CLOEXEC);
  bool written = file >= 0 && std::ranges::all_of(changes, [&](const ByteRange &range) {
                   return write_at(file, range.offset, contents.substr(range.offset, range.size));
                 });
  int error = errno;
  if (file >= 0 && close(file) != 0) {
    error = written ? errno : error;
    written = false;
  }
  if (written)
    return {};
  return fail({.message = fmt::format("cannot write: {}", std::strerror(error)), .file = path});
}

} // namespace weakrt
