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

static void start_waiting() {
  sigset_t signals;
  sigemptyset(&signals);
  // A signal that the caller ignores (nohup) stays ignored.
  for (int signal : {SIGHUP, SIGINT, SIGTERM}) {
    struct sigaction action{};
    if (sigaction(signal, nullptr, &action) == 0 && action.sa_handler != SIG_IGN)
      sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  try {
    std::thread(wait_for_interrupt, signals).detach();
  } catch (const std::system_error &) {
    // No thread to be had: then the signals end the process as ever.
    pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  }
}

bool create_removed_on_interrupt(const std::filesystem::path &folder, std::error_code &error) {
  static std::once_flag once;
  std::call_once(once, start_waiting);
  // A signal in the midst of this waits until the folder is known.
  std::lock_guard lock(folder_mutex);
  bool made = std::filesystem::create_directory(folder, error);
  if (made)
    folder_to_remove = folder;
  return made;
}

} // namespace weakrt
