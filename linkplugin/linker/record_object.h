// The object file that weakrt adds to a link: the record, with room for the
// imports that are known only afterwards, and the notes.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/record.h"
#include "linkplugin/linker/target.h"
#include "linkplugin/manifest/manifest.h"

#include <string>
#include <vector>

namespace weakrt {

/// A runtime of this link: what is borrowed, and from which libraries it was linked.
struct LinkedRuntime {
  BorrowedRuntime borrowed;
  /// The sonames whose DT_NEEDED and imports go: the runtime's and its companions'.
  std::vector<std::string> sonames{};
  /// The library that the process may load, as the link saw it; empty where there is none.
  std::string built_with{};
  /// The soname and the build-id (in bytes) of the first library that is the runtime itself; empty where
  /// there is none, or it has none.
  std::string provider{};
  std::string build_id{};
  /// What the manifest lists for the system that the link is for.
  const std::vector<std::string> &listed() const {
    return for_windows ? borrowed.runtime.load_windows : borrowed.runtime.load_linux;
  }
  bool for_windows = false;
};

/// The bytes of a record: all runtimes, no imports yet, room for so many.
/// `versions` are the symbol versions that an import may name.
std::string make_record(const std::vector<LinkedRuntime> &runtimes, const std::vector<std::string> &versions,
                        const elf::RecordCapacity &capacity);

/// What a plugin needs of its stub beyond binding at load (stub/core/parts.h).
struct StubNeeds {
  bool calls = false;         ///< a runtime is bound at its first call
  bool thread_locals = false; ///< there are imports that are thread-local variables
  bool turns = false;         ///< the C library runs constructors at the same time
  bool more_ways = false;     ///< to ask for a version, or to say where a library is
  bool companions = false;    ///< of a provider
  bool versions = false;      ///< imports may want a version of a symbol
  /// Whether that takes the full stub.
  bool full() const { return calls || thread_locals || turns || more_ways || companions || versions; }
};

/// An object file for the target that holds the record and its notes, and the thunks of
/// `import_capacity` imports where calls bind.
Result<std::string> make_record_object(const std::string &record, const std::vector<LinkedRuntime> &runtimes,
                                       const Target &target, StubNeeds needs, uint32_t import_capacity);

/// Whether the manifest asks for a version, or says where a library is, in a way of which only a full stub
/// knows.
bool needs_more_ways(const LinkedRuntime &runtime);

/// The libraries that the stub tries, the one that was linked first.
std::vector<std::string> libraries_to_load(const LinkedRuntime &runtime);

} // namespace weakrt
