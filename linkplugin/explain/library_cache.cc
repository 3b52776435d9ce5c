#include "linkplugin/explain/library_cache.h"

#include <llvm/Support/Endian.h>
#include <llvm/Support/MemoryBuffer.h>

#include <algorithm>
#include <optional>

namespace weakrt::explain {

static constexpr llvm::StringRef new_magic = "glibc-ld.so.cache1.1";
static constexpr llvm::StringRef old_magic = "ld.so-1.7.0";

// The new cache stands behind the old one's entries of three words, aligned to eight.
static std::optional<llvm::StringRef> new_cache(llvm::StringRef bytes) {
  constexpr size_t old_head = 16;
  if (bytes.starts_with(old_magic) && bytes.size() >= old_head) {
    size_t entries = llvm::support::endian::read32le(bytes.data() + 12);
    size_t end = (old_head + entries * 12 + 7) / 8 * 8;
    if (end > bytes.size())
      return std::nullopt;
    bytes = bytes.drop_front(end);
  }
  return bytes.starts_with(new_magic) ? std::optional(bytes) : std::nullopt;
}

std::map<std::string, std::string> read_library_cache(const std::filesystem::path &file) {
  constexpr size_t head_size = 48;
  constexpr size_t entry_size = 24;
  // FLAG_ELF_LIBC6 and FLAG_X8664_LIB64.
  constexpr uint32_t for_this_machine = 0x0303;

  std::map<std::string, std::string> libraries;
  std::error_code error;
  if (!std::filesystem::is_regular_file(file, error))
    return libraries;
  auto buffer = llvm::MemoryBuffer::getFile(file.string(), /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                            /*IsVolatile=*/true);
  auto cache = buffer ? new_cache((*buffer)->getBuffer()) : std::nullopt;
  if (!cache || cache->size() < head_size)
    return libraries;
  size_t count = llvm::support::endian::read32le(cache->data() + new_magic.size());
  // Empty where it lies outside, or does not end.
  auto text = [&](const char *offset) {
    size_t begin = std::min<size_t>(llvm::support::endian::read32le(offset), cache->size());
    size_t end = cache->find('\0', begin);
    return end == llvm::StringRef::npos ? std::string() : cache->slice(begin, end).str();
  };
  for (size_t i = 0; i < count && head_size + (i + 1) * entry_size <= cache->size(); ++i) {
    const char *entry = cache->data() + head_size + i * entry_size;
    bool special = llvm::support::endian::read64le(entry + 16) != 0;
    std::string name = text(entry + 4);
    std::string path = text(entry + 8);
    bool fits = llvm::support::endian::read32le(entry) == for_this_machine && !special;
    if (fits && !name.empty() && !path.empty())
      libraries.try_emplace(std::move(name), std::move(path));
  }
  return libraries;
}

} // namespace weakrt::explain
