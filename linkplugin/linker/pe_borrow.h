// What a link for Windows borrows: from the flags, the manifests and the import libraries on the line.
#pragma once

#include "linkplugin/linker/borrow.h"
#include "linkplugin/pe/detach.h"
#include "linkplugin/pe/library.h"
#include "linkplugin/pe/machine.h"

namespace weakrt {

struct PeBorrowing {
  std::vector<LinkedRuntime> runtimes;
  /// By runtime: what its imports are, as its libraries say; behind the runtime's own its companions'.
  std::vector<std::vector<pe::Library>> libraries;
  /// Import libraries that the link must be given, for runtimes that have none on the line.
  std::vector<std::filesystem::path> interfaces;
  std::vector<std::string> files; ///< the manifests that were read
  Diagnostics warnings;
};

/// Finds each runtime's libraries among the inputs, by the identifying symbols; for a runtime that has none
/// an import library is made in `scratch` from its manifest's list of symbols.
Result<PeBorrowing> find_pe_borrowing(Requests requests, const std::vector<std::filesystem::path> &inputs,
                                      const pe::Machine &machine, const std::filesystem::path &scratch);

/// Which of the stubs it takes, as its file's name ends: "" for the plain one, "-file" or "-full"
/// (stub/core/parts.h).
std::string_view stub_variant(const PeBorrowing &borrowing);

/// Which runtime's library this is, if any.
std::optional<uint32_t> runtime_of(const PeBorrowing &borrowing, std::string_view dll);

/// What is imported of a runtime, or a part of it.
std::vector<pe::Import> imports_of(const PeBorrowing &borrowing, uint32_t runtime,
                                   const pe::ImportDescriptor &descriptor);

/// Warns of a runtime of which nothing is imported, and of imports that look like a runtime's and are left to
/// Windows, because their library is not known to be it.
Diagnostics find_what_is_not_borrowed(const PeBorrowing &borrowing, const pe::DetachRequest &request,
                                      const pe::Image &image);

/// What of the image's imports is whose, of those that Windows would bind at load. Fails where a runtime's
/// imports cannot be told from others.
Result<pe::DetachRequest> find_pe_imports(const PeBorrowing &borrowing, const pe::Image &image);

} // namespace weakrt
