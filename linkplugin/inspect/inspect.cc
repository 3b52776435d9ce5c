#include "linkplugin/inspect/inspect.h"

#include "linkplugin/elf/inspect.h"
#include "linkplugin/pe/inspect.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/Support/MemoryBuffer.h>

namespace weakrt {

static std::vector<std::string> read_symbols(const RecordBytes &record, record::List list) {
  std::vector<std::string> names;
  for (const record::Symbol &symbol : record.list<record::Symbol>(list))
    names.emplace_back(record.text(symbol.name));
  return names;
}

// The text says the same as the intervals do.
static VersionRange read_range(const RecordBytes &record, const record::Runtime &runtime) {
  VersionRange unread{{}, std::string(record.text(runtime.range_text))};
  return parse_version_range(unread.text).value_or(unread);
}

static InspectedRuntime read_runtime(const RecordBytes &record, const record::Runtime &runtime) {
  InspectedRuntime out;
  out.name = record.text(runtime.name);
  out.description = record.text(runtime.description);
  out.version = read_range(record, runtime);
  out.identify = read_symbols(record, runtime.identify);
  out.initialised = record.text(runtime.initialised.name);
  for (const record::VersionQuery &query : record.list<record::VersionQuery>(runtime.version))
    out.questions.push_back(
        {std::string(record.text(query.symbol.name)), static_cast<VersionQuery::Kind>(query.kind),
         std::string(record.text(query.minor.name)), std::string(record.text(query.patch.name))});
  for (const record::Companion &companion : record.list<record::Companion>(runtime.companions))
    out.companions.push_back(
        {std::string(record.text(companion.name)), read_symbols(record, companion.identify), {}});
  for (record::Text text : record.list<record::Text>(runtime.load))
    out.libraries.emplace_back(record.text(text));
  out.load_from = record.text(runtime.load_from);
  out.global = runtime.flags & record::Runtime::global;
  out.never_load = runtime.flags & record::Runtime::never_load;
  out.at_call = runtime.flags & record::Runtime::at_call;
  out.refuse = runtime.flags & record::Runtime::refuse;
  return out;
}

std::vector<InspectedRuntime> read_runtimes(const RecordBytes &record) {
  std::vector<InspectedRuntime> runtimes;
  for (const record::Runtime &runtime : record.list<record::Runtime>(record.header().runtimes))
    runtimes.push_back(read_runtime(record, runtime));
  return runtimes;
}

bool is_pe(std::string_view contents) {
  return contents.starts_with("MZ");
}

Result<InspectedPlugin> inspect(const std::filesystem::path &path) {
  auto buffer = llvm::WritableMemoryBuffer::getFile(path.string());
  if (!buffer)
    return fail({.message = buffer.getError().message(), .file = path});
  llvm::StringRef contents((*buffer)->getBufferStart(), (*buffer)->getBufferSize());
  llvm::MutableArrayRef<uint8_t> bytes{reinterpret_cast<uint8_t *>((*buffer)->getBufferStart()),
                                       (*buffer)->getBufferSize()};
  if (is_pe(contents))
    return pe::inspect(bytes, path);
  if (!contents.starts_with(llvm::ELF::ElfMagic))
    return fail({.message = "neither an ELF file nor a PE file", .file = path});
  return elf::inspect(bytes, path);
}

} // namespace weakrt
