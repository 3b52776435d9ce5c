// An architecture, as far as a detached plugin differs from one to another. Each is
// a file in arch/, with its numbers from its psABI.
#pragma once

#include "linkplugin/diagnostic.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace weakrt::elf {

/// The types of the dynamic relocations that an import can have; 0 where the
/// architecture has none of that kind. R_<ARCH>_NONE is 0 everywhere.
struct RelocationTypes {
  uint32_t absolute; ///< S + A, a word
  uint32_t glob_dat; ///< S
  uint32_t jump_slot;
  uint32_t relative; ///< B + A
  uint32_t copy;
  uint32_t tls_module;
  uint32_t tls_offset; ///< within its module
  uint32_t tls_static; ///< from the thread pointer
  uint32_t tls_descriptor;
};

/// The code of bind = "call" (linkplugin/linker/thunks.h). Head and thunks have record::thunk_size bytes.
struct CallThunks {
  /// The thunk of this import, which is so many bytes behind the head.
  std::string (*thunk)(uint32_t import, uint32_t distance);
  /// A jump that a relocation of an object file completes.
  std::string_view head;
  struct {
    uint64_t offset;
    uint32_t type;
    int64_t addend;
  } jump;
  /// How a caller is found from a function's first instruction, in DWARF's terms; empty: the
  /// architecture has other tables.
  struct Frame {
    uint8_t code_alignment;
    char data_alignment; ///< SLEB128
    uint8_t return_register;
    std::string_view at_call;
    std::string_view in_thunks; ///< what differs inside of them
  } frame;
};

struct Machine {
  std::string_view name; ///< for people
  std::string_view stub; ///< the stub's object file, without its suffix
  uint16_t id;           ///< e_machine
  bool is_64;
  bool is_big_endian;
  bool has_addends; ///< RELA; else REL, whose addend is the word that is relocated
  RelocationTypes types;
  /// Where the stub has no functions for TLS descriptors: the compiler's flag that avoids them.
  std::string_view avoids_descriptors;
  uint32_t distance_32; ///< S + A - P, in 32 bits, in an object file
  /// In .note.gnu.property, the features that each input of a link must have, so that its
  /// output has them; type 0: there are none.
  struct {
    uint32_t type;
    uint32_t features;
  } property;
  CallThunks thunks;
  /// What -m calls it; GNU ld's names, which the others take too.
  std::span<const std::string_view> emulations;
  /// Debian's name of the folders that hold libraries for it.
  std::string_view multiarch;
  /// What stands in front of its cross tools' names, and the folder of their libraries.
  std::string_view toolchain;

  uint64_t word_size() const { return is_64 ? 8 : 4; }
};

/// The architecture of an ELF file; nullptr: none that weakrt knows.
const Machine *find_machine(uint16_t id, bool is_64, bool is_big_endian);
/// That of a linker's -m; nullptr: none that weakrt knows.
const Machine *find_machine(std::string_view emulation);
/// What is said of an ELF file for none of them.
Diagnostic unknown_machine(std::string file, uint16_t id, bool is_64, bool is_big_endian);
/// "weakrt links for x86-64, i386, …".
std::string known_machines();
/// Writes e_flags of an ELF file of this machine.
void set_header_flags(const Machine &machine, std::string &file, uint32_t flags);
/// All that weakrt knows.
std::span<const Machine *const> machines();

} // namespace weakrt::elf
