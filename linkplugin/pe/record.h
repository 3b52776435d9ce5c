// The record in a linked PE file: the section `.weakrt`.
#pragma once

#include "linkplugin/pe/image.h"
#include "linkplugin/record/record_bytes.h"

namespace weakrt::pe {

/// A copy of a file's record.
struct RecordPlace : RecordBytes {
  uint32_t address = 0;
};

/// Fails where the file has no record of a known format.
Result<RecordPlace> find_record(const Image &image);

/// Puts the record back where it was found.
void store_record(const Image &image, const RecordPlace &record);

} // namespace weakrt::pe
