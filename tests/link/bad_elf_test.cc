// ELF files with one field that is wrong, and what is said about each. That nothing else happens, whatever is
// wrong, is damaged_test.cc's business.
#include "golden.h"
#include "kit.h"

#include "stub/include/weakrt/record.h"

#include <algorithm>
#include <catch2/catch_test_macros.hpp>
#include <cstring>
#include <elf.h>
#include <endian.h>
#include <fmt/format.h>
#include <functional>
#include <stdexcept>

using namespace link_test;

namespace {

/// A well-formed file, to be damaged.
class ElfFile {
public:
  explicit ElfFile(const fs::path &path) : bytes(read_file(path)) {}

  Elf64_Ehdr &header() { return *at<Elf64_Ehdr>(0); }

  Elf64_Phdr &segment(uint32_t type) {
    auto *segments = at<Elf64_Phdr>(header().e_phoff);
    for (size_t i = 0; i < header().e_phnum; ++i)
      if (segments[i].p_type == type)
        return segments[i];
    throw std::runtime_error("no such segment");
  }

  Elf64_Dyn &dynamic(int64_t tag) {
    auto *entry = at<Elf64_Dyn>(segment(PT_DYNAMIC).p_offset);
    for (; entry->d_tag != tag; ++entry)
      if (entry->d_tag == DT_NULL)
        throw std::runtime_error("no such entry");
    return *entry;
  }

  /// What a section holds; in these files that is what the dynamic section points to.
  template <class T> T *section(std::string_view name) {
    auto *sections = at<Elf64_Shdr>(header().e_shoff);
    for (size_t i = 0; i < header().e_shnum; ++i)
      if (at<char>(sections[header().e_shstrndx].sh_offset + sections[i].sh_name) == name)
        return at<T>(sections[i].sh_offset);
    throw std::runtime_error("no such section");
  }

  template <class T> T *at(uint64_t offset) { return reinterpret_cast<T *>(bytes.data() + offset); }

  std::string bytes;
};

struct Damage {
  std::string name;
  std::function<void(ElfFile &)> inflict;
};

constexpr uint64_t outside = 0x7fff0000;

} // namespace

static Damage machine(std::string_view name, uint16_t number) {
  return {fmt::format("{}.so", name), [number](ElfFile &file) { file.header().e_machine = number; }};
}

TEST_CASE("inspect says what is wrong with a broken plugin") {
  namespace record = weakrt::record;
  Workshop here;
  const std::vector<Damage> all = {
      {"cut-off.so", [](ElfFile &file) { file.bytes.resize(40); }},
      {"no-class.so", [](ElfFile &file) { file.header().e_ident[EI_CLASS] = ELFCLASSNONE; }},
      {"no-order.so", [](ElfFile &file) { file.header().e_ident[EI_DATA] = ELFDATANONE; }},
      {"32-bit.so", [](ElfFile &file) { file.header().e_ident[EI_CLASS] = ELFCLASS32; }},
      {"big-endian.so", [](ElfFile &file) { file.header().e_ident[EI_DATA] = ELFDATA2MSB; }},
      machine("i386-64-bit", EM_386),
      machine("arm-64-bit", EM_ARM),
      machine("s390x-little-endian", EM_S390),
      machine("sparc-little-endian", EM_SPARCV9),
      machine("nobody", 999),
      {"aarch64-big-endian.so",
       [](ElfFile &file) {
         file.header().e_ident[EI_DATA] = ELFDATA2MSB;
         file.header().e_machine = htobe16(EM_AARCH64);
       }},
      {"riscv-32-bit.so",
       [](ElfFile &file) {
         file.header().e_ident[EI_CLASS] = ELFCLASS32;
         file.header().e_machine = EM_RISCV;
       }},
      {"program-headers.so", [](ElfFile &file) { file.header().e_phoff = outside; }},
      {"dynamic-section.so", [](ElfFile &file) { file.segment(PT_DYNAMIC).p_vaddr = outside; }},
      {"static.so", [](ElfFile &file) { file.segment(PT_DYNAMIC).p_type = PT_NULL; }},
      {"no-symbols.so", [](ElfFile &file) { file.dynamic(DT_SYMTAB).d_tag = DT_DEBUG; }},
      {"symbols.so", [](ElfFile &file) { file.dynamic(DT_SYMTAB).d_un.d_ptr = outside; }},
      {"versions.so", [](ElfFile &file) { file.dynamic(DT_VERSYM).d_un.d_ptr = outside; }},
      {"no-record.so",
       [](ElfFile &file) {
         std::memset(file.section<char>(".note.weakrt"), 0, 4);
         file.section<record::Header>(".weakrt")->magic[0] = 'W';
       }},
      {"record-format.so", [](ElfFile &file) { file.section<record::Header>(".weakrt")->format = 999; }},
      {"record-size.so", [](ElfFile &file) { file.section<record::Header>(".weakrt")->size = outside; }},
      {"record-imports.so",
       [](ElfFile &file) {
         auto *header = file.section<record::Header>(".weakrt");
         auto *imports = reinterpret_cast<char *>(header) + header->imports.offset;
         reinterpret_cast<record::Import *>(imports)->symbol = outside;
       }},
  };
  fs::path plugin = here / "plugin.so";
  check_linked(link_plugin(plugin), plugin);
  for (const Damage &damage : all) {
    CAPTURE(damage.name);
    ElfFile file(plugin);
    damage.inflict(file);
    Command command = {tool(), "inspect", here.write(damage.name, file.bytes)};
    Outcome outcome = run(command);
    CHECK(outcome.how_it_ended() == "exit code 1");
    CHECK(outcome.out == "");
    CHECK(check_golden(command, outcome));
  }
}

// The first entry of each of these tags, and as many more as there are.
static void drop_dynamic(ElfFile &file, std::initializer_list<int64_t> tags) {
  auto *entry = file.at<Elf64_Dyn>(file.segment(PT_DYNAMIC).p_offset);
  for (; entry->d_tag != DT_NULL; ++entry)
    if (std::ranges::find(tags, entry->d_tag) != tags.end())
      entry->d_tag = DT_DEBUG;
  // Nor is there room behind them.
  file.segment(PT_DYNAMIC).p_filesz =
      reinterpret_cast<char *>(entry) - file.at<char>(file.segment(PT_DYNAMIC).p_offset);
}

TEST_CASE("a linker's output that cannot be detached is refused with the reason") {
  Workshop here;
  const std::vector<Damage> all = {
      {"executable", [](ElfFile &file) { file.header().e_type = ET_EXEC; }},
      {"android", [](ElfFile &file) { file.dynamic(DT_RELACOUNT).d_tag = 0x60000011; }}, // DT_ANDROID_RELA
      {"other-format", [](ElfFile &file) { file.dynamic(DT_RELACOUNT).d_tag = DT_REL; }},
      {"relocations", [](ElfFile &file) { file.dynamic(DT_RELA).d_un.d_ptr = outside; }},
      {"version-files", [](ElfFile &file) { file.dynamic(DT_VERNEED).d_un.d_ptr = outside; }},
      {"version-names",
       [](ElfFile &file) { file.section<Elf64_Verneed>(".gnu.version_r")->vn_aux = outside; }},
      {"plt-elsewhere", [](ElfFile &file) { file.dynamic(DT_RELASZ).d_un.d_val -= sizeof(Elf64_Rela); }},
      {"copied-data",
       [](ElfFile &file) {
         auto *relocation = file.section<Elf64_Rela>(".rela.dyn");
         while (ELF64_R_TYPE(relocation->r_info) != R_X86_64_GLOB_DAT ||
                file.section<char>(".dynstr") +
                        file.section<Elf64_Sym>(".dynsym")[ELF64_R_SYM(relocation->r_info)].st_name !=
                    std::string_view("demo_answer"))
           ++relocation;
         relocation->r_info = ELF64_R_INFO(ELF64_R_SYM(relocation->r_info), R_X86_64_COPY);
       }},
      {"no-room",
       [](ElfFile &file) {
         drop_dynamic(file, {DT_NEEDED, DT_INIT, DT_FINI, DT_FINI_ARRAY, DT_FINI_ARRAYSZ, DT_JMPREL,
                             DT_PLTRELSZ, DT_PLTREL});
       }},
  };
  fs::path out = here / "plugin.so";
  auto link_by = [&](const fs::path &linker) {
    return link_plugin(out, "", {"-Xlinker", "--weakrt-linker=" + linker.string()});
  };
  const std::string find_output = "for o; do [ \"$p\" = -o ] && out=$o; p=$o; done\n";
  run(link_by(here.script(
      "keep", fmt::format("{}ld.bfd \"$@\" && cp \"$out\" {}", find_output, (here / "linked.so").string()))));
  for (const Damage &damage : all) {
    CAPTURE(damage.name);
    ElfFile file(here / "linked.so");
    damage.inflict(file);
    fs::path damaged = here.write(damage.name + ".so", file.bytes);
    check_refused(
        link_by(here.script(damage.name, fmt::format("{}cp {} \"$out\"", find_output, damaged.string()))),
        out);
  }
}
