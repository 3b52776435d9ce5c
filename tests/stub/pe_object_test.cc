// The stubs for Windows as plugins get them: how large they are, what they need, what they must not have.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <llvm/BinaryFormat/COFF.h>
#include <llvm/Object/COFF.h>

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
namespace coff = llvm::COFF;
using namespace llvm::object;
using Names = std::set<std::string>;

struct Architecture {
  std::string_view name;
  uint16_t machine;
  uint64_t largest; ///< in bytes of machine code; for x86-64 a promise, as on Linux
  uint64_t largest_full;
};

constexpr Architecture architectures[] = {
    {"x86_64", coff::IMAGE_FILE_MACHINE_AMD64, 8 << 10, 12 << 10},
    {"i386", coff::IMAGE_FILE_MACHINE_I386, 7 << 10, 10 << 10},
    {"aarch64", coff::IMAGE_FILE_MACHINE_ARM64, 9 << 10, 13 << 10},
};

/// The functions of kernel32.dll that the stub calls (stub/pe/kernel32.h).
const Names kernel32 = {"CloseHandle",
                        "CreateFileW",
                        "FormatMessageW",
                        "FreeLibrary",
                        "GetCurrentProcess",
                        "GetCurrentProcessId",
                        "GetEnvironmentVariableW",
                        "GetLastError",
                        "GetModuleFileNameW",
                        "GetModuleHandleExW",
                        "GetProcAddress",
                        "GetStdHandle",
                        "K32EnumProcessModules",
                        "LoadLibraryExW",
                        "MultiByteToWideChar",
                        "TerminateProcess",
                        "VirtualAlloc",
                        "VirtualFree",
                        "VirtualProtect",
                        "WideCharToMultiByte",
                        "WriteFile"};

/// And those that only a full stub calls.
const Names kernel32_of_full = {"GetCurrentThreadId", "RaiseException", "SetLastError", "Sleep"};

Names operator+(Names left, const Names &right) {
  left.insert(right.begin(), right.end());
  return left;
}

struct Opened {
  const Architecture *architecture;
  bool full; ///< the stub for first calls
  OwningBinary<ObjectFile> file;
  const COFFObjectFile *operator->() const { return llvm::cast<COFFObjectFile>(file.getBinary()); }
};

Opened any_stub() {
  const Architecture *architecture = GENERATE(&architectures[0], &architectures[1], &architectures[2]);
  const bool full = GENERATE(false, true);
  const fs::path path = fs::read_symlink("/proc/self/exe").parent_path() / "../../stub" /
                        fmt::format("{}-windows{}.o", architecture->name, full ? "-full" : "");
  INFO(path.string());
  auto opened = ObjectFile::createObjectFile(path.string());
  if (!opened)
    FAIL(llvm::toString(opened.takeError()));
  return {architecture, full, std::move(*opened)};
}

/// On i386 C's names have an underscore in front, and those of stdcall functions the size of their arguments
/// behind an "@".
std::string plain_name(const Opened &object, llvm::StringRef name) {
  name.consume_front("__imp_");
  if (object.architecture->machine == coff::IMAGE_FILE_MACHINE_I386) {
    name.consume_front("_");
    name = name.split('@').first;
  }
  return name.str();
}

template <class Visit> void for_each_symbol(const Opened &object, Visit visit) {
  for (const SymbolRef symbol : object->symbols())
    visit(symbol, llvm::cantFail(symbol.getName()), object->getCOFFSymbol(symbol));
}

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; (at = text.find_first_not_of(' ', at)) < text.size();) {
    const size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

} // namespace

TEST_CASE("for Windows: machine code, at most 8 KiB on x86-64, and known everywhere") {
  const Opened object = any_stub();
  CHECK(object->getMachine() == object.architecture->machine);
  uint64_t code = 0;
  for (const SectionRef section : object->sections())
    if (object->getCOFFSection(section)->Characteristics & coff::IMAGE_SCN_MEM_EXECUTE)
      code += section.getSize();
  const uint64_t largest = object.full ? object.architecture->largest_full : object.architecture->largest;
  fmt::print("stub: {} Windows{}: {} bytes of code (of {})\n", object.architecture->name,
             object.full ? ", full" : "", code, largest);
  CHECK(code > 0);
  CHECK(code <= largest);
}

TEST_CASE("for Windows: what it needs is in kernel32.dll, and is known") {
  const Opened object = any_stub();
  Names needed, others;
  for_each_symbol(object, [&](const SymbolRef &, llvm::StringRef name, const COFFSymbolRef &symbol) {
    if (symbol.isUndefined())
      (name.starts_with("__imp_") ? needed : others).insert(plain_name(object, name));
  });
  CHECK(needed == kernel32 + (object.full ? kernel32_of_full : Names{}));
  CHECK(others == Names{"weakrt_record"} +
                      (object.full ? Names{"__pfnDliNotifyHook2", "__pfnDliFailureHook2"} : Names{}));
}

TEST_CASE("for Windows: what it defines for others, so that a plugin keeps its own memcpy") {
  const Opened object = any_stub();
  Names defined;
  for_each_symbol(object, [&](const SymbolRef &, llvm::StringRef name, const COFFSymbolRef &symbol) {
    if (symbol.isExternal() && !symbol.isUndefined())
      defined.insert(plain_name(object, name));
  });
  // Without delayed imports a plugin has the C runtime's own helper, or none.
  const Names of_full = {"__FUnloadDelayLoadedDLL2", "__HrLoadAllImportsForDll", "__delayLoadHelper2",
                         "weakrt_delay_load",        "weakrt_delay_loaded",      "weakrt_no_hook"};
  CHECK(defined == Names{"weakrt_callback", "weakrt_entry", "weakrt_plugin_1", "weakrt_start"} +
                       (object.full ? of_full : Names{}));
}

TEST_CASE("for Windows: sections") {
  const Opened object = any_stub();
  uint64_t callbacks = 0;
  bool unwinds = false;
  for (const SectionRef section : object->sections()) {
    const llvm::StringRef name = llvm::cantFail(section.getName());
    const uint32_t flags = object->getCOFFSection(section)->Characteristics;
    INFO(name.str());
    CHECK_FALSE(((flags & coff::IMAGE_SCN_MEM_WRITE) && (flags & coff::IMAGE_SCN_MEM_EXECUTE)));
    // Where mingw exports everything, the entries stay out. Any other directive would decide for the whole
    // link; one that exports something switches that off.
    if (name == ".drectve")
      for (std::string_view word : words_of(llvm::cantFail(section.getContents())))
        CHECK((word.starts_with("-exclude-symbols:") ||
               (object.full && word.find("weakrt_no_hook") != word.npos)));
    CHECK_FALSE(name.starts_with(".ctors"));
    CHECK_FALSE(name.starts_with(".tls"));
    if (name.starts_with(".CRT$"))
      CHECK(name == ".CRT$XLAA");
    callbacks += name == ".CRT$XLAA" ? section.getSize() : 0;
    unwinds = unwinds || name.starts_with(".pdata");
  }
  CHECK(callbacks == object->getBytesInAddress());
  // i386 finds its way by what the code itself has chained up.
  CHECK(unwinds == (object.architecture->machine != coff::IMAGE_FILE_MACHINE_I386));
}
