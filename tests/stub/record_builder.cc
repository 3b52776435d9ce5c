#include "record_builder.h"

#include <cstring>

namespace fake {

namespace record = weakrt::record;

uint32_t Record::put(const void *data, size_t size) {
  const size_t at = words_.size();
  words_.resize(at + (size + 7) / 8);
  if (size)
    std::memcpy(&words_[at], data, size);
  return static_cast<uint32_t>(at * 8);
}

record::List Record::symbols(const std::vector<std::string> &names) {
  std::vector<record::Symbol> all;
  for (const std::string &name : names)
    all.push_back(symbol(name));
  return put_all(all);
}

Record::Record(const RuntimeSpec &spec) {
  record::Header header{};
  std::memcpy(header.magic, record::magic, sizeof header.magic);
  put(&header, sizeof header);

  record::Runtime runtime{};
  runtime.name = text(spec.name);
  if (spec.never_load)
    runtime.flags |= record::Runtime::never_load;
  if (spec.at_call)
    runtime.flags |= record::Runtime::at_call;
  runtime.identify = symbols(spec.identify);
  if (!spec.initialised.empty())
    runtime.initialised = symbol(spec.initialised);
  std::vector<record::VersionQuery> queries;
  for (const Query &query : spec.versions)
    queries.push_back({symbol(query.symbol), query.kind, symbol(query.minor), symbol(query.patch)});
  runtime.version = put_all(queries);
  runtime.range = put_all(spec.range);
  runtime.range_text = text(spec.range_text);
  std::vector<record::Text> load;
  for (const std::string &name : spec.load)
    load.push_back(text(name));
  runtime.load = put_all(load);
  runtime.load_from = text(spec.load_from);
  std::vector<record::Companion> companions;
  for (const CompanionSpec &companion : spec.companions)
    companions.push_back({text(companion.name), symbols(companion.identify)});
  runtime.companions = put_all(companions);
  std::vector<record::Import> imports;
  for (const ImportSpec &import : spec.imports)
    imports.push_back({{first_symbol + static_cast<uint32_t>(imports.size())},
                       {record::gnu_hash(import.name.c_str())},
                       import.version.empty() ? 0 : text(import.version),
                       0,
                       import.kind,
                       import.optional,
                       0});
  runtime.imports = header.imports = put_all(imports);
  header.runtimes = {put(&runtime, sizeof runtime), 1};
  header.format = record::format;
  header.flags = record::Header::detached;
  header.first_symbol = first_symbol;
  header.symbol_span = header.imports.count;
  header.size = static_cast<uint32_t>(words_.size() * 8);
  std::memcpy(words_.data(), &header, sizeof header);
}

} // namespace fake
