// An architecture of Windows, as far as a detached plugin differs from one to another.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace weakrt::pe {

struct Machine {
  std::string_view name;      ///< for people
  std::string_view stub;      ///< the stub's object file, without its suffix
  uint16_t id;                ///< llvm::COFF::MachineTypes
  std::string_view id_name;   ///< and what yaml2obj calls it
  std::string_view distance;  ///< the same of the relocation that is an address from the image's base
  std::string_view emulation; ///< what GNU's -m calls it
  /// What stands in front of its cross tools' names.
  std::string_view toolchain;

  /// C's name as a symbol: i386 has an underscore in front.
  std::string symbol(std::string_view name) const;
  /// The same of a function with the calling convention stdcall and so many arguments.
  std::string stdcall_symbol(std::string_view name, unsigned arguments) const;
};

/// nullptr: none that weakrt knows.
const Machine *find_machine(uint16_t id);
const Machine *find_machine(std::string_view emulation);

} // namespace weakrt::pe
