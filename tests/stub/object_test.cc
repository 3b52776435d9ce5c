// The stubs' object files as plugins get them: how large they are, what they need, what they must not have.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELFObjectFile.h>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <set>
#include <string>
#include <string_view>

namespace {

namespace fs = std::filesystem;
using namespace llvm::object;
using Names = std::set<std::string>;

struct Architecture {
  std::string_view name;
  uint16_t machine;
  uint64_t largest_plain, largest_full; ///< in bytes of machine code
  bool asks_for_tls = false; ///< where a thread's variables are; for descriptors, or where it starts
};

/// A plugin carries this much at most. What it is for x86-64 is a promise (the design's "Numbers to hold");
/// for the others it is there so that nothing grows unseen.
constexpr Architecture architectures[] = {
    {"x86_64", llvm::ELF::EM_X86_64, 8 << 10, 14 << 10, true},
    {"i386", llvm::ELF::EM_386, 10 << 10, 14 << 10},
    {"aarch64", llvm::ELF::EM_AARCH64, 10 << 10, 16 << 10, true},
    {"arm", llvm::ELF::EM_ARM, 7 << 10, 10 << 10},
    {"riscv64", llvm::ELF::EM_RISCV, 9 << 10, 12 << 10, true},
    {"ppc64le", llvm::ELF::EM_PPC64, 14 << 10, 20 << 10, true},
    {"s390x", llvm::ELF::EM_S390, 11 << 10, 16 << 10},
    {"loong64", llvm::ELF::EM_LOONGARCH, 11 << 10, 16 << 10},
};

/// The functions of the C library that the stub may call (stub/elf/libc.h), and what the record's object
/// brings.
const Names allowed = {
    "__cxa_atexit", "__cxa_finalize", "abort",   "access",        "close",     "dl_iterate_phdr",
    "dlclose",      "dlerror",        "dlopen",  "dlsym",         "getauxval", "getenv",
    "getpid",       "lseek",          "memcmp",  "memcpy",        "memset",    "mmap",
    "mprotect",     "munmap",         "open",    "strchr",        "strcmp",    "strlen",
    "strstr",       "write",          "syscall", "weakrt_record", ".TOC.",     "_GLOBAL_OFFSET_TABLE_"};
/// Of those, what not every stub needs: what compilers put in by themselves, and how a file's size is found.
const Names not_everywhere = {"memcpy", "memset", "lseek", "syscall", ".TOC.", "_GLOBAL_OFFSET_TABLE_"};
/// And what a full stub needs besides.
const Names only_full = {"__errno_location", "poll", "pthread_self", "pthread_setcancelstate",
                         "weakrt_thunks"};

struct Stub {
  const Architecture *architecture;
  bool full;
  fs::path path() const {
    return fs::read_symlink("/proc/self/exe").parent_path() / "../../stub" /
           fmt::format("{}-linux{}.o", architecture->name, full ? "-full" : "");
  }
};

std::vector<Stub> all_stubs() {
  std::vector<Stub> stubs;
  for (const Architecture &architecture : architectures)
    for (bool full : {false, true})
      stubs.push_back({&architecture, full});
  return stubs;
}

/// One of them, opened.
struct Opened {
  Stub stub;
  OwningBinary<ObjectFile> file;
  const ELFObjectFileBase *operator->() const { return llvm::cast<ELFObjectFileBase>(file.getBinary()); }
};

Opened any_stub() {
  const Stub stub = GENERATE(from_range(all_stubs()));
  INFO(stub.path().string());
  auto opened = ObjectFile::createObjectFile(stub.path().string());
  if (!opened)
    FAIL(llvm::toString(opened.takeError()));
  return {stub, std::move(*opened)};
}

std::string name_of(const ELFSectionRef &section) {
  return llvm::cantFail(section.getName()).str();
}

std::string name_of(const ELFSymbolRef &symbol) {
  return llvm::cantFail(symbol.getName()).str();
}

bool is_undefined(const ELFSymbolRef &symbol) {
  return llvm::cantFail(symbol.getFlags()) & SymbolRef::SF_Undefined;
}

} // namespace

TEST_CASE("it is an object file for its machine") {
  const Opened object = any_stub();
  CHECK(object->getEType() == llvm::ELF::ET_REL);
  CHECK(object->getEMachine() == object.stub.architecture->machine);
}

TEST_CASE("machine code: at most 8 KiB on x86-64, and known everywhere") {
  const Opened object = any_stub();
  uint64_t code = 0, tables = 0, texts = 0, data = 0, zero = 0;
  for (const ELFSectionRef section : object->sections()) {
    if (!(section.getFlags() & llvm::ELF::SHF_ALLOC))
      continue;
    if (section.getFlags() & llvm::ELF::SHF_EXECINSTR)
      code += section.getSize();
    else if (section.isBSS())
      zero += section.getSize();
    else if (name_of(section) == ".eh_frame")
      tables += section.getSize();
    else
      (section.getFlags() & llvm::ELF::SHF_WRITE ? data : texts) += section.getSize();
  }
  const Architecture &architecture = *object.stub.architecture;
  const uint64_t largest = object.stub.full ? architecture.largest_full : architecture.largest_plain;
  fmt::print(
      "stub: {} {}: {} bytes of code (of {}), {} of texts, {} of unwind tables, {} of data, {} zeroed\n",
      architecture.name, object.stub.full ? "full" : "plain", code, largest, texts, tables, data, zero);
  CHECK(code > 0);
  CHECK(code <= largest);
}

TEST_CASE("what it needs is in the C library, and is known") {
  const Opened object = any_stub();
  INFO(object.stub.path().string());
  Names wanted = allowed, undefined;
  if (object.stub.full)
    wanted.insert(only_full.begin(), only_full.end());
  if (object.stub.full && object.stub.architecture->asks_for_tls)
    wanted.insert("__tls_get_addr");
  for (const ELFSymbolRef symbol : object->symbols())
    if (is_undefined(symbol) && !name_of(symbol).empty())
      undefined.insert(name_of(symbol));
  for (const std::string &name : undefined) {
    INFO(name);
    CHECK(wanted.contains(name));
  }
  // And the list names nothing that it no longer needs.
  for (const std::string &name : wanted) {
    INFO(name);
    CHECK((undefined.contains(name) || not_everywhere.contains(name)));
  }
}

TEST_CASE("what it defines for others: its entries, and the table that plugins export") {
  const Opened object = any_stub();
  Names hidden, exported;
  for (const ELFSymbolRef symbol : object->symbols()) {
    if (is_undefined(symbol) || symbol.getBinding() == llvm::ELF::STB_LOCAL)
      continue;
    ((symbol.getOther() & 3) == llvm::ELF::STV_HIDDEN ? hidden : exported).insert(name_of(symbol));
  }
  CHECK(exported == Names{"weakrt_plugin_1"});
  for (const char *entry : {"weakrt_init", "weakrt_init_array", "weakrt_fini", "weakrt_fini_array"})
    CHECK(hidden.contains(entry));
  CHECK(hidden.contains("weakrt_first_call") == object.stub.full);
}

TEST_CASE(
    "sections: one entry of .init_array and of .fini_array, no TLS, nothing both writable and executable") {
  const Opened object = any_stub();
  uint64_t init_array = 0, fini_array = 0;
  bool unwinds = false, stack = false;
  for (const ELFSectionRef section : object->sections()) {
    const std::string name = name_of(section);
    const uint64_t flags = section.getFlags();
    INFO(object.stub.path().string() << ": " << name);
    CHECK_FALSE((flags & llvm::ELF::SHF_WRITE && flags & llvm::ELF::SHF_EXECINSTR));
    CHECK_FALSE(flags & llvm::ELF::SHF_TLS);
    for (const char *unwanted :
         {".preinit_array", ".ctors", ".dtors", ".init", ".fini", ".gcc_except_table", ".tbss", ".tdata"})
      CHECK_FALSE((name == unwanted || name.starts_with(std::string(unwanted) + ".")));
    if (section.getType() == llvm::ELF::SHT_INIT_ARRAY)
      init_array += section.getSize();
    if (section.getType() == llvm::ELF::SHT_FINI_ARRAY)
      fini_array += section.getSize();
    unwinds = unwinds || name == ".eh_frame";
    stack = stack || (name == ".note.GNU-stack" && !(flags & llvm::ELF::SHF_EXECINSTR));
  }
  CHECK(init_array == object->getBytesInAddress());
  CHECK(fini_array == object->getBytesInAddress());
  CHECK(stack);
  // A backtrace taken in a runtime's constructor comes through the stub that loads it.
  CHECK(unwinds == (object->getEMachine() != llvm::ELF::EM_ARM));
}

TEST_CASE("nothing of a C++ library: no exceptions, no RTTI, no allocation") {
  const Opened object = any_stub();
  for (const ELFSymbolRef symbol : object->symbols()) {
    const std::string name = name_of(symbol);
    INFO(name);
    for (const char *unwanted :
         {"_ZTI", "_ZTV", "_ZTS", "_Znw", "_Zdl", "_Zna", "_Zda", "_ZSt", "_ZNSt", "__cxa_throw",
          "__cxa_guard", "__gxx_personality", "_Unwind", "malloc", "free", "__stack_chk_fail"})
      CHECK_FALSE(name.starts_with(unwanted));
  }
}

TEST_CASE("where the processor checks where calls go, it is marked") {
  const Opened object = any_stub();
  bool property = false;
  for (const ELFSectionRef section : object->sections())
    property = property || name_of(section) == ".note.gnu.property";
  const std::string_view name = object.stub.architecture->name;
  CHECK(property == (name == "x86_64" || name == "i386" || name == "aarch64"));
}
