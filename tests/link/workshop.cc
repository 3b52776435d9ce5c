#include "workshop.h"

#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <unistd.h>

namespace link_test {

static fs::path from_environment(const char *name, const fs::path &otherwise) {
  const char *value = std::getenv(name);
  return value && *value ? fs::path(value) : otherwise;
}

static fs::path own_folder() {
  return fs::read_symlink("/proc/self/exe").parent_path();
}

const fs::path &tool() {
  static const fs::path path =
      from_environment("WEAKRT_TOOL", (own_folder() / "../../linkplugin/weakrt").lexically_normal());
  return path;
}

const fs::path &ld_dir() {
  static const fs::path path =
      from_environment("WEAKRT_LD_DIR", (own_folder() / "../../linkplugin/ld-dir").lexically_normal());
  return path;
}

namespace {

/// Named after the process, so that two runs at once do not meet.
struct WorkRoot {
  fs::path path = from_environment("WEAKRT_TEST_WORK", own_folder() / "work") / std::to_string(getpid());
  pid_t owner = getpid();

  WorkRoot() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~WorkRoot() {
    std::error_code error;
    if (getpid() == owner && !std::getenv("WEAKRT_TEST_KEEP"))
      fs::remove_all(path, error);
  }
};

} // namespace

const fs::path &work_root() {
  static const WorkRoot root;
  return root.path;
}

Workshop::Workshop() {
  static int number = 0;
  folder_ = work_root() / std::to_string(++number);
  fs::create_directory(folder_);
}

Workshop::~Workshop() {
  std::error_code error;
  if (!std::getenv("WEAKRT_TEST_KEEP"))
    fs::remove_all(folder_, error);
}

fs::path Workshop::write(std::string_view name, std::string_view text) const {
  fs::path path = folder_ / name;
  fs::create_directories(path.parent_path());
  write_bytes(path, text);
  return path;
}

fs::path Workshop::script(std::string_view name, std::string_view body) const {
  fs::path path = write(name, fmt::format("#!/bin/sh\n{}\n", body));
  fs::permissions(path, fs::perms::owner_all);
  return path;
}

fs::path Workshop::compile(std::string_view name, std::string_view source, const Command &flags) const {
  fs::path text = write(fmt::format("{}.c", name), source);
  fs::path object = folder_ / name;
  must_run(Command{"gcc", "-O2", "-fPIC"} + flags + Command{"-c", text, "-o", object});
  return object;
}

fs::path Workshop::library(std::string_view name, std::string_view source, const Command &flags) const {
  fs::path text = write(fmt::format("{}.c", name), source);
  fs::path library = folder_ / name;
  must_run(Command{"gcc", "-O2", "-fPIC", "-shared", "-Wl,-soname," + library.filename().string(), text} +
           flags + Command{"-o", library});
  return library;
}

Outcome must_run(const Command &command) {
  Outcome outcome = run(command);
  if (!outcome.ok())
    throw std::runtime_error(fmt::format("{}: {}\n{}{}", support::shell_quoted(command),
                                         outcome.how_it_ended(), outcome.out, outcome.err));
  return outcome;
}

Command in_folder(const fs::path &folder, Command command) {
  return Command{"env", "-C", folder} + command;
}

Command with_environment(const Command &variables, Command command) {
  return Command{"env"} + variables + command;
}

Command operator+(Command left, const Command &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

size_t count(std::string_view text, std::string_view part) {
  size_t number = 0;
  for (size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size()))
    ++number;
  return number;
}

} // namespace link_test
