// An ELF object file that is written from nothing, for any target.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/linker/target.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// Words and texts in the target's byte order.
class TargetBytes {
public:
  explicit TargetBytes(const elf::Machine &machine) : is_big_endian(machine.is_big_endian) {}

  TargetBytes &words(std::initializer_list<uint32_t> values) {
    for (uint32_t value : values)
      for (int i = 0; i < 4; ++i)
        bytes.push_back(static_cast<char>(value >> 8 * (is_big_endian ? 3 - i : i)));
    return *this;
  }
  TargetBytes &text(std::string_view text) {
    bytes.append(text);
    return *this;
  }
  TargetBytes &pad(size_t alignment) {
    bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
    return *this;
  }

  std::string bytes;

private:
  bool is_big_endian;
};

class ObjectFile {
public:
  explicit ObjectFile(const Target &target) : target(target) {}

  struct Section {
    std::string_view name;
    std::string_view type = "SHT_PROGBITS";
    std::string_view flags = "SHF_ALLOC"; ///< as yaml2obj lists them
    uint64_t alignment = 4;
  };
  void add(const Section &section, std::string_view contents);

  /// A place in the section that was added last.
  struct Relocation {
    uint64_t offset;
    std::string_view symbol;
    uint32_t type;
    int64_t addend = 0; ///< where the target's relocations have none, it is in `contents`
  };
  void relocate(std::initializer_list<Relocation> relocations);

  /// Defines a hidden symbol at the start of a section.
  void define(std::string_view symbol, std::string_view section, std::string_view type, uint64_t size);
  /// A symbol that another file defines.
  void need(std::string_view symbol);

  /// The file's bytes; `what` is for the diagnostic.
  Result<std::string> finish(std::string_view what) const;

private:
  const Target &target;
  std::string last_section;
  std::string sections;
  std::string symbols;
};

} // namespace weakrt
