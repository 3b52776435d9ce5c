// PE images as linkplugin/pe sees them, against what LLVM's reader and LLD say of the same files; and damaged
// ones.
#include "linkplugin/pe/image.h"

#include "tests/support/files.h"
#include "tests/support/golden.h"
#include "tests/support/must_run.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <llvm/Object/COFF.h>
#include <llvm/Support/Endian.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace pe = weakrt::pe;
using namespace llvm::object;
using support::must_run;

struct Kind {
  std::string name, target, dlltool;
};
const Kind kinds[] = {{"x86_64", "x86_64-pc-windows-msvc", "i386:x86-64"},
                      {"i386", "i686-pc-windows-msvc", "i386"},
                      {"aarch64", "aarch64-pc-windows-msvc", "arm64"}};

// Two libraries and a delayed one, imports by ordinal, data, a forwarder among the exports, and TLS
// callbacks.
constexpr std::string_view source = R"(
__declspec(dllimport) extern int rt_data;
__declspec(dllimport) int rt_add(int, int);
__declspec(dllimport) int rt_by_number(void);
__declspec(dllimport) int other_function(void);
__declspec(dllimport) int late_function(void);
__declspec(dllimport) int late_by_number(void);
__declspec(dllexport) int plugin_answer(void) {
  return rt_add(rt_data, rt_by_number()) + other_function() + late_function() + late_by_number();
}
void *__stdcall __delayLoadHelper2(const void *descriptor, void *slot) { return 0; }
__declspec(dllexport) int plugin_data = 3;
__declspec(dllexport) const unsigned char room[3072] = {1};
int _fltused;
unsigned _tls_index;
static void __stdcall first(void *m, unsigned long r, void *p) { plugin_data += 1; }
static void __stdcall second(void *m, unsigned long r, void *p) { plugin_data += 2; }
typedef void(__stdcall *Callback)(void *, unsigned long, void *);
static Callback callbacks[] = {first, second, 0};
static char start, end;
struct { void *start, *end; unsigned *index; Callback *callbacks; unsigned zero, flags; }
_tls_used = {&start, &end, &_tls_index, callbacks, 0, 0};
)";

struct Workshop {
  fs::path folder = fs::temp_directory_path() / ("weakrt-pe-" + std::to_string(getpid()));
  Workshop() { fs::create_directories(folder); }
  ~Workshop() { fs::remove_all(folder); }
};

/// A library of this kind, made once.
const std::string &library_of(const Kind &kind) {
  static const Workshop workshop;
  static std::map<std::string, std::string> made;
  auto [entry, is_new] = made.try_emplace(kind.name);
  if (!is_new)
    return entry->second;
  const fs::path folder = workshop.folder / kind.name;
  fs::create_directories(folder);
  support::write_bytes(folder / "plugin.c", source);
  support::write_bytes(folder / "rt.def",
                       "LIBRARY rt.dll\nEXPORTS\nrt_add\nrt_data DATA\nrt_by_number @7 NONAME\n");
  support::write_bytes(folder / "other.def", "LIBRARY OTHER.dll\nEXPORTS\nother_function\n");
  support::write_bytes(folder / "late.def",
                       "LIBRARY late.dll\nEXPORTS\nlate_function\nlate_by_number @9 NONAME\n");
  for (const char *name : {"rt", "other", "late"})
    must_run({"llvm-dlltool-19", "-m", kind.dlltool, "-d", folder / (std::string(name) + ".def"), "-l",
              folder / (std::string(name) + ".lib")});
  must_run(
      {"clang-19", "--target=" + kind.target, "-O1", "-c", folder / "plugin.c", "-o", folder / "plugin.obj"});
  // /release: with a checksum.
  must_run({"lld-link-19", "/dll", "/noentry", "/nodefaultlib", "/release",
            "/include:" + std::string(kind.name == "i386" ? "__tls_used" : "_tls_used"),
            "/export:forwarded=ntdll.RtlZeroMemory", "/out:" + (folder / "plugin.dll").string(),
            folder / "plugin.obj", folder / "rt.lib", folder / "other.lib", folder / "late.lib",
            "/delayload:late.dll"});
  return entry->second = support::read_file(folder / "plugin.dll");
}

llvm::MutableArrayRef<uint8_t> view(std::string &bytes) {
  return {reinterpret_cast<uint8_t *>(bytes.data()), bytes.size()};
}

pe::Image must_open(std::string &bytes) {
  auto image = pe::Image::open(view(bytes), "plugin.dll");
  if (!image)
    FAIL(image.error()[0].message);
  return *image;
}

using Imports = std::map<std::string, std::set<std::string>>;

Imports imports_of(const pe::Image &image) {
  Imports imports;
  auto all = image.imports();
  REQUIRE(all);
  for (const pe::ImportDescriptor &descriptor : *all)
    for (const pe::ImportedSymbol &symbol : descriptor.symbols)
      imports[descriptor.library].insert(symbol.name);
  return imports;
}

/// The same by LLVM.
Imports imports_by_llvm(const std::string &bytes) {
  Imports imports;
  auto file = llvm::cantFail(COFFObjectFile::create(llvm::MemoryBufferRef(bytes, "plugin.dll")));
  for (const ImportDirectoryEntryRef &entry : file->import_directories()) {
    llvm::StringRef library;
    llvm::cantFail(entry.getName(library));
    for (const ImportedSymbolRef &symbol : entry.lookup_table_symbols()) {
      llvm::StringRef name;
      llvm::cantFail(symbol.getSymbolName(name));
      uint16_t ordinal = 0;
      llvm::cantFail(symbol.getOrdinal(ordinal));
      imports[library.str()].insert(name.empty() ? "#" + std::to_string(ordinal) : name.str());
    }
  }
  return imports;
}

} // namespace

TEST_CASE("imports: as LLVM reads them, with their slots") {
  const Kind kind = GENERATE(from_range(kinds));
  std::string bytes = library_of(kind);
  const pe::Image image = must_open(bytes);
  const Imports imports = imports_of(image);
  CHECK(imports == imports_by_llvm(bytes));
  CHECK(imports.size() == 2);
  CHECK(imports.at("rt.dll").contains("#7"));
  CHECK(image.is_library());
  CHECK(image.is_64() == (kind.name != "i386"));
  // In the file a slot says what its entry of the lookup table says.
  const auto all = image.imports();
  REQUIRE(all);
  for (const pe::ImportDescriptor &descriptor : *all) {
    CHECK(descriptor.has_names);
    for (const pe::ImportedSymbol &symbol : descriptor.symbols)
      if (!symbol.name.starts_with("#"))
        CHECK(image.read_word(symbol.slot) == symbol.name_address);
  }
}

TEST_CASE("delayed imports: as LLVM reads them, and each slot leads to code of the image") {
  std::string bytes = library_of(GENERATE(from_range(kinds)));
  const pe::Image image = must_open(bytes);
  const auto all = image.delayed_imports();
  REQUIRE(all);
  REQUIRE(all->size() == 1);
  std::vector<std::string> names, by_llvm;
  for (const pe::ImportedSymbol &symbol : (*all)[0].symbols) {
    names.push_back(symbol.name);
    const uint64_t thunk = image.read_word(symbol.slot).value() - image.base();
    CHECK(std::ranges::any_of(image.sections(), [&](const pe::Section &section) {
      return section.is_code && thunk - section.address < section.size;
    }));
  }
  auto file = llvm::cantFail(COFFObjectFile::create(llvm::MemoryBufferRef(bytes, "plugin.dll")));
  for (const DelayImportDirectoryEntryRef &entry : file->delay_import_directories()) {
    llvm::StringRef library;
    llvm::cantFail(entry.getName(library));
    CHECK((*all)[0].library == library);
    for (const ImportedSymbolRef &symbol : entry.imported_symbols()) {
      llvm::StringRef name;
      llvm::cantFail(symbol.getSymbolName(name));
      uint16_t ordinal = 0;
      llvm::cantFail(symbol.getOrdinal(ordinal));
      by_llvm.push_back(name.empty() ? "#" + std::to_string(ordinal) : name.str());
    }
  }
  CHECK(names == by_llvm);
  CHECK(std::set(names.begin(), names.end()) == std::set<std::string>{"#9", "late_function"});
}

TEST_CASE("imports: one library taken out, and nothing else changed") {
  const Kind kind = GENERATE(from_range(kinds));
  const std::string before = library_of(kind);
  std::string bytes = before;
  pe::Image image = must_open(bytes);
  auto all = image.imports();
  REQUIRE(all);
  const uint32_t table = image.directory(llvm::COFF::IMPORT_TABLE).address;
  const uint8_t *first = image.at(table, 40);
  const auto begin = static_cast<size_t>(first - reinterpret_cast<const uint8_t *>(bytes.data()));
  std::erase_if(*all, [](const pe::ImportDescriptor &descriptor) { return descriptor.library == "rt.dll"; });
  REQUIRE(image.set_imports(*all));
  Imports wanted = imports_by_llvm(before);
  wanted.erase("rt.dll");
  CHECK(imports_of(image) == wanted);
  CHECK(imports_by_llvm(bytes) == wanted);
  for (size_t i = 0; i < bytes.size(); ++i)
    if (i < begin || i >= begin + 40)
      REQUIRE(bytes[i] == before[i]);
  REQUIRE(image.set_imports({}));
  CHECK(imports_by_llvm(bytes).empty());
}

TEST_CASE("exports, and which of them are forwarders") {
  std::string bytes = library_of(GENERATE(from_range(kinds)));
  auto exports = must_open(bytes).exports();
  REQUIRE(exports);
  std::map<std::string_view, std::string_view> found;
  for (const pe::ExportedSymbol &symbol : *exports)
    found.emplace(symbol.name, symbol.forwarder);
  CHECK(found ==
        std::map<std::string_view, std::string_view>{
            {"forwarded", "ntdll.RtlZeroMemory"}, {"plugin_answer", ""}, {"plugin_data", ""}, {"room", ""}});
}

TEST_CASE("TLS callbacks are counted, and are where the directory says") {
  std::string bytes = library_of(GENERATE(from_range(kinds)));
  const pe::Image image = must_open(bytes);
  auto callbacks = image.callbacks();
  REQUIRE(callbacks);
  REQUIRE(callbacks->has_value());
  CHECK((*callbacks)->count == 2);
  CHECK(image.read_word((*callbacks)->address) > image.base());
}

TEST_CASE("the checksum is the linker's, where it has written one") {
  std::string bytes = library_of(GENERATE(from_range(kinds)));
  const std::string before = bytes;
  const size_t at = llvm::support::endian::read32le(bytes.data() + 0x3c) + 24 + 64;
  REQUIRE(llvm::support::endian::read32le(bytes.data() + at) != 0);
  llvm::support::endian::write32le(bytes.data() + at, 1);
  must_open(bytes).update_checksum();
  CHECK(bytes == before);
  llvm::support::endian::write32le(bytes.data() + at, 0);
  must_open(bytes).update_checksum();
  CHECK(llvm::support::endian::read32le(bytes.data() + at) == 0);
}

namespace {

/// Everything that can be read of it; what is complained about goes into `messages`.
void read_all(std::string &bytes, std::set<std::string> &messages) {
  auto note = [&](const auto &result) {
    if (!result)
      messages.insert(result.error()[0].message);
  };
  auto image = pe::Image::open(view(bytes), "plugin.dll");
  note(image);
  if (!image)
    return;
  auto imports = image->imports();
  note(imports);
  if (imports)
    note(image->set_imports({}));
  note(image->delayed_imports());
  note(image->exports());
  note(image->callbacks());
  static_cast<void>(image->file_version());
  image->update_checksum();
}

/// Where in the image `room` is.
uint32_t address_of_room(const pe::Image &image, const std::string &bytes) {
  const size_t room = bytes.find(std::string(1, '\1') + std::string(3071, '\0'));
  REQUIRE(room != std::string::npos);
  for (const pe::Section &section : image.sections())
    if (room - section.offset < section.file_size)
      return section.address + static_cast<uint32_t>(room - section.offset);
  FAIL("no section has the room");
  return 0;
}

struct Table {
  uint32_t directory, descriptor_size;
  std::vector<uint32_t> ones, names, tables; ///< offsets of fields
};
const Table import_table = {llvm::COFF::IMPORT_TABLE, 20, {}, {12}, {0, 16}};
const Table delay_table = {llvm::COFF::DELAY_IMPORT_DESCRIPTOR, 32, {0}, {4}, {12, 16}};

/// The image with a table of many libraries that all have the same long list of imports.
std::string with_overlapping(const Table &table, std::string bytes) {
  pe::Image image = must_open(bytes);
  const uint32_t address = address_of_room(image, bytes);
  constexpr uint32_t descriptors = 40, imports = 200, list = 1400;
  for (uint32_t i = 0; i < descriptors; ++i) {
    const uint32_t place = address + table.descriptor_size * i;
    for (const uint32_t field : table.ones)
      REQUIRE(image.write(place + field, 1u));
    for (const uint32_t field : table.names)
      REQUIRE(image.write(place + field, address));
    for (const uint32_t field : table.tables)
      REQUIRE(image.write(place + field, address + list));
  }
  for (uint32_t i = 0; i < imports; ++i)
    REQUIRE(
        image.write_word(address + list + i * image.word_size(), image.is_64() ? 1ull << 63 : 1ull << 31));
  image.set_directory(table.directory, {address, table.descriptor_size * descriptors});
  return bytes;
}

// In the room of an image: a text that is long, for what is named in many places.
constexpr uint32_t long_text = 1500, length_of_text = 800;

/// The image with one library of which many functions are imported, all of the same long name; or with many
/// libraries of such a name and no functions.
std::string with_names_that_overlap(const Table &table, bool of_libraries, std::string bytes) {
  pe::Image image = must_open(bytes);
  const uint32_t address = address_of_room(image, bytes);
  constexpr uint32_t list = 2400, imports = 60;
  memset(image.at(address + long_text, length_of_text), 'x', length_of_text);
  for (uint32_t i = 0; i < (of_libraries ? 40 : 1); ++i) {
    const uint32_t place = address + table.descriptor_size * i;
    for (const uint32_t field : table.ones)
      REQUIRE(image.write(place + field, 1u));
    for (const uint32_t field : table.names)
      REQUIRE(image.write(place + field, address + long_text));
    for (const uint32_t field : table.tables)
      REQUIRE(image.write(place + field, address + list));
  }
  for (uint32_t i = 0; !of_libraries && i < imports; ++i)
    REQUIRE(image.write_word(address + list + i * image.word_size(), address + long_text - 2));
  image.set_directory(table.directory, {address, table.descriptor_size});
  return bytes;
}

/// The image with many exports of the same long name.
std::string with_exports_that_overlap(std::string bytes) {
  pe::Image image = must_open(bytes);
  const uint32_t address = address_of_room(image, bytes);
  constexpr uint32_t exports = 60, names = 100, ordinals = 500, functions = 700;
  memset(image.at(address + long_text, length_of_text), 'x', length_of_text);
  for (const auto &[field, value] :
       {std::pair(20u, 1u), std::pair(24u, exports), std::pair(28u, address + functions),
        std::pair(32u, address + names), std::pair(36u, address + ordinals)})
    REQUIRE(image.write(address + field, value));
  for (uint32_t i = 0; i < exports; ++i)
    REQUIRE(image.write(address + names + 4 * i, address + long_text));
  image.set_directory(llvm::COFF::EXPORT_TABLE, {address, 40});
  return bytes;
}

/// The image with a version that ends where addresses end.
std::string with_version_at_the_end(std::string bytes) {
  using llvm::support::endian::read16le, llvm::support::endian::read32le, llvm::support::endian::write32le;
  const auto room = static_cast<uint32_t>(bytes.find(std::string(1, '\1') + std::string(3071, '\0')));
  constexpr uint32_t size = 3072, address = 0 - size;
  const uint32_t headers = read32le(bytes.data() + 0x3c);
  char *section = bytes.data() + headers + 24 + read16le(bytes.data() + headers + 20);
  write32le(section + 12, address);
  write32le(section + 16, size);
  write32le(section + 20, room);
  char *resources = bytes.data() + room;
  for (uint32_t level = 0; level < 3; ++level) {
    write32le(resources + 24 * level, 0);
    write32le(resources + 24 * level + 12, 0x10000);
    write32le(resources + 24 * level + 16, 16);
    write32le(resources + 24 * level + 20, (level < 2 ? 0x80000000 : 0) + 24 * (level + 1));
  }
  write32le(resources + 72, address + 256);
  write32le(resources + 76, size - 256 - 4);
  must_open(bytes).set_directory(llvm::COFF::RESOURCE_TABLE, {address, 256});
  return bytes;
}

} // namespace

TEST_CASE("a version that ends where addresses end is looked for no further") {
  for (const Kind &kind : kinds) {
    std::string bytes = with_version_at_the_end(library_of(kind));
    CHECK(!must_open(bytes).file_version());
  }
}

TEST_CASE("damaged images are read without harm, and all that can be said of them is said") {
  std::set<std::string> messages;
  for (const Kind &kind : kinds) {
    const std::string whole = library_of(kind);
    for (size_t length = 0; length < whole.size(); length += length < 1024 ? 1 : 16) {
      std::string cut = whole.substr(0, length);
      read_all(cut, messages);
    }
    for (size_t at = 0; at + 4 <= whole.size(); at += 4)
      for (const uint32_t value : {0u, 1u, 0x7fffffffu, 0xffffffffu, 0x00002000u}) {
        std::string damaged = whole;
        llvm::support::endian::write32le(damaged.data() + at, value);
        read_all(damaged, messages);
      }
  }
  for (const Kind &kind : kinds)
    for (const Table *table : {&import_table, &delay_table}) {
      std::string overlapping = with_overlapping(*table, library_of(kind));
      std::set<std::string> of_this;
      read_all(overlapping, of_this);
      CHECK(of_this == std::set<std::string>{"malformed: the import tables overlap"});
      messages.merge(of_this);
    }
  for (const Kind &kind : kinds) {
    std::set<std::string> of_this;
    for (const bool of_libraries : {false, true})
      for (const Table *table : {&import_table, &delay_table}) {
        std::string overlapping = with_names_that_overlap(*table, of_libraries, library_of(kind));
        read_all(overlapping, of_this);
        CHECK(of_this == std::set<std::string>{"malformed: the import tables overlap"});
        messages.merge(std::exchange(of_this, {}));
      }
    std::string overlapping = with_exports_that_overlap(library_of(kind));
    read_all(overlapping, of_this);
    CHECK(of_this == std::set<std::string>{"malformed: the names of exports overlap"});
    messages.merge(of_this);
  }
  std::string object = support::read_file(fs::read_symlink("/proc/self/exe").parent_path() / "../../stub" /
                                          "x86_64-windows.o");
  read_all(object, messages);
  std::string text;
  for (const std::string &message : messages)
    text += message + "\n";
  CHECK(support::GoldenFolder(GOLDEN_DIR, "pe").compare("damaged.txt", text) == "");
}
