#include "tests/support/process.h"

#include <array>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace support {

namespace {

constexpr std::chrono::seconds time_limit{60};

struct Pipe {
  int read_end = -1;
  int write_end = -1;

  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw std::runtime_error("pipe2 failed");
    read_end = ends[0];
    write_end = ends[1];
  }
  Pipe(const Pipe &) = delete;
  Pipe &operator=(const Pipe &) = delete;
  ~Pipe() {
    close_write_end();
    close(read_end);
  }
  void close_write_end() {
    if (write_end >= 0)
      close(write_end);
    write_end = -1;
  }
};

pid_t spawn(const Command &command, char *const *environment, const Pipe &out, const Pipe &err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, STDERR_FILENO);
  std::vector<char *> argv;
  for (const std::string &argument : command)
    argv.push_back(const_cast<char *>(argument.c_str()));
  argv.push_back(nullptr);
  pid_t child = -1;
  const int error = posix_spawnp(&child, argv[0], &actions, nullptr, argv.data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0)
    throw std::runtime_error(fmt::format("{}: {}", command[0], std::strerror(error)));
  return child;
}

// Reads both ends until they are closed or the time is over. Returns whether it was in time.
bool read_all(std::array<pollfd, 2> ends, std::array<std::string *, 2> texts) {
  const auto deadline = std::chrono::steady_clock::now() + time_limit;
  while (ends[0].fd >= 0 || ends[1].fd >= 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now())
            .count();
    if (left <= 0 || poll(ends.data(), ends.size(), static_cast<int>(left)) == 0)
      return false;
    for (size_t i = 0; i < ends.size(); ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0)
        continue;
      std::array<char, 65536> buffer;
      const ssize_t length = read(ends[i].fd, buffer.data(), buffer.size());
      if (length > 0)
        texts[i]->append(buffer.data(), static_cast<size_t>(length));
      else
        ends[i].fd = -1; // poll ignores negative ones
    }
  }
  return true;
}

Outcome run_with(const Command &command, char *const *environment) {
  Pipe out, err;
  const pid_t child = spawn(command, environment, out, err);
  out.close_write_end();
  err.close_write_end();
  Outcome outcome;
  outcome.timed_out =
      !read_all({{{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}}}, {&outcome.out, &outcome.err});
  if (outcome.timed_out)
    kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  outcome.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  outcome.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  return outcome;
}

} // namespace

std::string Outcome::how_it_ended() const {
  if (timed_out)
    return "timed out";
  if (signal != 0)
    return fmt::format("SIG{}", sigabbrev_np(signal));
  return fmt::format("exit code {}", exit_code);
}

Outcome run(const Command &command) {
  return run_with(command, environ);
}

Outcome run_clean(const Command &command) {
  std::vector<std::string> variables = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"};
  if (const char *debug = std::getenv("WEAKRT_DEBUG"))
    variables.push_back(fmt::format("WEAKRT_DEBUG={}", debug));
  std::vector<char *> environment;
  for (std::string &variable : variables)
    environment.push_back(variable.data());
  environment.push_back(nullptr);
  return run_with(command, environment.data());
}

std::string shell_quoted(const Command &command) {
  constexpr std::string_view harmless =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_=+,./:@%";
  std::string text;
  for (const std::string &argument : command) {
    if (!text.empty())
      text += ' ';
    if (!argument.empty() && argument.find_first_not_of(harmless) == std::string::npos) {
      text += argument;
      continue;
    }
    text += '\'';
    for (char c : argument)
      text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    text += '\'';
  }
  return text;
}

} // namespace support
