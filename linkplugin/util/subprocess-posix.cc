#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weakrt {

static std::vector<char *> argument_pointers(const std::vector<std::string> &arguments) {
  std::vector<char *> pointers;
  for (const std::string &argument : arguments)
    pointers.push_back(const_cast<char *>(argument.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

static Diagnostic cannot_run(const std::filesystem::path &program, int error) {
  return {.message = fmt::format("cannot run {}: {}", program.string(), std::strerror(error))};
}

Diagnostics exec_program(const std::filesystem::path &program, const std::vector<std::string> &arguments) {
  auto pointers = argument_pointers(arguments);
  execv(program.c_str(), pointers.data());
  return {cannot_run(program, errno)};
}

Result<int> run_program(const std::filesystem::path &program, const std::vector<std::string> &arguments) {
  auto pointers = argument_pointers(arguments);
  // We may wait for signals in a thread of our own (util/interrupt.h); the program gets them.
  posix_spawnattr_t attributes;
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  int error = posix_spawn(&child, program.c_str(), nullptr, &attributes, pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  if (error)
    return fail(cannot_run(program, error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return fail(cannot_run(program, errno));
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int own_process_id() {
  return getpid();
}

std::filesystem::path own_executable() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error);
}

bool same_file(const std::filesystem::path &a, const std::filesystem::path &b) {
  std::error_code error;
  return std::filesystem::equivalent(a, b, error);
}

} // namespace weakrt
