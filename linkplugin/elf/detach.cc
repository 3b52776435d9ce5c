#include "linkplugin/elf/detach.h"

#include "linkplugin/elf/record.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Object/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
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

  Result<void> open_record();
  Result<void> detach_relocations();
  Result<void> merge_plt_relocations();
  Result<void> detach_symbols();
  Result<void> remove_version_requirements();
  Result<void> correct_base_version();
  Result<void> remove_dependencies();
  Result<void> take_over_start_and_exit();
  Result<void> record_imports();
  Result<void> record_hints();
  Result<void> record_thread_locals();
  Result<void> complete_record();

private:
  Result<void> detach_relocation(Relocation relocation);
  std::unexpected<Diagnostics> refuse(std::string message, std::string help = {}) const;
  std::unexpected<Diagnostics> refuse_relocation(const Import &import, uint32_t type, std::string_view why,
                                                 std::string help = {}) const;
  void remove_dynamic(const std::function<bool(const Dynamic &)> &goes);
  bool set_dynamic(int64_t tag, uint64_t value);
  /// The tags of the relocations that are always processed at load, and of their size.
  std::pair<int64_t, int64_t> tables() const {
    return image.machine().has_addends ? std::pair(DT_RELA, DT_RELASZ) : std::pair(DT_REL, DT_RELSZ);
  }

  Image &image;
  const DetachRequest &request;
  RecordPlace record;
  std::unordered_map<uint32_t, const Import *> imports;
  std::unordered_map<uint32_t, uint32_t> recorded; ///< a symbol's place in the record's list of imports
  std::set<std::string, std::less<>> sonames;
};

} // namespace

Result<void> Detacher::open_record() {
  auto found = find_record(image);
  if (!found)
    return std::unexpected(found.error());
  record = std::move(*found);
  return {};
}

std::unexpected<Diagnostics> Detacher::refuse(std::string message, std::string help) const {
  return fail({.message = std::move(message), .file = image.path(), .help = std::move(help)});
}

static std::string_view relocation_name(const Machine &machine, uint32_t type) {
  return llvm::object::getELFRelocationTypeName(machine.id, type);
}

std::unexpected<Diagnostics> Detacher::refuse_relocation(const Import &import, uint32_t type,
                                                         std::string_view why, std::string help) const {
  Diagnostic diagnostic{.message = fmt::format("{} cannot be detached: its relocation {} {}", import.name,
                                               relocation_name(image.machine(), type), why),
                        .file = image.path(),
                        .help = std::move(help)};
  for (const std::string &input : request.referenced_by(import.name))
    diagnostic.notes.push_back("referenced by " + input);
  return fail(std::move(diagnostic));
}

// DT_RELA and DT_JMPREL, never the sections: --emit-relocs leaves others that
// look alike but index another symbol table.
Result<void> Detacher::detach_relocations() {
  auto all = image.all_relocations();
  if (!all)
    return std::unexpected(all.error());
  for (const Relocation &relocation : *all)
    if (auto done = detach_relocation(relocation); !done)
      return done;
  return {};
}

Result<void> Detacher::detach_relocation(Relocation relocation) {
  auto found = imports.find(relocation.symbol);
  if (found == imports.end())
    return {};
  const Import &import = *found->second;
  const RelocationTypes &types = image.machine().types;
  uint32_t type = relocation.type;
  auto is = [type](uint32_t known) { return known != 0 && type == known; };
  auto thread_local_data = thread_local_kind(image.machine(), type);
  if (thread_local_data)
    if (auto unbindable = why_unbindable(image, *thread_local_data))
      return refuse_relocation(import, type, unbindable->why, unbindable->help);
  if (is(types.copy))
    return refuse_relocation(import, type, "copies it into this file");
  bool address_only = is(types.glob_dat) || is(types.jump_slot);
  if (import.thread_local_data ? !thread_local_data : !address_only && !is(types.absolute))
    return refuse_relocation(import, type, "is of a type that weakrt cannot bind");
  // A slot that nobody writes is null: a JUMP_SLOT's word holds the link-time address of
  // its PLT entry, and some linkers put the addend into an absolute one's.
  image.write_word(relocation.address, 0);
  if (thread_local_data == record::ThreadLocalSlot::descriptor)
    image.write_word(relocation.address + image.machine().word_size(), 0);
  // The loader ignores the addend of these; the stub's one rule is S + A. A thread-local
  // variable's is in the record.
  if (address_only || thread_local_data)
    relocation.addend = 0;
  relocation.type = 0; // R_<ARCH>_NONE
  image.set_relocation(relocation);
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
  auto [table_tag, size_tag] = tables();
  uint64_t table = image.dynamic_value(table_tag).value_or(0);
  uint64_t size = image.dynamic_value(size_tag).value_or(0);
  if (table == 0 || size == 0) {
    int64_t entry_tag = image.machine().has_addends ? DT_RELAENT : DT_RELENT;
    remove_dynamic([&](const Dynamic &entry) {
      return entry.tag == table_tag || entry.tag == size_tag || entry.tag == entry_tag;
    });
    std::vector<Dynamic> entries(image.dynamic().begin(), image.dynamic().end());
    for (Dynamic &entry : entries)
      if (entry.tag == DT_JMPREL)
        entry.tag = table_tag;
      else if (entry.tag == DT_PLTRELSZ)
        entry.tag = size_tag;
      else if (entry.tag == DT_PLTREL)
        entry = {entry_tag, image.relocation_size()};
    image.set_dynamic(std::move(entries));
    return {};
  }
  // The table's size may already count the PLT's, as the gABI allows.
  bool included = *plt >= table && *plt + *plt_size <= table + size;
  if (!included && table + size != *plt)
    return refuse("the relocations of the PLT do not follow the others, so they cannot be merged",
                  "link without a linker script that moves .rela.plt away from .rela.dyn");
  if (!included)
    set_dynamic(size_tag, size + *plt_size);
  remove_dynamic([](const Dynamic &entry) {
    return entry.tag == DT_JMPREL || entry.tag == DT_PLTRELSZ || entry.tag == DT_PLTREL;
  });
  return {};
}

// Weak, so that linking an executable against the plugin does not ask for them;
// without a version, because its requirement goes.
Result<void> Detacher::detach_symbols() {
  for (const Import &import : request.imports) {
    image.set_symbol_binding(import.symbol, STB_WEAK);
    if (!image.versions().empty())
      image.set_version(import.symbol, VER_NDX_GLOBAL);
  }
  return {};
}

// glibc asserts that the file of every Verneed record is loaded.
Result<void> Detacher::remove_version_requirements() {
  for (;;) {
    auto files = image.needed_versions();
    if (!files)
      return std::unexpected(files.error());
    auto goes =
        std::ranges::find_if(*files, [&](const NeededFile &file) { return sonames.contains(file.file); });
    if (goes == files->end())
      return {};
    image.remove_needed_version(static_cast<size_t>(goes - files->begin()));
    if (files->size() > 1)
      continue;
    bool defines = image.has_dynamic(DT_VERDEF);
    remove_dynamic([defines](const Dynamic &entry) {
      return entry.tag == DT_VERNEED || entry.tag == DT_VERNEEDNUM || (!defines && entry.tag == DT_VERSYM);
    });
    return {};
  }
}

// A file that defines versions has one that is its own name. Without a soname
// gold takes the path it writes to, which is not the output's.
Result<void> Detacher::correct_base_version() {
  std::vector<DefinedVersion> versions = image.defined_versions();
  if (versions.empty() || !versions[0].base || versions[0].name != request.linked_name ||
      request.output_name.size() > request.linked_name.size())
    return {};
  image.rename_first_version(request.output_name);
  return {};
}

Result<void> Detacher::remove_dependencies() {
  remove_dynamic([this](const Dynamic &entry) {
    return entry.tag == DT_NEEDED && sonames.contains(image.string(entry.value));
  });
  return {};
}

// DT_INIT becomes the stub's entry, DT_FINI its exit, and DT_INIT_ARRAY and DT_FINI_ARRAY have
// nothing but these two: some C libraries call only the arrays. The record keeps what all of
// them were, and the stub calls it (see stub/elf/start.cc).
Result<void> Detacher::take_over_start_and_exit() {
  record::Header &header = record.header();
  header.self = record.address;
  uint64_t word = image.machine().word_size();
  auto distance = [&](int64_t tag) {
    uint64_t address = image.dynamic_value(tag).value_or(0);
    return address ? static_cast<int64_t>(address - record.address) : 0;
  };
  header.init = distance(DT_INIT);
  header.fini = distance(DT_FINI);
  header.init_array = distance(DT_INIT_ARRAY);
  header.init_count = image.dynamic_value(DT_INIT_ARRAYSZ).value_or(0) / word;
  header.fini_array = distance(DT_FINI_ARRAY);
  header.fini_count = image.dynamic_value(DT_FINI_ARRAYSZ).value_or(0) / word;
  for (auto [tag, value] : {std::pair(DT_INIT_ARRAY, record.init_array), std::pair(DT_INIT_ARRAYSZ, word),
                            std::pair(DT_FINI_ARRAY, record.fini_array), std::pair(DT_FINI_ARRAYSZ, word),
                            std::pair(DT_INIT, record.init), std::pair(DT_FINI, record.fini)})
    // Where there was neither DT_INIT nor DT_FINI the arrays alone will do.
    if (!set_dynamic(tag, value) && (header.init || header.fini || (tag != DT_INIT && tag != DT_FINI)))
      return refuse("the dynamic section has no room for DT_INIT and DT_FINI");
  return {};
}

static record::Import::Kind kind_of(const Import &import) {
  if (import.thread_local_data)
    return record::Import::thread_local_data;
  return import.data ? record::Import::data : record::Import::function;
}

Result<void> Detacher::record_imports() {
  record::Header &header = record.header();
  auto *encoded = record.at<record::Import>(header.imports.offset, request.imports.size());
  std::span<record::Runtime> runtimes = record.list<record::Runtime>(header.runtimes);
  bool known = std::ranges::all_of(request.imports,
                                   [&](const Import &import) { return import.runtime < runtimes.size(); });
  if (request.imports.size() > header.import_capacity || !encoded || !known)
    return refuse("internal: the record is too small");
  std::vector<Import> imports = request.imports;
  std::ranges::sort(imports, {},
                    [](const Import &import) { return std::pair(import.runtime, import.symbol); });
  uint32_t last_symbol = 0;
  header.first_symbol = ~0u;
  for (size_t i = 0; i < imports.size(); ++i) {
    const Import &import = imports[i];
    encoded[i] = {.symbol = import.symbol,
                  .hash = record::gnu_hash(import.name.c_str()),
                  .version = record.find_text(import.version),
                  .runtime = static_cast<uint8_t>(import.runtime),
                  .kind = kind_of(import),
                  .optional = static_cast<uint8_t>(import.optional),
                  .unused = 0};
    recorded.emplace(import.symbol, static_cast<uint32_t>(i));
    record::List &of_runtime = runtimes[import.runtime].imports;
    if (of_runtime.count++ == 0)
      of_runtime.offset = header.imports.offset + static_cast<uint32_t>(i * sizeof(record::Import));
    header.first_symbol = std::min(header.first_symbol, import.symbol);
    last_symbol = std::max(last_symbol, import.symbol);
  }
  header.imports.count = static_cast<uint32_t>(imports.size());
  header.symbol_span = imports.empty() ? 0 : last_symbol - header.first_symbol + 1;
  return {};
}

// The stub compares one word with that of each symbol, which for most is the same: that of functions in
// .text.
static uint32_t commonest_word(const std::vector<const Import *> &imports) {
  std::map<uint32_t, size_t> counts;
  for (const Import *import : imports)
    ++counts[import->word];
  auto commonest = std::ranges::max_element(counts, {}, [](const auto &entry) { return entry.second; });
  return commonest == counts.end() ? 0 : commonest->first;
}

Result<void> Detacher::record_hints() {
  record::Header &header = record.header();
  auto *encoded = record.at<record::Hint>(header.hints, header.imports.count);
  if (!encoded)
    return refuse("internal: the record is too small");
  size_t count = 0;
  std::span<record::Runtime> runtimes = record.list<record::Runtime>(header.runtimes);
  for (size_t runtime = 0; runtime < runtimes.size(); ++runtime) {
    std::vector<const Import *> hinted;
    for (const Import &import : request.imports)
      if (import.runtime == runtime && import.hint)
        hinted.push_back(&import);
    uint32_t word = commonest_word(hinted);
    std::erase_if(hinted, [word](const Import *import) { return import->word != word; });
    std::ranges::sort(hinted, {}, &Import::hint);
    runtimes[runtime].hinted_kind = word;
    runtimes[runtime].hints = {header.hints + static_cast<uint32_t>(count * sizeof *encoded),
                               static_cast<uint32_t>(hinted.size())};
    for (const Import *import : hinted)
      encoded[count++] = {import->hint, record::gnu_hash(import->name.c_str()), import->symbol};
  }
  return {};
}

Result<void> Detacher::record_thread_locals() {
  record::Header &header = record.header();
  std::vector<record::ThreadLocalSlot> slots;
  for (const ThreadLocalSlot &slot : request.thread_locals)
    slots.push_back({static_cast<int64_t>(slot.address - record.address), slot.addend,
                     recorded.at(slot.symbol), slot.kind});
  std::ranges::sort(
      slots, {}, [](const record::ThreadLocalSlot &slot) { return std::pair(slot.import, slot.distance); });
  auto *encoded = record.at<record::ThreadLocalSlot>(header.thread_locals.offset, slots.size());
  if (slots.size() > header.thread_local_capacity || !encoded)
    return refuse("internal: the record is too small");
  std::ranges::copy(slots, encoded);
  header.thread_locals.count = static_cast<uint32_t>(slots.size());
  return {};
}

Result<void> Detacher::complete_record() {
  record.header().flags |= record::Header::detached;
  store_record(image, record);
  return {};
}

// The array keeps its size; what is removed is filled up from behind with DT_NULL.
void Detacher::remove_dynamic(const std::function<bool(const Dynamic &)> &goes) {
  std::vector<Dynamic> entries;
  std::ranges::remove_copy_if(image.dynamic(), std::back_inserter(entries), goes);
  image.set_dynamic(std::move(entries));
}

// An entry that was not there takes the first DT_NULL, of which one must be left.
bool Detacher::set_dynamic(int64_t tag, uint64_t value) {
  std::vector<Dynamic> entries(image.dynamic().begin(), image.dynamic().end());
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i].tag != tag && entries[i].tag != DT_NULL)
      continue;
    if (entries[i].tag == DT_NULL && i + 1 == entries.size())
      return false;
    entries[i] = {tag, value};
    image.set_dynamic(std::move(entries));
    return true;
  }
  return false;
}

// "GLIBC_2.34" is at least 2.34.
static bool is_at_least_2_34(std::string_view version) {
  unsigned major = 0;
  unsigned minor = 0;
  llvm::StringRef rest(version);
  return rest.consume_front("GLIBC_") && !rest.consumeInteger(10, major) && rest.consume_front(".") &&
         !rest.consumeInteger(10, minor) && std::pair(major, minor) >= std::pair(2u, 34u);
}

// An executable's DT_INIT and DT_INIT_ARRAY are called by the C library's __libc_start_main: by
// glibc's of 2.34 and later. Before, the program called _init and its own array, by their
// addresses. musl's has no version.
static Result<void> check_start(const Image &image) {
  auto refuse = [&](std::string message, std::string help) {
    return fail({.message = std::move(message), .file = image.path(), .help = std::move(help)});
  };
  auto start = std::ranges::find(image.symbols(), "__libc_start_main", &Symbol::name);
  if (start == image.symbols().end() || start->section != SHN_UNDEF)
    return refuse("this executable does not start through __libc_start_main, so nobody would bind it",
                  "link it with the C library's start-up code (without -nostartfiles)");
  auto files = image.needed_versions();
  if (!files)
    return std::unexpected(files.error());
  uint16_t index =
      image.versions().empty() ? 0 : image.versions()[static_cast<size_t>(start - image.symbols().begin())];
  for (const NeededFile &file : *files)
    for (const NeededVersion &version : file.versions)
      if (version.index == (index & VERSYM_VERSION) && !is_at_least_2_34(version.name))
        return refuse(fmt::format("this executable starts in the way of a glibc before 2.34 "
                                  "(__libc_start_main@{}), which calls neither DT_INIT nor DT_INIT_ARRAY",
                                  version.name),
                      "link it with the start-up code (crt1.o) of glibc 2.34 or later");
  return {};
}

Result<void> check_detachable(const Image &image) {
  auto refuse = [&](std::string message, std::string help) {
    return fail({.message = std::move(message), .file = image.path(), .help = std::move(help)});
  };
  if (image.is_executable()) {
    if (std::ranges::find(image.segments(), uint32_t{PT_INTERP}, &Segment::type) == image.segments().end())
      return refuse("an executable that names no loader (PT_INTERP) cannot borrow a runtime",
                    "link it without -static-pie and --no-dynamic-linker");
    if (auto starts = check_start(image); !starts)
      return starts;
  }
  if (image.has_dynamic(DT_TEXTREL) || image.dynamic_value(DT_FLAGS).value_or(0) & DF_TEXTREL)
    return refuse("it has relocations in read-only memory (DT_TEXTREL)",
                  "compile all of its objects with -fPIC");
  if (image.has_dynamic(DT_ANDROID_RELA) || image.has_dynamic(DT_ANDROID_REL))
    return refuse("its relocations are packed for Android, where the stub cannot read them",
                  "link without --pack-dyn-relocs=android");
  // Neither is read, here or by the C library's loader.
  if (bool has_addends = image.machine().has_addends; image.has_dynamic(has_addends ? DT_REL : DT_RELA))
    return refuse(fmt::format("its relocations are of a format that {} does not use ({})",
                              image.machine().name, has_addends ? "DT_REL" : "DT_RELA"),
                  "link without -z rel and -z rela");
  return {};
}

Result<RecordCapacity> record_capacity(const Image &image) {
  auto place = find_record(image);
  if (!place)
    return std::unexpected(place.error());
  return RecordCapacity{place->header().import_capacity, place->header().thread_local_capacity};
}

Result<void> detach(Image &image, const DetachRequest &request) {
  Detacher detacher(image, request);
  for (auto pass :
       {&Detacher::open_record, &Detacher::detach_relocations, &Detacher::merge_plt_relocations,
        &Detacher::detach_symbols, &Detacher::remove_version_requirements, &Detacher::correct_base_version,
        &Detacher::remove_dependencies, &Detacher::take_over_start_and_exit, &Detacher::record_imports,
        &Detacher::record_hints, &Detacher::record_thread_locals, &Detacher::complete_record})
    if (auto done = (detacher.*pass)(); !done)
      return done;
  return {};
}

} // namespace weakrt::elf
