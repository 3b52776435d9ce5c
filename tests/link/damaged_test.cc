// Reading files that are not what they should be, by the library itself: thousands of damaged plugins
// in one child process, so that a crash or an endless loop is a failure of one test and names the damage.
#include "kit.h"

#include "linkplugin/elf/detach.h"
#include "linkplugin/elf/imports.h"
#include "linkplugin/elf/library.h"
#include "linkplugin/explain/module_file.h"
#include "linkplugin/inspect/inspect.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>
#include <csignal>
#include <elf.h>
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
    alarm(60); // an endless loop ends as SIGALRM
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

/// A plugin to damage: from a linker, or for a machine whose files are of another kind.
struct Source {
  std::string name;
  fs::path plugin;
  fs::path linked; ///< the same before it was detached
  fs::path library;
};

// Linkers of x86-64 are ELF64 and little-endian, i386 is ELF32, s390x big-endian.
constexpr std::array sources = {"bfd", "gold", "lld", "mold", "i386", "s390x"};

const Source &source_of(const std::string &name) {
  static std::map<std::string, Source> made;
  static auto *workshop = new Workshop;
  auto [entry, is_new] = made.try_emplace(name);
  Source &source = entry->second;
  if (!is_new)
    return source;
  bool is_linker = std::ranges::find(real_linkers, name) != real_linkers.end();
  const MachineKit &kit = kit_for(machine(is_linker ? "x86-64" : name));
  source = {name, *workshop / (name + ".so"), *workshop / (name + ".linked.so"), kit.library};
  std::string linker = is_linker && name != "lld" ? "ld." + name : "ld.lld-19";
  fs::path keep =
      workshop->script("keep-" + linker, fmt::format("for o; do [ \"$p\" = -o ] && out=$o; p=$o; done\n"
                                                     "{} \"$@\" && cp \"$out\" '{}'",
                                                     linker, source.linked.string()));
  must_run(bare_ld("", source.plugin) + Command{kit.object, kit.library, "--weakrt-linker=" + keep.string()});
  return source;
}

/// Reads one file in all the ways there are, the result used so that nothing is skipped.
void read_it(const fs::path &file, Progress &progress) {
  if (auto plugin = weakrt::inspect(file)) {
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
  const Source &source = source_of(GENERATE(from_range(sources)));
  CAPTURE(source.name);
  Workshop here;
  std::string bytes = read_file(source.plugin);
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
  for (const char *section : {".dynamic", ".weakrt", ".note.weakrt", ".dynsym", ".rela.dyn", ".rel.dyn",
                              ".gnu.version", ".gnu.version_r", ".gnu.version_d"}) {
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

// What a word or a byte is overwritten with: nothing, all, and numbers at which arithmetic ends, in the
// file's byte order.
static std::vector<std::string> bad_words(const std::string &file) {
  using namespace std::string_literals;
  std::vector<std::string> words = {"\0"s, "\xff"s, "\x7f"s, "\0\0\0\0"s, "\xff\xff\xff\xff"s};
  bool is_big_endian = file[EI_DATA] == ELFDATA2MSB;
  size_t size = file[EI_CLASS] == ELFCLASS64 ? 8 : 4;
  uint64_t top = uint64_t{1} << (size * 8 - 1);
  for (uint64_t number : {top | (top - 1), top - 8, top, uint64_t{1}}) {
    std::string word;
    for (size_t i = 0; i < size; ++i)
      word += static_cast<char>(number >> 8 * (is_big_endian ? size - 1 - i : i));
    words.push_back(word);
  }
  return words;
}

// Calls `visit` with each place of the tables and with what is to be written there.
template <class Visit> static void each_bad_word(const fs::path &file, Visit visit) {
  std::string bytes = read_file(file);
  std::vector<std::string> words = bad_words(bytes);
  for (auto [begin, end] : tables_of(file, bytes))
    for (size_t at = begin; at < end; at += 2)
      for (const std::string &word : words)
        visit(at, word.substr(0, bytes.size() - at));
}

TEST_CASE("a plugin with any word of its tables damaged is read without harm") {
  const Source &source = source_of(GENERATE(from_range(sources)));
  CAPTURE(source.name);
  Workshop here;
  std::string bytes = read_file(source.plugin);
  fs::path file = here.write("poked.so", bytes);
  REQUIRE(tables_of(file, bytes).size() >= 8);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          each_bad_word(file, [&](size_t at, const std::string &word) {
            progress.step = at;
            poke(descriptor, bytes, at, word, file, progress);
          });
        }) == "fine");
}

TEST_CASE("a plugin with any bit of its tables flipped is read without harm") {
  const Source &source = source_of(GENERATE("i386", "s390x"));
  CAPTURE(source.name);
  Workshop here;
  std::string bytes = read_file(source.plugin);
  fs::path file = here.write("flipped.so", bytes);
  auto tables = tables_of(file, bytes);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          for (auto [begin, end] : tables)
            for (size_t at = begin; at < std::min(end, begin + 512); ++at)
              for (int bit = 0; bit < 8; ++bit) {
                progress.step = at * 8 + static_cast<size_t>(bit);
                poke(descriptor, bytes, at, std::string(1, static_cast<char>(bytes[at] ^ (1 << bit))), file,
                     progress);
              }
        }) == "fine");
}

// The link's passes over a linker's output, as far as they go. Whether they came to their end.
static bool detach_it(std::string bytes, const weakrt::elf::Library &library) {
  auto image = weakrt::elf::Image::open({reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()}, "linked");
  if (!image || !weakrt::elf::check_detachable(*image))
    return false;
  auto is_demo = [](std::string_view name) { return name.starts_with("demo_"); };
  auto never = [](std::string_view) { return false; };
  auto imports = weakrt::elf::find_imports(*image, {{"demo", {library.soname()}, is_demo, never}}, {library});
  if (!imports)
    return false;
  weakrt::elf::DetachRequest request;
  request.imports = imports->imports;
  request.sonames = {library.soname()};
  request.referenced_by = [](const std::string &) { return std::vector<std::string>(); };
  return weakrt::elf::detach(*image, request).has_value();
}

TEST_CASE("a linker's output with any word of its tables damaged is detached or refused without harm") {
  const Source &source = source_of(GENERATE(from_range(sources)));
  CAPTURE(source.name);
  std::string bytes = read_file(source.linked);
  auto library = weakrt::elf::Library::read(source.library);
  REQUIRE(library);
  REQUIRE(detach_it(bytes, *library));
  CHECK(run_apart([&](Progress &progress) {
          each_bad_word(source.linked, [&](size_t at, const std::string &word) {
            progress.step = at;
            std::string damaged = bytes;
            damaged.replace(at, word.size(), word);
            progress.sum = progress.sum + detach_it(std::move(damaged), *library);
          });
        }) == "fine");
}

TEST_CASE("a plugin with random damage is read without harm") {
  const Source &source = source_of(GENERATE(from_range(sources)));
  CAPTURE(source.name);
  Workshop here;
  std::string bytes = read_file(source.plugin);
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
  // ELF64 and ELF32, little-endian and big-endian.
  std::string target = GENERATE("x86_64-linux-gnu", "i686-linux-gnu", "s390x-linux-gnu", "powerpc-linux-gnu");
  CAPTURE(target);
  fs::path file = here / "poked.so";
  must_run({"clang-19", "--target=" + target, "-nostdlib", "-shared", "-fPIC", "-fuse-ld=lld", "-o", file,
            here.write("demo.c", kit().demo)});
  std::string bytes = read_file(file);
  CHECK(run_apart([&](Progress &progress) {
          int descriptor = open(file.c_str(), O_RDWR);
          for (size_t at = 0; at < 64 + 56 * 12; at += 2) {
            progress.step = at;
            for (const std::string &word : bad_words(bytes))
              poke(descriptor, bytes, at, word, file, progress);
          }
        }) == "fine");
}

TEST_CASE("pure noise behind a good ELF header is read without harm") {
  Workshop here;
  std::string bytes = read_file(source_of("lld").plugin);
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
