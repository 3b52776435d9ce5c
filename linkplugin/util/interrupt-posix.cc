#include "linkplugin/util/interrupt.h"

#include <csignal>
#include <mutex>
#include <thread>

namespace weakrt {

static std::mutex folder_mutex;
static std::filesystem::path folder_to_remove;

// A handler may call next to nothing safely. So the signals are blocked in every
// thread, and one thread waits for them, which may call what it likes.
static void wait_for_interrupt(sigset_t signals) {
  int signal = 0;
  if (sigwait(&signals, &signal) != 0)
    return;
  {
    std::lock_guard lock(folder_mutex);
    std::error_code error;
    std::filesystem::remove_all(folder_to_remove, error);
  }
  std::signal(signal, SIG_DFL);
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  raise(signal);
}

void remove_on_interrupt(const std::filesystem::path &folder) {
  std::lock_guard lock(folder_mutex);
  bool first = folder_to_remove.empty();
  folder_to_remove = folder;
  if (!first)
    return;
  sigset_t signals;
  sigemptyset(&signals);
  // A signal that the caller ignores (nohup) stays ignored.
  for (int signal : {SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN)
      sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread(wait_for_interrupt, signals).detach();
}

} // namespace weakrt
