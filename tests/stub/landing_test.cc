// Indirect branch targets: with IBT (x86) or BTI (AArch64) whatever is called through a pointer must begin
// with endbr or bti. In the stub that is every function whose address some relocation takes (the table
// weakrt_plugin_1, the traps in slots, what libc is handed to call back, .init_array), and the two entries
// that DT_INIT and DT_FINI will name.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include <llvm/Object/ELFObjectFile.h>

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;
using llvm::object::ELFObjectFileBase;
using llvm::object::SectionRef;
using llvm::object::SymbolRef;

struct Architecture {
  std::string name;
  std::set<std::string> direct; ///< the relocations of calls and jumps to one known place
  std::set<std::string> landing_pads;
};

const Architecture architectures[] = {
    {"x86_64", {"R_X86_64_PLT32"}, {"\xf3\x0f\x1e\xfa"}},
    {"i386", {"R_386_PLT32", "R_386_PC32"}, {"\xf3\x0f\x1e\xfb"}},
    // bti c, bti jc, paciasp, pacibsp
    {"aarch64",
     {"R_AARCH64_CALL26", "R_AARCH64_JUMP26", "R_AARCH64_CONDBR19", "R_AARCH64_TSTBR14"},
     {"\x5f\x24\x03\xd5", "\xdf\x24\x03\xd5", "\x3f\x23\x03\xd5", "\x7f\x23\x03\xd5"}},
};

fs::path stub_of(const std::string &architecture, const std::string &suffix) {
  return fs::read_symlink("/proc/self/exe").parent_path() / "../../stub" / (architecture + "-linux" + suffix);
}

// Every function has a section of its own, so a relocation against a section means its only function.
bool begins_with_landing_pad(const SectionRef &section, uint64_t offset, const Architecture &architecture) {
  llvm::StringRef code = llvm::cantFail(section.getContents());
  REQUIRE(offset + 4 <= code.size());
  return architecture.landing_pads.contains(code.substr(offset, 4).str());
}

} // namespace

TEST_CASE("what is called through a pointer begins with endbr or bti") {
  const std::string suffix = GENERATE(as<std::string>(), ".o", "-full.o");
  for (const Architecture &architecture : architectures) {
    auto opened = llvm::object::ObjectFile::createObjectFile(stub_of(architecture.name, suffix).string());
    REQUIRE(bool(opened));
    const auto &object = *llvm::cast<ELFObjectFileBase>(opened->getBinary());
    std::set<std::string> taken;
    auto check = [&](const SymbolRef &symbol) {
      auto section = llvm::cantFail(symbol.getSection());
      if (section == object.section_end() || !section->isText())
        return;
      const bool whole = llvm::cantFail(symbol.getType()) == SymbolRef::ST_Debug;
      const std::string name =
          (whole ? llvm::cantFail(section->getName()) : llvm::cantFail(symbol.getName())).str();
      INFO(architecture.name << ": " << name);
      CHECK(begins_with_landing_pad(*section, whole ? 0 : llvm::cantFail(symbol.getValue()), architecture));
      taken.insert(name);
    };
    for (const SectionRef &relocations : object.sections()) {
      // What only tells debuggers or unwinders where code is calls nothing.
      auto patched = llvm::cantFail(relocations.getRelocatedSection());
      if (patched == object.section_end() || llvm::cantFail(patched->getName()) == ".eh_frame" ||
          !(llvm::object::ELFSectionRef(*patched).getFlags() & llvm::ELF::SHF_ALLOC))
        continue;
      for (const llvm::object::RelocationRef &relocation : relocations.relocations()) {
        llvm::SmallString<32> type;
        relocation.getTypeName(type);
        if (!architecture.direct.contains(type.str().str()) && relocation.getSymbol() != object.symbol_end())
          check(*relocation.getSymbol());
      }
    }
    for (const SymbolRef &symbol : object.symbols())
      for (const char *entry : {"weakrt_init", "weakrt_fini"})
        if (llvm::cantFail(symbol.getName()) == entry)
          check(symbol);
    fmt::print("{}: {} functions are called through pointers\n", architecture.name, taken.size());
    CHECK(taken.contains("weakrt_init"));
    CHECK(taken.contains("weakrt_fini"));
    CHECK(taken.size() >= 10);
  }
}
