#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

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

Diagnostics exec_program(const std::filesystem::path &program,
                         const std::vector<std::string> &arguments) {
  auto pointers = argument_pointers(arguments);
  execv(program.c_str(), pointers.data());
  return {cannot_run(program, errno)};
}

Result<int> run_program(const std::filesystem::path &program,
                        const std::vector<std::string> &arguments) {
  auto pointers = argument_pointers(arguments);
  pid_t child = 0;
  if (int error = posix_spawn(&child, program.c_str(), nullptr, nullptr, pointers.data(), environ))
    return fail(cannot_run(program, error));
  int status = 0;
  while (waitpid(child, &status, 0) < 0)
    if (errno != EINTR)
      return fail(cannot_run(program, errno));
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
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
