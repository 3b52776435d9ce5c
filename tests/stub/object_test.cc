// The stub's object file as every plugin gets it: how large it is, what it needs, what it must not have.
#include <catch2/catch_test_macros.hpp>

#include <cstdlib>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

/// A plugin carries this much at most.
constexpr uint64_t largest_code = 8 * 1024;

/// The functions of the C library that the stub may call (stub/elf/libc.h), and what the record's object
/// brings.
const std::set<std::string> allowed = {
    "__cxa_atexit", "__cxa_finalize", "abort",  "access",    "close",    "dl_iterate_phdr", "dlclose",
    "dlerror",      "dlopen",         "dlsym",  "getauxval", "getenv",   "getpid",          "lseek",
    "memcmp",       "memcpy",         "memset", "mmap",      "mprotect", "munmap",          "open",
    "strchr",       "strcmp",         "strlen", "strstr",    "write",    "weakrt_record"};
/// Of those, what compilers put in by themselves.
const std::set<std::string> not_asked_for = {"memcpy", "memset"};

class Object {
public:
  explicit Object(const fs::path &path) {
    std::ifstream file(path, std::ios::binary);
    bytes_.assign(std::istreambuf_iterator<char>(file), {});
    REQUIRE(bytes_.size() > sizeof(Elf64_Ehdr));
    REQUIRE(std::memcmp(bytes_.data(), ELFMAG, SELFMAG) == 0);
    header_ = at<Elf64_Ehdr>(0);
  }

  const Elf64_Ehdr &header() const { return *header_; }
  size_t section_count() const { return header_->e_shnum; }
  const Elf64_Shdr &section(size_t i) const { return at<Elf64_Shdr>(header_->e_shoff)[i]; }
  std::string name(const Elf64_Shdr &one) const {
    return at<char>(section(header_->e_shstrndx).sh_offset) + one.sh_name;
  }
  std::vector<const Elf64_Sym *> symbols() const {
    std::vector<const Elf64_Sym *> all;
    for (size_t i = 0; i < section_count(); ++i)
      if (section(i).sh_type == SHT_SYMTAB)
        for (size_t k = 1; k < section(i).sh_size / sizeof(Elf64_Sym); ++k)
          all.push_back(at<Elf64_Sym>(section(i).sh_offset) + k);
    return all;
  }
  std::string name(const Elf64_Sym &symbol) const {
    for (size_t i = 0; i < section_count(); ++i)
      if (section(i).sh_type == SHT_SYMTAB)
        return at<char>(section(section(i).sh_link).sh_offset) + symbol.st_name;
    return {};
  }

private:
  template <class T> const T *at(uint64_t offset) const {
    return reinterpret_cast<const T *>(bytes_.data() + offset);
  }

  std::vector<char> bytes_;
  const Elf64_Ehdr *header_ = nullptr;
};

const Object &object() {
  static const Object instance([] {
    if (const char *path = std::getenv("WEAKRT_STUB_OBJECT"))
      return fs::path(path);
    return fs::read_symlink("/proc/self/exe").parent_path() / "../../stub/x86_64-linux.o";
  }());
  return instance;
}

} // namespace

TEST_CASE("it is an object file for x86-64") {
  CHECK(object().header().e_type == ET_REL);
  CHECK(object().header().e_machine == EM_X86_64);
}

TEST_CASE("machine code: at most 8 KiB") {
  uint64_t code = 0, texts = 0, data = 0, zero = 0;
  for (size_t i = 0; i < object().section_count(); ++i) {
    const Elf64_Shdr &section = object().section(i);
    if (!(section.sh_flags & SHF_ALLOC))
      continue;
    if (section.sh_flags & SHF_EXECINSTR)
      code += section.sh_size;
    else if (section.sh_type == SHT_NOBITS)
      zero += section.sh_size;
    else
      (section.sh_flags & SHF_WRITE ? data : texts) += section.sh_size;
  }
  fmt::print("stub: {} bytes of code (of {}), {} of texts and tables, {} of data, {} zeroed\n", code,
             largest_code, texts, data, zero);
  CHECK(code > 0);
  CHECK(code <= largest_code);
}

TEST_CASE("what it needs is in the C library, and is known") {
  std::set<std::string> undefined;
  for (const Elf64_Sym *symbol : object().symbols())
    if (symbol->st_shndx == SHN_UNDEF)
      undefined.insert(object().name(*symbol));
  fmt::print("stub: needs {}\n", fmt::join(undefined, " "));
  for (const std::string &name : undefined) {
    INFO(name);
    CHECK(allowed.contains(name));
  }
  // And the list names nothing that it no longer needs.
  for (const std::string &name : allowed) {
    INFO(name);
    CHECK((undefined.contains(name) || not_asked_for.contains(name)));
  }
}

TEST_CASE("what it defines for others: its entries, and the table that plugins export") {
  std::set<std::string> hidden, exported;
  for (const Elf64_Sym *symbol : object().symbols()) {
    if (symbol->st_shndx == SHN_UNDEF || ELF64_ST_BIND(symbol->st_info) == STB_LOCAL)
      continue;
    (ELF64_ST_VISIBILITY(symbol->st_other) == STV_HIDDEN ? hidden : exported).insert(object().name(*symbol));
  }
  CHECK(exported == std::set<std::string>{"weakrt_plugin_1"});
  CHECK(hidden.contains("weakrt_init"));
  CHECK(hidden.contains("weakrt_fini"));
}

TEST_CASE("sections: one entry of .init_array, no TLS, nothing both writable and executable") {
  uint64_t init_array = 0;
  bool unwinds = false;
  for (size_t i = 0; i < object().section_count(); ++i) {
    const Elf64_Shdr &section = object().section(i);
    const std::string name = object().name(section);
    INFO(name);
    CHECK_FALSE((section.sh_flags & SHF_WRITE && section.sh_flags & SHF_EXECINSTR));
    CHECK_FALSE(section.sh_flags & SHF_TLS);
    for (const char *unwanted : {".fini_array", ".preinit_array", ".ctors", ".dtors", ".init", ".fini",
                                 ".gcc_except_table", ".tbss", ".tdata"})
      CHECK_FALSE((name == unwanted || name.starts_with(std::string(unwanted) + ".")));
    if (section.sh_type == SHT_INIT_ARRAY)
      init_array += section.sh_size;
    unwinds = unwinds || name == ".eh_frame";
  }
  // A backtrace taken in a runtime's constructor comes through the stub that loads it.
  CHECK(unwinds);
  CHECK(init_array == sizeof(void *));
}

TEST_CASE("nothing of a C++ library: no exceptions, no RTTI, no allocation") {
  for (const Elf64_Sym *symbol : object().symbols()) {
    const std::string name = object().name(*symbol);
    INFO(name);
    for (const char *unwanted :
         {"_ZTI", "_ZTV", "_ZTS", "_Znw", "_Zdl", "_Zna", "_Zda", "_ZSt", "_ZNSt", "__cxa_throw",
          "__cxa_guard", "__gxx_personality", "_Unwind", "malloc", "free", "__stack_chk_fail"})
      CHECK_FALSE(name.starts_with(unwanted));
  }
}

TEST_CASE("it is marked for IBT and SHSTK, and asks for no executable stack") {
  bool property = false, stack = false;
  for (size_t i = 0; i < object().section_count(); ++i) {
    const Elf64_Shdr &section = object().section(i);
    property = property || object().name(section) == ".note.gnu.property";
    if (object().name(section) == ".note.GNU-stack") {
      stack = true;
      CHECK_FALSE(section.sh_flags & SHF_EXECINSTR);
    }
  }
  CHECK(property);
  CHECK(stack);
}
