// Reading files that are not what they should be, by the library itself: thousands of damaged plugins
// in one child process, so that a crash or an endless loop is a failure of one test and names the damage.
#include "kit.h"

#include "linkplugin/elf/inspect.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/explain/module_file.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <csignal>
#include <fcntl.h>
#include <fmt/format.h>
#include <functional>
#include <map>
#include <random>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace link_test;

namespace {

/// What the child is at: shared memory, so that it can be read when the child is dead.
struct Progress {
  volatile size_t step = 0;
  volatile size_t sum = 0; ///< of what was read, so that no reading is optimised away
};

/// Runs the steps in a child. Returns how it ended, with the step where it did not end well.
std::string run_apart(const std::function<void(Progress &)> &steps) {
  void *shared = mmap(nullptr, sizeof(Progress), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  auto *progress = new (shared) Progress;
  pid_t child = fork();
  if (child == 0) {
    alarm(15); // an endless loop ends as SIGALRM
    steps(*progress);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  std::string end = "fine";
  if (WIFSIGNALED(status))
    end = fmt::format("SIG{} at step {}", sigabbrev_np(WTERMSIG(status)), progress->step);
  else if (WEXITSTATUS(status) != 0)
    end = fmt::format("exit code {} at step {}", WEXITSTATUS(status), progress->step);
  munmap(shared, sizeof(Progress));
  return end;
}

/// A plugin to damage, from each linker.
const fs::path &plugin_by(const std::string &linker) {
  static std::map<std::string, fs::path> made;
  static auto *workshop = new Workshop;
  auto [entry, is_new] = made.try_emplace(linker, *workshop / (linker + ".so"));
  if (is_new)
    must_run(bare_ld(linker, entry->second) + plugin_inputs());
  return entry->second;
}

/// Reads one file in all the ways there are, the result used so that nothing is skipped.
void read_it(const fs::path &file, Progress &progress) {
  if (auto plugin = weakrt::elf::inspect(file)) {
    progress.sum = progress.sum + plugin->runtimes.size();
    // What its record wants, looked for in the file itself: as in a program that has the runtime.
    if (auto module = weakrt::explain::ModuleFile::read(file, file)) {
      auto read = module->module(weakrt::explain::Wants(*plugin), /*main_program=*/true);
      progress.sum = progress.sum + read.exports.size() + read.symbol_table.size() + read.versions.size();
    }
  }
  if (auto library = weakrt::elf::Library::read(file))
    progress.sum = progress.sum + library->exports().size();
}

} // namespace

TEST_CASE("a plugin cut off at any length is read without harm") {
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Workshop here;
  std::string bytes = read_file(plugin_by(linker));
  fs::path file = here.write("cut.so", bytes);
  CHECK(run_apart([&](Progress &progress) {
          for (size_t size = bytes.size(); size-- > 0;) {
            progress.step = size;
            if (truncate(file.c_str(), static_cast<off_t>(size)) != 0)
              _exit(3);
            read_it(file, progress);
          }
        }) == "fine");
}

// Overwrites `size` bytes at `at`, reads, and restores.
static void poke(int descriptor, const std::string &bytes, size_t at, std::string_view with,
                 const fs::path &file, Progress &progress) {
  size_t size = std::min(with.size(), bytes.size() - at);
  bool done = pwrite(descriptor, with.data(), size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
  read_it(file, progress);
  done &= pwrite(descriptor, bytes.data() + at, size, static_cast<off_t>(at)) == static_cast<ssize_t>(size);
  if (!done)
    _exit(3);
}

// Where the interesting tables are, as readelf tells: the file's own headers, the dynamic section, the
// record.
static std::vector<std::pair<size_t, size_t>> tables_of(const fs::path &plugin, const std::string &bytes) {
  std::vector<std::pair<size_t, size_t>> tables = {{0, 64 + 56 * 12}};
  for (const char *section : {".dynamic", ".weakrt", ".note.weakrt", ".dynsym", ".rela.dyn"}) {
    std::string dump = must_run({"sh", "-c",
                                 fmt::format("readelf -SW '{}' | sed -n 's/.* {} *[A-Z0-9_]* *[0-9a-f]* "
                                             "\\([0-9a-f]*\\) \\([0-9a-f]*\\).*/\\1 \\2/p'",
                                             plugin.string(), section)})
                           .out;
    if (dump.empty())
      continue;
    size_t offset = std::stoul(dump, nullptr, 16);
    size_t size = std::stoul(dump.substr(dump.find(' ')), nullptr, 16);
    tables.emplace_back(offset, offset + std::min<size_t>(size, 2048));
  }
  for (auto &[begin, end] : tables)
    end = std::min(end, bytes.size());
  return tables;
}

TEST_CASE("a plugin with any word of its tables damaged is read without harm") {
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Workshop here;
  std::string bytes = read_file(plugin_by(linker));
  fs::path file = here.write("poked.so", bytes);
  auto tables = tables_of(plugin_by(linker), bytes);
  REQUIRE(tables.size() >= 4);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          using namespace std::string_view_literals;
          for (auto [begin, end] : tables)
            for (size_t at = begin; at < end; at += 2) {
              progress.step = at;
              for (std::string_view with :
                   {"\0"sv, "\xff"sv, "\x7f"sv, "\0\0\0\0"sv, "\xff\xff\xff\xff"sv,
                    "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\xf8\xff\xff\xff\xff\xff\xff\x7f"sv,
                    "\0\0\0\0\0\0\0\x80"sv, "\x01\0\0\0\0\0\0\0"sv})
                poke(descriptor, bytes, at, with, file, progress);
            }
        }) == "fine");
}

TEST_CASE("a plugin with random damage is read without harm") {
  auto linker = GENERATE(from_range(real_linkers));
  CAPTURE(linker);
  Workshop here;
  std::string bytes = read_file(plugin_by(linker));
  fs::path file = here.write("noise.so", bytes);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          std::mt19937 random(20240611); // always the same damage
          for (size_t i = 0; i < 4000; ++i) {
            progress.step = i;
            std::string noise(1 + random() % 12, '\0');
            for (char &c : noise)
              c = static_cast<char>(random());
            // Half of it where the tables are.
            size_t limit = i % 2 ? bytes.size() : std::min<size_t>(bytes.size(), 4096);
            poke(descriptor, bytes, random() % limit, noise, file, progress);
          }
        }) == "fine");
}

TEST_CASE("a library that is no plugin, with damaged headers, is read without harm") {
  Workshop here;
  std::string bytes = read_file(kit().library);
  fs::path file = here.write("poked.so", bytes);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          using namespace std::string_view_literals;
          for (size_t at = 0; at < 64 + 56 * 12; at += 4) {
            progress.step = at;
            for (std::string_view with :
                 {"\xff\xff\xff\xff"sv, "\xff\xff\xff\xff\xff\xff\xff\xff"sv, "\0\0\0\0\0\0\0\x10"sv})
              poke(descriptor, bytes, at, with, file, progress);
          }
        }) == "fine");
}

TEST_CASE("pure noise behind a good ELF header is read without harm") {
  Workshop here;
  std::string bytes = read_file(plugin_by("lld"));
  fs::path file = here / "noise.so";
  CHECK(run_apart([&](Progress &progress) {
          std::mt19937 random(7);
          for (size_t i = 0; i < 500; ++i) {
            progress.step = i;
            std::string noise = bytes;
            size_t keep = 64 + random() % 800;
            for (size_t at = keep; at < noise.size(); ++at)
              noise[at] = static_cast<char>(random());
            write_bytes(file, noise);
            read_it(file, progress);
          }
        }) == "fine");
}
