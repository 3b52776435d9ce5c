// Weak references, which linkers treat in three ways that are not ours.
//
// A library for which there are none but weak references is left out where --as-needed
// holds, and the versions of its symbols with it. An executable's linker may decide that a
// weak reference which no library defines is null, for good: GNU ld, gold and LLD do so for
// code that was compiled for an executable, mold for all. And mold makes a weak reference
// strong that a library does define.
#pragma once

#include "linkplugin/linker/borrow.h"
#include "linkplugin/linker/libraries.h"
#include "linkplugin/linker/target.h"

#include <set>
#include <string>
#include <vector>

namespace weakrt {

/// The symbols that the inputs refer to.
struct References {
  using Symbols = std::set<std::string, std::less<>>;
  Symbols weak; ///< by weak references only
  Symbols strong;
  Symbols thread_locals; ///< those of them that are known to be thread-local variables
};

References find_references(const std::vector<std::filesystem::path> &inputs);

/// Gives an executable's link, for each runtime, an interface stub with the optional imports
/// that the runtime's libraries lack.
Result<void> keep_weak_references(Borrowing &borrowing, const References &references, const Target &target,
                                  const std::filesystem::path &scratch);

/// Switches --as-needed off around each of a runtime's libraries, and of the stubs that stand
/// in for them.
void keep_libraries(std::vector<std::string> &arguments, const LinkLine &line, const FoundInputs &found,
                    const Borrowing &borrowing);

} // namespace weakrt
