// PE as the stub meets it in memory: the structures and numbers that it needs and no others. Names and values
// are those of Microsoft's "PE Format", in this house's spelling.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace weakrt::pe {

using Address = uintptr_t;

/// "MS-DOS Stub": its last word tells where the headers are.
struct DosHeader {
  uint16_t magic;
  uint16_t unused[29];
  uint32_t headers;
};

/// "Optional Header Data Directories".
struct Directory {
  uint32_t address;
  uint32_t size;
};
enum : uint32_t { export_directory = 0, import_directory = 1, resource_directory = 2, delay_directory = 13 };

/// "COFF File Header" behind the signature, and "Optional Header", up to the directories. Only images of this
/// process's own kind are in it, so the pointers of the optional header are ours.
struct Headers {
  uint32_t signature;
  uint16_t machine;
  uint16_t section_count;
  uint32_t time;
  uint32_t symbols;
  uint32_t symbol_count;
  uint16_t optional_size;
  uint16_t characteristics;
  uint16_t magic;
  uint16_t linker_version;
  uint32_t sizes[3];
  uint32_t entry;
  uint32_t base_of_code;
  Address base_of_data_and_image[sizeof(Address) == 8 ? 1 : 2];
  uint32_t section_alignment;
  uint32_t file_alignment;
  uint16_t versions[6];
  uint32_t reserved;
  uint32_t image_size;
  uint32_t headers_size;
  uint32_t checksum;
  uint16_t subsystem;
  uint16_t dll_characteristics;
  Address stack_and_heap[4];
  uint32_t loader_flags;
  uint32_t directory_count;
  Directory directories[16];
};
static_assert(offsetof(Headers, directories) == 24 + (sizeof(Address) == 8 ? 112 : 96));

/// "Export Directory Table". All addresses are distances from the image's base.
struct ExportDirectory {
  uint32_t flags;
  uint32_t time;
  uint32_t version;
  uint32_t name;
  uint32_t ordinal_base;
  uint32_t function_count;
  uint32_t name_count;
  uint32_t functions; ///< of uint32_t
  uint32_t names;     ///< of uint32_t, to texts that are sorted
  uint32_t ordinals;  ///< of uint16_t: which function, by name
};

/// "Resource Directory Table", of which there are three levels: types, names, languages. Behind it the
/// entries with names, then those with numbers.
struct ResourceDirectory {
  uint32_t flags;
  uint32_t time;
  uint32_t version;
  uint16_t name_count;
  uint16_t number_count;
};
/// "Resource Directory Entries": an offset from the first directory; of another directory with the highest
/// bit set, else of a ResourceData.
struct ResourceEntry {
  uint32_t number;
  uint32_t offset;
};
struct ResourceData {
  uint32_t address;
  uint32_t size;
};

/// "Import Directory Table"; the last has no name.
struct ImportDescriptor {
  uint32_t names;
  uint32_t time;
  uint32_t forwarder_chain;
  uint32_t name;
  uint32_t slots;
};

} // namespace weakrt::pe
