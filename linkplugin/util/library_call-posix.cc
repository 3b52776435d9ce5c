#include "linkplugin/util/library_call.h"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace weakrt {

static constexpr unsigned longest_seconds = 10;

// What is written begins with one letter: 'y' for an answer, 'n' for a failure.
static void write_all(int out, const std::string &text) {
  for (size_t done = 0; done < text.size();) {
    ssize_t written = write(out, text.data() + done, text.size() - done);
    if (written <= 0)
      return;
    done += static_cast<size_t>(written);
  }
}

[[noreturn]] static void run_child(int out, const std::filesystem::path &library,
                                   const std::function<std::string(void *)> &ask) {
  const rlimit no_core = {0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  for (int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGALRM, SIGTRAP, SIGSYS, SIGTERM, SIGINT})
    std::signal(signal, SIG_DFL);
  alarm(longest_seconds);
  if (int nothing = open("/dev/null", O_RDWR); nothing >= 0)
    for (int stream = 0; stream < 3; ++stream)
      dup2(nothing, stream);
  // A bare name would be searched for.
  std::error_code error;
  void *handle = dlopen(std::filesystem::absolute(library, error).c_str(), RTLD_LAZY | RTLD_LOCAL);
  if (handle)
    write_all(out, "y" + ask(handle));
  else if (const char *reason = dlerror())
    write_all(out, fmt::format("n{}", reason));
  // Its exit handlers are no affair of ours.
  _exit(0);
}

static std::string read_all(int in) {
  std::string text;
  char buffer[4096];
  for (;;) {
    ssize_t got = read(in, buffer, sizeof buffer);
    if (got < 0 && errno == EINTR)
      continue;
    if (got <= 0)
      return text;
    text.append(buffer, static_cast<size_t>(got));
  }
}

LibraryCall call_library(const std::filesystem::path &library,
                         const std::function<std::string(void *)> &ask) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0)
    return {false, std::strerror(errno)};
  std::fflush(nullptr);
  pid_t child = fork();
  if (child < 0) {
    const char *reason = std::strerror(errno);
    close(ends[0]);
    close(ends[1]);
    return {false, reason};
  }
  if (child == 0)
    run_child(ends[1], library, ask);
  close(ends[1]);
  std::string text = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR)
    ;
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    return {false, fmt::format("it does not end in {} seconds", longest_seconds)};
  if (WIFSIGNALED(status))
    return {false, fmt::format("it crashes (SIG{})", sigabbrev_np(WTERMSIG(status)))};
  if (text.empty())
    return {false, fmt::format("it ends the process, with exit code {}", WEXITSTATUS(status))};
  return {text[0] == 'y', text.substr(1)};
}

} // namespace weakrt
