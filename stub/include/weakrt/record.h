// The record: what weakrt leaves in a plugin about what it borrows.
//
// This is the one description that both sides share: `linkplugin` writes the
// record while it links, the stub reads it when the plugin is loaded, and
// `weakrt inspect` reads it from the file.
//
// The record is one block of read-only bytes in the section `.weakrt`. It has
// no relocations: everything in it is a number, a text, or an offset from the
// record's first byte. So it can be completed after the link (the imports are
// known only then) without touching anything else in the file. Numbers are in
// the target's byte order.
//
// `.note.weakrt` tells where the record is. The note is for tools; the stub
// does not read it, because `objcopy -R '.note.*'` may have dropped it.
#pragma once

#include <stdint.h>

namespace weakrt::record {

inline constexpr char magic[8] = {'w', 'e', 'a', 'k', 'r', 't', '\0', '\0'};

/// Counts up with every incompatible change of the structures below.
inline constexpr uint32_t format = 6;

/// How many runtimes one plugin can borrow: the stub has room for the state of
/// this many.
inline constexpr uint32_t max_runtimes = 8;

/// How many companions a runtime can have, for the same reason.
inline constexpr uint32_t max_companions = 4;

/// How large a thunk of an import is (bind = "call", stub/elf/first_call.h), on every architecture.
inline constexpr uint32_t thunk_size = 16;

/// `count` elements that start `offset` bytes after the record's first byte.
struct List {
  uint32_t offset;
  uint32_t count;
};

/// A NUL-terminated text: its offset. 0, the record's own magic, stands for none.
using Text = uint32_t;

/// A symbol's name with its GNU hash (Ulrich Drepper's, base 33, 5381), so that
/// the stub need not compute it.
struct Symbol {
  Text name;
  uint32_t hash;
};

/// One way to ask a provider for its version; see manifest.h's VersionQuery.
struct VersionQuery {
  enum Kind : uint32_t {
    text_function = 1,
    text,
    text_pointer,
    packed,
    file,
    bytes, ///< this and what follows: only a full stub knows them
    numbers_function,
    jni
  };
  Symbol symbol; ///< none where `kind` is `file`
  uint32_t kind;
  Symbol minor; ///< `bytes` only, as `patch`
  Symbol patch;
};

/// A version as one number: three components of 16 bits. One that is missing is 0,
/// one that is larger than that 65535.
constexpr uint64_t pack_version(uint32_t major, uint32_t minor, uint32_t patch) {
  return uint64_t{major} << 32 | uint64_t{minor} << 16 | patch;
}
inline constexpr uint64_t version_end = uint64_t{1} << 48;

/// One comparison of a version range: it holds for version - first < span, where
/// numbers wrap around. So "!=3.9" is what begins behind 3.9 and ends before it.
struct VersionInterval {
  uint64_t first;
  uint64_t span;
};

/// A further module that belongs to the provider.
struct Companion {
  Text name;
  List identify; ///< of Symbol
};

struct Runtime {
  enum Flags : uint32_t {
    global = 1,     ///< its extension modules look for it in the global scope
    never_load = 2, ///< the manifest says load = "never"
    at_call = 4,    ///< the manifest says bind = "call"
    refuse = 8      ///< the manifest says on-failure = "refuse"; PE only
  };
  Text name;
  Text description;
  uint32_t flags;
  List identify;      ///< of Symbol: a module with all of these is this runtime
  Symbol initialised; ///< int (*)(void); no name: cannot be asked
  List version;       ///< of VersionQuery, tried in order
  List range;         ///< of VersionInterval, all must hold
  Text range_text;
  List load;       ///< of Text: libraries to try when the process has none; "$NAME/…": in the folder that
                   ///< the environment variable names
  Text load_from;  ///< the environment variable that names one to try instead
  List companions; ///< of Companion
  List imports;    ///< of Import, those of the plugin's that are of it
  // ELF only: what the library that the plugin was linked with tells, for where the process has just that
  // one.
  List build_id; ///< of bytes; none: it has none
  List hints;    ///< of Hint, by `index`; the offset is not 0 where there are none
  uint32_t
      hinted_kind; ///< st_info, st_other and st_shndx that their symbols had, as one word of the target's
};

/// Where the definition of an import was in the .dynsym of that library, in whose order these stand: the stub
/// goes through the runtime's tables from front to back. There is none where it would not help: another name
/// there has the same hash, or the symbol is of another kind than most.
struct Hint {
  uint32_t index;
  uint32_t hash;   ///< Import::hash
  uint32_t symbol; ///< Import::symbol
};

/// In place of a name: the ordinal is in the low 16 bits.
inline constexpr uint32_t by_ordinal = 0x80000000;

/// A symbol that the plugin needs from a runtime. In ELF its slots are the dynamic relocations of type
/// R_<ARCH>_NONE with this symbol index. In PE it has one slot; the addresses are distances from the image's
/// base (RVA), and imports stand in the order of their slots.
struct Import {
  enum Kind : uint8_t { function = 1, data, thread_local_data };
  union {
    uint32_t symbol; ///< ELF: index into .dynsym
    uint32_t slot;   ///< PE: address of the word in the import address table
  };
  union {
    uint32_t hash; ///< ELF: GNU hash of its name
    uint32_t name; ///< PE: address of the hint and the name, or by_ordinal
  };
  Text version;    ///< the symbol version that it was linked against, or 0
  uint8_t runtime; ///< index into the list of runtimes
  uint8_t kind;
  uint8_t optional; ///< may be missing; it is null then
  uint8_t unused;
};

/// A slot of an import that is a thread-local variable. Its relocation is of type R_<ARCH>_NONE
/// as any slot's, but what belongs there is no address: each thread has another.
struct ThreadLocalSlot {
  enum Kind : uint32_t {
    module = 1,    ///< a word: the module whose block the variable is in
    offset,        ///< a word: where it is in that block
    static_offset, ///< a word: how far it is from the thread pointer (initial exec)
    descriptor     ///< two words: a function that tells how far, and what it needs for that
  };
  int64_t distance; ///< from the header
  int64_t addend;
  uint32_t import; ///< index into the list of imports
  uint32_t kind;
};

/// mingw's C library has a table of these, behind a head of three words of which the last is 1, and applies
/// it before constructors run: what the compiler took for a datum of the plugin is an import. Then the number
/// at `target`, which was computed from where the slot is, is computed from where the datum is.
struct PseudoRelocation {
  uint32_t slot;   ///< its address
  uint32_t target; ///< the number's address
  uint32_t bits;   ///< how wide it is, in the lowest byte
};

struct Header {
  enum Flags : uint32_t { detached = 1 };
  char magic[8];
  uint32_t format;
  uint32_t size; ///< of the whole record, room for imports included
  uint32_t flags;
  List runtimes; ///< of Runtime
  List imports;  ///< of Import, by runtime
  uint32_t import_capacity;
  /// The imports' symbols have indices from here, and there are so many up to the last.
  uint32_t first_symbol;
  uint32_t symbol_span;
  /// This header's own link-time address: where it is at run time tells the base.
  uint64_t self;
  /// What the platform loader would have called at load and at unload, as
  /// distances from this header (0: nothing). The stub calls it in its stead. In PE `init` is what the entry
  /// point was; `init_array` is what it is now and `fini` the stub's TLS callback, for who reads the file.
  int64_t init;
  int64_t init_array;
  uint64_t init_count;
  int64_t fini;
  int64_t fini_array;
  uint64_t fini_count;
  union {
    List thread_locals;      ///< ELF: of ThreadLocalSlot, by import
    List pseudo_relocations; ///< PE: of PseudoRelocation; the offset is an address
  };
  uint32_t thread_local_capacity;
  uint32_t hints; ///< ELF: the offset of room for as many Hints
};

/// The description of `.note.weakrt` (name "weakrt", type note_type). Every
/// field but the first is the distance from that field to what it names.
struct Note {
  uint32_t format;
  int32_t record;
  int32_t init;       ///< the stub's entry, for DT_INIT
  int32_t init_array; ///< an array of one, for DT_INIT_ARRAY
  int32_t fini;       ///< the stub's exit, for DT_FINI
  int32_t fini_array; ///< an array of one, for DT_FINI_ARRAY
};
inline constexpr uint32_t note_type = 1;

static_assert(sizeof(Import) == 16 && sizeof(Hint) == 12 && sizeof(VersionInterval) == 16 &&
              sizeof(Note) == 24);
static_assert(sizeof(Header) == 120 && sizeof(Runtime) == 96 && sizeof(ThreadLocalSlot) == 24 &&
              sizeof(PseudoRelocation) == 12);

/// Drepper's hash of a symbol's name, as DT_GNU_HASH tables use it.
constexpr uint32_t gnu_hash(const char *name) {
  uint32_t hash = 5381;
  for (; *name; ++name)
    hash = hash * 33 + static_cast<unsigned char>(*name);
  return hash;
}

} // namespace weakrt::record
