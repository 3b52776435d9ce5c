// The plugin that this stub is in: what it knows of itself.
#pragma once

#include "stub/core/record_view.h"
#include "stub/pe/module.h"

// The object file that weakrt adds to the link puts the record here.
extern "C" const weakrt::record::Header weakrt_record;

namespace weakrt::pe {

inline RecordView plugin_record() {
  return RecordView(&weakrt_record);
}

/// Where the plugin's image begins.
inline Address plugin_base() {
  return reinterpret_cast<Address>(&weakrt_record) - static_cast<Address>(weakrt_record.self);
}

inline const Headers &own_headers() {
  Address base = plugin_base();
  return *reinterpret_cast<const Headers *>(base + reinterpret_cast<const DosHeader *>(base)->headers);
}

} // namespace weakrt::pe
