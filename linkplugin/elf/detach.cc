#include "linkplugin/elf/detach.h"

#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <unordered_map>

using namespace llvm::ELF;

namespace weakrt::elf {

namespace {

/// The passes over one file, in the order in which detach() calls them.
class Detacher {
public:
  Detacher(Image &image, const DetachRequest &request) : image(image), request(request) {
    for (const Import &import : request.imports)
      imports.emplace(import.symbol, &import);
    sonames.insert(request.sonames.begin(), request.sonames.end());
  }

  Result<void> detach_relocations();
  Result<void> merge_plt_relocations();
  Result<void> detach_symbols();
  Result<void> remove_version_requirements();
  Result<void> correct_base_version();
  Result<void> remove_dependencies();
  Result<void> take_over_start_and_exit();
  Result<void> complete_record();

private:
  Result<std::span<ELFT::Rela>> relocations(int64_t table, int64_t size) const;
  Result<void> detach_relocation(ELFT::Rela &relocation);
  std::unexpected<Diagnostics> refuse(std::string message, std::string help = {}) const;
  std::unexpected<Diagnostics> refuse_relocation(const Import &import, uint32_t type,
                                                 std::string_view why) const;
  void remove_dynamic(const std::function<bool(const ELFT::Dyn &)> &goes);
  bool set_dynamic(int64_t tag, uint64_t value);

  Image &image;
  const DetachRequest &request;
  std::unordered_map<uint32_t, const Import *> imports;
  std::set<std::string, std::less<>> sonames;
};

} // namespace

std::unexpected<Diagnostics> Detacher::refuse(std::string message, std::string help) const {
  return fail({.message = std::move(message), .file = image.path(), .help = std::move(help)});
}

static std::string_view relocation_name(uint32_t type) {
  return llvm::object::getELFRelocationTypeName(EM_X86_64, type);
}

std::unexpected<Diagnostics> Detacher::refuse_relocation(const Import &import, uint32_t type,
                                                         std::string_view why) const {
  Diagnostic diagnostic{.message = fmt::format("{} cannot be detached: its relocation {} {}", import.name,
                                               relocation_name(type), why),
                        .file = image.path()};
  for (const std::string &input : request.referenced_by(import.name))
    diagnostic.notes.push_back("referenced by " + input);
  return fail(std::move(diagnostic));
}

Result<std::span<ELFT::Rela>> Detacher::relocations(int64_t table, int64_t size) const {
  auto address = image.dynamic_value(table);
  auto bytes = image.dynamic_value(size);
  if (!address || !bytes)
    return std::span<ELFT::Rela>();
  uint64_t count = *bytes / sizeof(ELFT::Rela);
  auto *first = image.at<ELFT::Rela>(*address, count);
  if (!first)
    return refuse("a truncated ELF file: its relocations lie outside it");
  return std::span(first, count);
}

// DT_RELA and DT_JMPREL, never the sections: --emit-relocs leaves others that
// look alike but index another symbol table.
Result<void> Detacher::detach_relocations() {
  for (auto [table, size] : {std::pair(DT_RELA, DT_RELASZ), std::pair(DT_JMPREL, DT_PLTRELSZ)}) {
    auto all = relocations(table, size);
    if (!all)
      return std::unexpected(all.error());
    for (ELFT::Rela &relocation : *all)
      if (auto done = detach_relocation(relocation); !done)
        return done;
  }
  return {};
}

Result<void> Detacher::detach_relocation(ELFT::Rela &relocation) {
  auto found = imports.find(relocation.getSymbol(false));
  if (found == imports.end())
    return {};
  const Import &import = *found->second;
  uint32_t type = relocation.getType(false);
  // A slot that nobody writes is null: a JUMP_SLOT's word holds the link-time address of
  // its PLT entry, and some linkers put the addend into an absolute one's.
  if (auto *slot = image.at<ELFT::Off>(relocation.r_offset))
    *slot = 0;
  switch (type) {
  case R_X86_64_GLOB_DAT:
  case R_X86_64_JUMP_SLOT:
    // The loader ignores the addend of these two; the stub's one rule is S + A.
    relocation.r_addend = 0;
    break;
  case R_X86_64_64:
    break;
  case R_X86_64_DTPMOD64:
  case R_X86_64_DTPOFF64:
  case R_X86_64_TPOFF64:
  case R_X86_64_TLSDESC:
    return refuse_relocation(import, type, "is for a thread-local variable");
  case R_X86_64_COPY:
    return refuse_relocation(import, type, "copies it into this file");
  default:
    return refuse_relocation(import, type, "is of a type that weakrt cannot bind");
  }
  relocation.setSymbolAndType(import.symbol, R_X86_64_NONE, false);
  return {};
}

// "-z now" alone is not enough: under LD_PROFILE, or LD_AUDIT with PLT hooks,
// glibc still processes DT_JMPREL lazily and rejects a NONE there. So the PLT's
// relocations become the tail of DT_RELA, which is always processed at load.
Result<void> Detacher::merge_plt_relocations() {
  auto plt = image.dynamic_value(DT_JMPREL);
  auto plt_size = image.dynamic_value(DT_PLTRELSZ);
  if (!plt || !plt_size)
    return {};
  auto rela = image.dynamic_value(DT_RELA);
  auto rela_size = image.dynamic_value(DT_RELASZ);
  if (!rela || !rela_size || *rela_size == 0) {
    image.find_dynamic(DT_JMPREL)->d_tag = DT_RELA;
    image.find_dynamic(DT_PLTRELSZ)->d_tag = DT_RELASZ;
    if (ELFT::Dyn *kind = image.find_dynamic(DT_PLTREL)) {
      kind->d_tag = DT_RELAENT;
      kind->d_un.d_val = sizeof(ELFT::Rela);
    }
    return {};
  }
  // DT_RELASZ may already count the PLT's, as the gABI allows.
  bool included = *plt >= *rela && *plt + *plt_size <= *rela + *rela_size;
  if (!included && *rela + *rela_size != *plt)
    return refuse("the relocations of the PLT do not follow the others, so they cannot be merged",
                  "link without a linker script that moves .rela.plt away from .rela.dyn");
  if (!included)
    image.find_dynamic(DT_RELASZ)->d_un.d_val = *rela_size + *plt_size;
  remove_dynamic([](const ELFT::Dyn &entry) {
    return entry.d_tag == DT_JMPREL || entry.d_tag == DT_PLTRELSZ || entry.d_tag == DT_PLTREL;
  });
  return {};
}

// Weak, so that linking an executable against the plugin does not ask for them;
// without a version, because its requirement goes.
Result<void> Detacher::detach_symbols() {
  for (const Import &import : request.imports) {
    ELFT::Sym &symbol = image.symbols()[import.symbol];
    symbol.setBindingAndType(STB_WEAK, symbol.getType());
    if (!image.versions().empty())
      image.versions()[import.symbol].vs_index = VER_NDX_GLOBAL;
  }
  return {};
}

// glibc asserts that the file of every Verneed record is loaded. A record is
// unlinked from the chain; the first one, to which DT_VERNEED and the section
// header point, is overwritten with its successor.
Result<void> Detacher::remove_version_requirements() {
  for (;;) {
    auto files = needed_versions(image);
    if (!files)
      return std::unexpected(files.error());
    auto goes =
        std::ranges::find_if(*files, [&](const NeededFile &file) { return sonames.contains(file.file); });
    if (goes == files->end())
      return {};

    uint64_t left = files->size() - 1;
    image.find_dynamic(DT_VERNEEDNUM)->d_un.d_val = left;
    for (ELFT::Shdr &section : image.sections())
      if (section.sh_type == SHT_GNU_verneed)
        section.sh_info = static_cast<uint32_t>(left);
    if (left == 0) {
      bool defines = image.find_dynamic(DT_VERDEF) != nullptr;
      remove_dynamic([defines](const ELFT::Dyn &entry) {
        return entry.d_tag == DT_VERNEED || entry.d_tag == DT_VERNEEDNUM ||
               (!defines && entry.d_tag == DT_VERSYM);
      });
      return {};
    }
    auto next = goes + 1;
    if (goes != files->begin()) {
      ELFT::Verneed &previous = *(goes - 1)->record;
      previous.vn_next =
          next == files->end() ? 0 : static_cast<uint32_t>(next->address - (goes - 1)->address);
      continue;
    }
    uint32_t distance = static_cast<uint32_t>(next->address - goes->address);
    uint32_t next_next = next->record->vn_next;
    *goes->record = *next->record;
    goes->record->vn_aux = goes->record->vn_aux + distance;
    goes->record->vn_next = next_next ? next_next + distance : 0;
  }
}

// A file that defines versions has one that is its own name. Without a soname
// gold takes the path it writes to, which is not the output's.
Result<void> Detacher::correct_base_version() {
  auto address = image.dynamic_value(DT_VERDEF);
  auto *definition = address ? image.at<ELFT::Verdef>(*address) : nullptr;
  auto *aux = definition ? image.at<ELFT::Verdaux>(*address + definition->vd_aux) : nullptr;
  if (!aux || !(definition->vd_flags & VER_FLG_BASE) || image.string(aux->vda_name) != request.linked_name ||
      request.output_name.size() > request.linked_name.size())
    return {};
  auto *text = image.at<char>(*image.dynamic_value(DT_STRTAB) + aux->vda_name, request.linked_name.size());
  if (text) {
    std::memset(text, 0, request.linked_name.size());
    std::memcpy(text, request.output_name.data(), request.output_name.size());
    definition->vd_hash = llvm::object::hashSysV(request.output_name);
  }
  return {};
}

Result<void> Detacher::remove_dependencies() {
  remove_dynamic([this](const ELFT::Dyn &entry) {
    return entry.d_tag == DT_NEEDED && sonames.contains(image.string(entry.d_un.d_val));
  });
  return {};
}

// DT_INIT becomes the stub's entry, DT_FINI its exit; the record keeps what they
// and DT_FINI_ARRAY were, and the stub calls it (see stub/elf/start.cc).
Result<void> Detacher::take_over_start_and_exit() {
  auto place = find_record(image);
  if (!place)
    return std::unexpected(place.error());
  record::Header &header = *place->header;
  header.self = place->address;
  auto distance = [&](int64_t tag) {
    uint64_t address = image.dynamic_value(tag).value_or(0);
    return address ? static_cast<int64_t>(address - place->address) : 0;
  };
  header.init = distance(DT_INIT);
  header.fini = distance(DT_FINI);
  if (int64_t array = distance(DT_FINI_ARRAY)) {
    header.fini_array = array;
    header.fini_count = image.dynamic_value(DT_FINI_ARRAYSZ).value_or(0) / sizeof(ELFT::Addr);
  }
  remove_dynamic(
      [](const ELFT::Dyn &entry) { return entry.d_tag == DT_FINI_ARRAY || entry.d_tag == DT_FINI_ARRAYSZ; });
  if (!set_dynamic(DT_INIT, place->init) || !set_dynamic(DT_FINI, place->fini))
    return refuse("the dynamic section has no room for DT_INIT and DT_FINI");
  return {};
}

Result<void> Detacher::complete_record() {
  auto place = find_record(image);
  if (!place)
    return std::unexpected(place.error());
  if (request.imports.size() > place->header->import_capacity)
    return refuse("internal: the record is too small");
  record::Header &header = *place->header;
  std::span<record::Runtime> runtimes = place->list<record::Runtime>(header.runtimes);
  auto *encoded = place->at<record::Import>(header.imports.offset, request.imports.size());
  std::vector<Import> imports = request.imports;
  std::ranges::sort(imports, {},
                    [](const Import &import) { return std::pair(import.runtime, import.symbol); });
  uint32_t last_symbol = 0;
  header.first_symbol = ~0u;
  for (size_t i = 0; i < imports.size(); ++i) {
    const Import &import = imports[i];
    encoded[i] = {import.symbol,
                  record::gnu_hash(import.name.c_str()),
                  place->find_text(import.version),
                  static_cast<uint8_t>(import.runtime),
                  static_cast<uint8_t>(import.data ? record::Import::data : record::Import::function),
                  static_cast<uint8_t>(import.optional),
                  0};
    record::List &of_runtime = runtimes[import.runtime].imports;
    if (of_runtime.count++ == 0)
      of_runtime.offset = header.imports.offset + static_cast<uint32_t>(i * sizeof(record::Import));
    header.first_symbol = std::min(header.first_symbol, import.symbol);
    last_symbol = std::max(last_symbol, import.symbol);
  }
  header.imports.count = static_cast<uint32_t>(imports.size());
  header.symbol_span = imports.empty() ? 0 : last_symbol - header.first_symbol + 1;
  header.flags |= record::Header::detached;
  return {};
}

// The array keeps its size; what is removed is filled up from behind with DT_NULL.
void Detacher::remove_dynamic(const std::function<bool(const ELFT::Dyn &)> &goes) {
  std::span<ELFT::Dyn> entries = image.dynamic();
  size_t to = 0;
  for (const ELFT::Dyn &entry : entries)
    if (!goes(entry))
      entries[to++] = entry;
  for (; to < entries.size(); ++to)
    std::memset(&entries[to], 0, sizeof(ELFT::Dyn));
}

// An entry that was not there takes the first DT_NULL, of which one must be left.
bool Detacher::set_dynamic(int64_t tag, uint64_t value) {
  std::span<ELFT::Dyn> entries = image.dynamic();
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].d_tag != tag && entries[i].d_tag != DT_NULL)
      continue;
    if (entries[i].d_tag == DT_NULL && i + 1 == entries.size())
      return false;
    entries[i].d_tag = tag;
    entries[i].d_un.d_val = value;
    return true;
  }
  return false;
}

Result<void> check_detachable(const Image &image) {
  auto refuse = [&](std::string message, std::string help) {
    return fail({.message = std::move(message), .file = image.path(), .help = std::move(help)});
  };
  bool has_interpreter =
      std::ranges::any_of(image.segments(), [](const ELFT::Phdr &s) { return s.p_type == PT_INTERP; });
  if (image.header().e_type != ET_DYN || image.dynamic_value(DT_FLAGS_1).value_or(0) & DF_1_PIE)
    return refuse("an executable cannot borrow a runtime yet", "link a shared library (-shared)");
  if (has_interpreter && image.find_dynamic(DT_DEBUG))
    return refuse("an executable cannot borrow a runtime yet", "link a shared library (-shared)");
  if (image.find_dynamic(DT_TEXTREL) || image.dynamic_value(DT_FLAGS).value_or(0) & DF_TEXTREL)
    return refuse("it has relocations in read-only memory (DT_TEXTREL)",
                  "compile all of its objects with -fPIC");
  if (image.find_dynamic(DT_ANDROID_RELA) || image.find_dynamic(DT_ANDROID_REL))
    return refuse("its relocations are packed for Android, where the stub cannot read them",
                  "link without --pack-dyn-relocs=android");
  return {};
}

Result<uint32_t> import_capacity(const Image &image) {
  auto place = find_record(image);
  if (!place)
    return std::unexpected(place.error());
  return place->header->import_capacity;
}

Result<void> detach(Image &image, const DetachRequest &request) {
  Detacher detacher(image, request);
  for (auto pass :
       {&Detacher::detach_relocations, &Detacher::merge_plt_relocations, &Detacher::detach_symbols,
        &Detacher::remove_version_requirements, &Detacher::correct_base_version,
        &Detacher::remove_dependencies, &Detacher::take_over_start_and_exit, &Detacher::complete_record})
    if (auto done = (detacher.*pass)(); !done)
      return done;
  return {};
}

} // namespace weakrt::elf
