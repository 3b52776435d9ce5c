// Detaching: taking the runtimes' imports out of the platform loader's hands
// without moving a byte of the file.
//
// A detached import is a dynamic relocation whose type is R_<ARCH>_NONE and whose
// symbol index is not zero: the loader skips it (glibc and musl do), and symbol
// and addend stay where they were for the stub, and for `readelf -r`.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/elf/image.h"
#include "linkplugin/elf/imports.h"
#include "linkplugin/elf/record.h"
#include "linkplugin/elf/thread_locals.h"

#include <functional>
#include <string>
#include <vector>

namespace weakrt::elf {

struct DetachRequest {
  std::vector<Import> imports;
  std::vector<ThreadLocalSlot> thread_locals;
  /// The libraries that leave DT_NEEDED and the version requirements.
  std::vector<std::string> sonames;
  /// Where the linker wrote, and what the file will be called.
  std::string linked_name;
  std::string output_name;
  /// The inputs that refer to a symbol, for messages.
  std::function<std::vector<std::string>(const std::string &symbol)> referenced_by;
};

/// Whether this output can be detached at all: no static program, whose stub nobody would
/// run; no text relocations, and no packing that the stub cannot read.
Result<void> check_detachable(const Image &image);

/// Rewrites the image in memory. On failure its contents are not usable.
Result<void> detach(Image &image, const DetachRequest &request);

/// How much the file's record has room for.
Result<RecordCapacity> record_capacity(const Image &image);

} // namespace weakrt::elf
