#include "linkplugin/linker/record_object.h"

#include "linkplugin/linker/object_file.h"
#include "linkplugin/linker/thunks.h"
#include "stub/include/weakrt/record.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/ADT/bit.h>
#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/JSON.h>
#include <llvm/Support/raw_ostream.h>

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>

namespace weakrt {

namespace {

/// Puts elements and texts one behind the other; what is put is never moved, so
/// an offset stays right.
class RecordWriter {
public:
  template <class T> record::List put(const std::vector<T> &elements) {
    align(alignof(T) > 4 ? alignof(T) : 4);
    record::List list{static_cast<uint32_t>(bytes.size()), static_cast<uint32_t>(elements.size())};
    bytes.append(reinterpret_cast<const char *>(elements.data()), elements.size() * sizeof(T));
    return list;
  }

  record::Text text(const std::string &text) {
    if (text.empty())
      return 0;
    auto [place, is_new] = texts.try_emplace(text, static_cast<uint32_t>(bytes.size()));
    if (is_new)
      bytes.append(text.c_str(), text.size() + 1);
    return place->second;
  }

  record::Symbol symbol(const std::string &name) {
    return {text(name), name.empty() ? 0 : record::gnu_hash(name.c_str())};
  }

  record::List symbols(const std::vector<std::string> &names) {
    std::vector<record::Symbol> all;
    for (const std::string &name : names)
      all.push_back(symbol(name));
    return put(all);
  }

  record::List names(const std::vector<std::string> &names) {
    std::vector<record::Text> all;
    for (const std::string &name : names)
      all.push_back(text(name));
    return put(all);
  }

  void align(size_t alignment) { bytes.resize((bytes.size() + alignment - 1) / alignment * alignment); }

  std::string bytes;

private:
  std::map<std::string, uint32_t> texts;
};

} // namespace

static record::List put_range(RecordWriter &writer, const VersionRange &range) {
  std::vector<record::VersionInterval> intervals;
  for (const VersionClause &clause : range.clauses)
    intervals.push_back(to_interval(clause));
  // A version that is not known fits no range, and "!=3.8" alone leaves room for it.
  if (!intervals.empty())
    intervals.push_back({0, record::version_end});
  return writer.put(intervals);
}

// WEAKRT_LOAD_PYTHON for python: letters in upper case, what no shell takes in a
// variable's name as `_`.
static std::string load_variable(std::string_view runtime) {
  std::string name = "WEAKRT_LOAD_";
  for (char c : runtime)
    name += llvm::isAlnum(c) ? llvm::toUpper(c) : '_';
  return name;
}

static record::Runtime put_runtime(RecordWriter &writer, const LinkedRuntime &linked) {
  const RuntimeManifest &runtime = linked.borrowed.runtime;
  record::Runtime encoded{};
  encoded.name = writer.text(runtime.name);
  encoded.description = writer.text(runtime.description);
  if (runtime.global)
    encoded.flags |= record::Runtime::global;
  if (linked.borrowed.load == BorrowedRuntime::Load::never)
    encoded.flags |= record::Runtime::never_load;
  if (linked.borrowed.bind == BorrowedRuntime::Bind::call)
    encoded.flags |= record::Runtime::at_call;
  if (linked.borrowed.on_failure == BorrowedRuntime::OnFailure::refuse)
    encoded.flags |= record::Runtime::refuse;
  encoded.identify = writer.symbols(runtime.identify);
  encoded.initialised = writer.symbol(runtime.initialised);
  std::vector<record::VersionQuery> queries;
  for (const VersionQuery &query : runtime.version)
    queries.push_back({writer.symbol(query.symbol), static_cast<uint32_t>(query.kind),
                       writer.symbol(query.minor), writer.symbol(query.patch)});
  encoded.version = writer.put(queries);
  encoded.range = put_range(writer, linked.borrowed.version);
  encoded.range_text = writer.text(linked.borrowed.version.text);
  encoded.load = writer.names(libraries_to_load(linked));
  encoded.load_from = writer.text(load_variable(runtime.name));
  std::vector<record::Companion> companions;
  for (const Companion &companion : runtime.companions)
    companions.push_back({writer.text(companion.name), writer.symbols(companion.identify)});
  encoded.companions = writer.put(companions);
  encoded.build_id = writer.put(std::vector<uint8_t>(linked.build_id.begin(), linked.build_id.end()));
  return encoded;
}

std::vector<std::string> libraries_to_load(const LinkedRuntime &runtime) {
  std::vector<std::string> names;
  if (runtime.borrowed.load == BorrowedRuntime::Load::never)
    return names;
  const VersionRange &range = runtime.borrowed.version;
  bool fits = std::ranges::none_of(runtime.borrowed.runtime.load_versions, [&](const auto &entry) {
    return entry.first == runtime.built_with && !overlaps(range, entry.second);
  });
  if (!runtime.built_with.empty() && fits)
    names.push_back(runtime.built_with);
  for (const std::string &name : runtime.listed())
    if (std::ranges::find(names, name) == names.end())
      names.push_back(name);
  return names;
}

bool needs_more_ways(const LinkedRuntime &runtime) {
  return std::ranges::any_of(runtime.borrowed.runtime.version, &VersionQuery::needs_full_stub) ||
         std::ranges::any_of(libraries_to_load(runtime),
                             [](const std::string &name) { return !variable_of(name).empty(); });
}

std::string make_record(const std::vector<LinkedRuntime> &runtimes, const std::vector<std::string> &versions,
                        const elf::RecordCapacity &capacity) {
  record::Header header{};
  std::memcpy(header.magic, record::magic, sizeof header.magic);
  header.format = record::format;
  header.import_capacity = capacity.imports;
  header.thread_local_capacity = capacity.thread_locals;

  RecordWriter writer;
  writer.bytes.resize(sizeof header);
  std::vector<record::Runtime> encoded;
  for (const LinkedRuntime &runtime : runtimes)
    encoded.push_back(put_runtime(writer, runtime));
  for (const std::string &version : versions)
    writer.text(version);
  header.runtimes = writer.put(encoded);
  header.imports = writer.put(std::vector<record::Import>(capacity.imports));
  header.imports.count = 0;
  header.hints =
      writer.put(std::vector<record::Hint>(runtimes.front().for_windows ? 0 : capacity.imports)).offset;
  header.thread_locals = writer.put(std::vector<record::ThreadLocalSlot>(capacity.thread_locals));
  header.thread_locals.count = 0;
  writer.align(8);
  header.size = static_cast<uint32_t>(writer.bytes.size());
  std::memcpy(writer.bytes.data(), &header, sizeof header);
  return std::move(writer.bytes);
}

// One ELF note: sizes, type, name and description, each padded to four bytes
// (gABI, "Note Section").
static std::string make_note(const elf::Machine &machine, std::string_view name, uint32_t type,
                             std::string_view description) {
  TargetBytes note(machine);
  note.words({static_cast<uint32_t>(name.size() + 1), static_cast<uint32_t>(description.size()), type});
  note.text(name).text(std::string_view("\0", 1)).pad(4).text(description).pad(4);
  return std::move(note.bytes);
}

// UAPI.12, "ELF Dlopen Metadata": owner FDO, type 0x407c0c0a, a JSON array of
// what the file may open by itself, for packagers.
static std::string make_dlopen_note(const elf::Machine &machine, const std::vector<LinkedRuntime> &runtimes) {
  llvm::json::Array entries;
  for (const LinkedRuntime &runtime : runtimes) {
    std::vector<std::string> names = libraries_to_load(runtime);
    llvm::json::Array sonames;
    // Packagers look for file names.
    for (const std::string &name : names)
      sonames.push_back(
          llvm::json::fixUTF8(variable_of(name).empty() ? name : name.substr(name.rfind('/') + 1)));
    if (!names.empty())
      entries.push_back(llvm::json::Object{{"soname", std::move(sonames)},
                                           {"feature", runtime.borrowed.runtime.name},
                                           {"description", runtime.borrowed.runtime.description},
                                           {"priority", "recommended"}});
  }
  if (entries.empty())
    return {};
  std::string text;
  llvm::raw_string_ostream(text) << llvm::json::Value(std::move(entries));
  text.push_back('\0');
  return make_note(machine, "FDO", 0x407c0c0a, text);
}

// .note.gnu.property: without it the plugin would lose IBT and SHSTK, or BTI, which a
// linker keeps only if every input has them ("Linux Extensions to gABI", "Program Property").
static std::string make_property(const elf::Machine &machine) {
  auto alignment = static_cast<uint32_t>(machine.word_size());
  uint32_t size = (12 + alignment - 1) / alignment * alignment;
  TargetBytes note(machine);
  note.words({4, size, llvm::ELF::NT_GNU_PROPERTY_TYPE_0}).text(std::string_view("GNU\0", 4));
  note.words({machine.property.type, 4, machine.property.features}).pad(alignment);
  return std::move(note.bytes);
}

// `.note.weakrt` says where record, entry and exit are, each as the distance from its own field.
static void add_note(ObjectFile &object, const elf::Machine &machine) {
  std::string description = std::move(TargetBytes(machine).words({record::format, 0, 0, 0, 0, 0}).bytes);
  object.add({.name = ".note.weakrt", .type = "SHT_NOTE"},
             make_note(machine, "weakrt", record::note_type, description));
  constexpr size_t fields = 12 + sizeof(record::magic); // behind the note's head and name
  object.relocate({{fields + offsetof(record::Note, record), "weakrt_record", machine.distance_32},
                   {fields + offsetof(record::Note, init), "weakrt_init", machine.distance_32},
                   {fields + offsetof(record::Note, init_array), "weakrt_init_array", machine.distance_32},
                   {fields + offsetof(record::Note, fini), "weakrt_fini", machine.distance_32},
                   {fields + offsetof(record::Note, fini_array), "weakrt_fini_array", machine.distance_32}});
}

Result<std::string> make_record_object(const std::string &record, const std::vector<LinkedRuntime> &runtimes,
                                       const Target &target, StubNeeds needs, uint32_t import_capacity) {
  const elf::Machine &machine = *target.machine;
  std::string ordered = record;
  if (machine.is_big_endian != (llvm::endianness::native == llvm::endianness::big))
    elf::reverse_record(ordered, false);

  ObjectFile object(target);
  object.add({.name = ".weakrt", .alignment = 8}, ordered);
  object.define("weakrt_record", ".weakrt", "STT_OBJECT", record.size());
  add_note(object, machine);
  for (std::string_view symbol : {"weakrt_init", "weakrt_init_array", "weakrt_fini", "weakrt_fini_array"})
    object.need(symbol);
  if (std::string note = make_dlopen_note(machine, runtimes); !note.empty())
    object.add({.name = ".note.dlopen", .type = "SHT_NOTE"}, note);
  if (machine.property.type)
    object.add({.name = ".note.gnu.property", .type = "SHT_NOTE", .alignment = machine.word_size()},
               make_property(machine));
  if (needs.full())
    add_thunks(object, machine, needs.calls ? import_capacity : 0);
  return object.finish("the record's object file");
}

} // namespace weakrt
