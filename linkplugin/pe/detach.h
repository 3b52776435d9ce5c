// Detaching: taking the runtimes' imports out of Windows' hands without moving a byte of the file.
//
// The runtimes' descriptors leave the import directory. Their lookup tables and address tables stay where
// they are, and the record says where: an import is a slot and a name.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/pe/image.h"

#include <string>
#include <vector>

namespace weakrt::pe {

/// One import of a runtime, as the link made it.
struct Import {
  std::string name;
  uint32_t name_address;
  uint32_t slot;
  uint32_t runtime; ///< index into the link's runtimes
  bool data = false;
  bool optional = false;
  bool delayed = false; ///< its slot leads to a thunk, and is what the loader relocates
};

struct DetachRequest {
  std::vector<Import> imports;
  /// The addresses of the descriptors that go.
  std::vector<uint32_t> descriptors;
};

/// Rewrites the image in memory. On failure its contents are not usable.
Result<void> detach(Image &image, const DetachRequest &request);

/// How many imports the file's record has room for.
Result<uint32_t> record_capacity(const Image &image);

} // namespace weakrt::pe
