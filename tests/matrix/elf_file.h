// The two things that the matrix asks an ELF file: 64 bits, little endian.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace matrix {

/// The bytes of a section; nothing if there is no such section.
std::optional<std::string> section(const std::filesystem::path &file, std::string_view name);

/// Whether the dynamic symbol table defines `symbol`.
bool exports(const std::filesystem::path &file, std::string_view symbol);

} // namespace matrix
