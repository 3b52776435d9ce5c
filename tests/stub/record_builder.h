// A record as the linker plugin leaves it in a file, made from plain words for a test.
#pragma once

#include "stub/core/record_view.h"
#include "stub/include/weakrt/record.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace fake {

struct Query {
  weakrt::record::VersionQuery::Kind kind;
  std::string symbol;
  std::string minor{}, patch{}; ///< "" for none
};

struct CompanionSpec {
  std::string name;
  std::vector<std::string> identify;
};

struct ImportSpec {
  std::string name;
  bool optional = false;
  std::string version{}; ///< of the symbol; "" for none
  weakrt::record::Import::Kind kind = weakrt::record::Import::function;
};

/// A runtime as its manifest describes it. What is said here is the one that the tests are about: a test says
/// what differs.
struct RuntimeSpec {
  std::string name = "foo";
  std::vector<std::string> identify = {"foo_init", "foo_add"};
  std::string initialised = "foo_is_live"; ///< "" for none
  std::vector<Query> versions = {{weakrt::record::VersionQuery::text_function, "foo_version"}};
  std::vector<weakrt::record::VersionInterval> range = {
      {weakrt::record::pack_version(3, 0, 0),
       weakrt::record::pack_version(4, 0, 0) - weakrt::record::pack_version(3, 0, 0)}};
  std::string range_text = ">=3, <4";
  std::vector<std::string> load = {"libfoo.so.3", "libfoo.so"};
  std::string load_from = "WEAKRT_FOO";
  bool never_load = false;
  bool at_call = false;
  std::vector<CompanionSpec> companions{};
  std::vector<ImportSpec> imports{};
};

/// A record with this one runtime. The symbol's index of import i is first_symbol + i.
class Record {
public:
  static constexpr uint32_t first_symbol = 5;

  explicit Record(const RuntimeSpec &spec);
  weakrt::RecordView view() const {
    return weakrt::RecordView(reinterpret_cast<const weakrt::record::Header *>(words_.data()));
  }
  const weakrt::record::Runtime &runtime() const { return view().runtime(0); }

private:
  uint32_t put(const void *data, size_t size);
  template <class T> weakrt::record::List put_all(const std::vector<T> &all) {
    return {put(all.data(), all.size() * sizeof(T)), static_cast<uint32_t>(all.size())};
  }
  weakrt::record::Text text(const std::string &text) { return put(text.c_str(), text.size() + 1); }
  weakrt::record::Symbol symbol(const std::string &name) {
    if (name.empty())
      return {};
    return {text(name), weakrt::record::gnu_hash(name.c_str())};
  }
  weakrt::record::List symbols(const std::vector<std::string> &names);

  std::vector<uint64_t> words_; ///< aligned as a file's would be
};

} // namespace fake
