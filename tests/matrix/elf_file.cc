#include "elf_file.h"

#include <cstring>
#include <elf.h>
#include <fstream>

namespace matrix {

namespace {

template <typename T> T value_at(std::string_view bytes, size_t offset) {
  T value{};
  if (offset + sizeof value <= bytes.size())
    std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view string_at(std::string_view table, size_t offset) {
  const std::string_view rest = offset < table.size() ? table.substr(offset) : std::string_view();
  return rest.substr(0, rest.find('\0'));
}

// A node has a hundred megabytes: only what is asked for is read.
std::string read(std::ifstream &file, uint64_t offset, uint64_t size) {
  std::string bytes(size, '\0');
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  return file ? bytes : std::string();
}

} // namespace

std::optional<std::string> section(const std::filesystem::path &path, std::string_view name) {
  std::ifstream file(path, std::ios::binary);
  const auto header = value_at<Elf64_Ehdr>(read(file, 0, sizeof(Elf64_Ehdr)), 0);
  if (std::memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
    return std::nullopt;
  const std::string table = read(file, header.e_shoff, header.e_shnum * sizeof(Elf64_Shdr));
  auto entry = [&](size_t index) { return value_at<Elf64_Shdr>(table, index * sizeof(Elf64_Shdr)); };
  const std::string names = read(file, entry(header.e_shstrndx).sh_offset, entry(header.e_shstrndx).sh_size);
  for (size_t i = 0; i < header.e_shnum; ++i)
    if (entry(i).sh_type != SHT_NOBITS && string_at(names, entry(i).sh_name) == name)
      return read(file, entry(i).sh_offset, entry(i).sh_size);
  return std::nullopt;
}

bool exports(const std::filesystem::path &file, std::string_view symbol) {
  const std::string symbols = section(file, ".dynsym").value_or("");
  const std::string strings = section(file, ".dynstr").value_or("");
  for (size_t offset = 0; offset < symbols.size(); offset += sizeof(Elf64_Sym)) {
    const auto entry = value_at<Elf64_Sym>(symbols, offset);
    if (entry.st_shndx != SHN_UNDEF && string_at(strings, entry.st_name) == symbol)
      return true;
  }
  return false;
}

} // namespace matrix
