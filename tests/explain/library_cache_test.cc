// ld.so.cache: the machine's own, and ones that are made up or damaged.
#include "linkplugin/explain/library_cache.h"

#include <catch2/catch_test_macros.hpp>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <unistd.h>
#include <vector>

using weakrt::explain::read_library_cache;
namespace fs = std::filesystem;

namespace {

struct Entry {
  uint32_t flags;
  uint64_t hwcap;
  std::string name, path;
};

void put(std::string &bytes, const auto &value) {
  bytes.append(reinterpret_cast<const char *>(&value), sizeof value);
}

std::string make_cache(const std::vector<Entry> &entries) {
  std::string bytes = "glibc-ld.so.cache1.1";
  put(bytes, uint32_t(entries.size()));
  bytes.resize(48);
  std::string texts;
  auto text = [&](const std::string &text) {
    auto offset = uint32_t(48 + entries.size() * 24 + texts.size());
    texts.append(text.c_str(), text.size() + 1);
    return offset;
  };
  for (const Entry &entry : entries) {
    put(bytes, entry.flags);
    put(bytes, text(entry.name));
    put(bytes, text(entry.path));
    put(bytes, uint32_t(0));
    put(bytes, entry.hwcap);
  }
  return bytes + texts;
}

const std::vector<Entry> some = {{0x0303, 0, "liba.so.1", "/lib/liba.so.1"},
                                 {0x0803, 0, "libb.so.1", "/libx32/libb.so.1"},
                                 {0x0303, 1, "libc.so.1", "/lib/glibc-hwcaps/libc.so.1"},
                                 {0x0303, 0, "libc.so.1", "/lib/libc.so.1"},
                                 {0x0303, 0, "libc.so.1", "/usr/lib/libc.so.1"}};

class File {
public:
  explicit File(const std::string &bytes) { std::ofstream(path, std::ios::binary) << bytes; }
  ~File() { fs::remove(path); }
  File(const File &) = delete;
  File &operator=(const File &) = delete;

  fs::path path = fs::temp_directory_path() / ("weakrt-cache-" + std::to_string(getpid()));
};

} // namespace

TEST_CASE("the cache names this machine's libraries, the first of a name") {
  File file(make_cache(some));
  auto libraries = read_library_cache(file.path);
  CHECK(libraries ==
        std::map<std::string, std::string>{{"liba.so.1", "/lib/liba.so.1"}, {"libc.so.1", "/lib/libc.so.1"}});
}

TEST_CASE("the cache may stand behind one of the old format") {
  std::string old("ld.so-1.7.0\0", 12);
  put(old, uint32_t(3));
  old.resize(old.size() + 3 * 12, 'x');
  old.resize((old.size() + 7) / 8 * 8);
  File file(old + make_cache(some));
  CHECK(read_library_cache(file.path).size() == 2);
}

TEST_CASE("a cache that is cut off, damaged, or none is read without harm") {
  std::string whole = make_cache(some);
  for (size_t size = 0; size < whole.size(); ++size) {
    File file(whole.substr(0, size));
    CHECK(read_library_cache(file.path).size() <= 2);
  }
  for (size_t at = 20; at + 4 <= whole.size(); at += 4) {
    std::string damaged = whole;
    std::memset(damaged.data() + at, 0xff, 4);
    File file(damaged);
    CHECK(read_library_cache(file.path).size() <= 3);
  }
  CHECK(read_library_cache("/").empty());
  CHECK(read_library_cache("/nowhere").empty());
  CHECK(read_library_cache("/dev/null").empty());
}

TEST_CASE("this machine's cache knows its libc") {
  if (!fs::exists("/etc/ld.so.cache"))
    SKIP("there is no /etc/ld.so.cache");
  auto libraries = read_library_cache("/etc/ld.so.cache");
  REQUIRE(libraries.contains("libc.so.6"));
  CHECK(fs::exists(libraries["libc.so.6"]));
}
