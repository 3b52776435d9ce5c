#include "stub/pe/module.h"

#include "stub/core/strings.h"
#include "stub/pe/kernel32.h"
#include "stub/pe/texts.h"

namespace weakrt::pe {

template <class T> static const T *at(const Module &module, uint32_t address) {
  return reinterpret_cast<const T *>(module.base + address);
}

const Headers &headers_of(const Module &module) {
  return *at<Headers>(module, at<DosHeader>(module, 0)->headers);
}

void read_module(Module &module, Address base) {
  module.base = base;
  const Headers &headers = headers_of(module);
  const Directory &directory = headers.directories[export_directory];
  module.size = headers.image_size;
  module.exports = headers.directory_count > export_directory && directory.size
                       ? at<ExportDirectory>(module, directory.address)
                       : nullptr;
  module.exports_address = directory.address;
  module.exports_size = directory.size;
}

static const Symbol *find_by_ordinal(const Module &module, const char *digits) {
  uint32_t ordinal = 0;
  while (*digits)
    ordinal = ordinal * 10 + static_cast<uint32_t>(*digits++ - '0');
  uint32_t index = ordinal - module.exports->ordinal_base;
  return index < module.exports->function_count ? at<Symbol>(module, module.exports->functions) + index
                                                : nullptr;
}

// "Export Name Pointer Table": ordered, to allow binary searches.
static const Symbol *find_by_name(const Module &module, const char *name) {
  const ExportDirectory &exports = *module.exports;
  auto *names = at<uint32_t>(module, exports.names);
  uint32_t first = 0, last = exports.name_count;
  while (first < last) {
    uint32_t middle = first + (last - first) / 2;
    int order = strcmp(name, at<char>(module, names[middle]));
    if (!order)
      return at<Symbol>(module, exports.functions) + at<uint16_t>(module, exports.ordinals)[middle];
    if (order < 0)
      last = middle;
    else
      first = middle + 1;
  }
  return nullptr;
}

const Symbol *find_export(const Module &module, const char *name) {
  const Symbol *symbol = !module.exports ? nullptr
                         : *name == '#'  ? find_by_ordinal(module, name + 1)
                                         : find_by_name(module, name);
  return symbol && *symbol ? symbol : nullptr;
}

bool is_forwarder(const Module &module, const Symbol &symbol) {
  return symbol - module.exports_address < module.exports_size;
}

Address address_of(const Module &module, const Symbol &symbol) {
  if (!is_forwarder(module, symbol))
    return module.base + symbol;
  auto index = static_cast<uint32_t>(&symbol - at<Symbol>(module, module.exports->functions));
  Address ordinal = index + module.exports->ordinal_base;
  return reinterpret_cast<Address>(
      GetProcAddress(reinterpret_cast<void *>(module.base), reinterpret_cast<const char *>(ordinal)));
}

bool needs(const Module &module, const Module &other) {
  const Headers &headers = headers_of(module);
  const Directory &directory = headers.directories[import_directory];
  if (headers.directory_count <= import_directory || !directory.address)
    return false;
  for (auto *imports = at<ImportDescriptor>(module, directory.address); imports->name; ++imports)
    if (same_name(at<char>(module, imports->name), last_part(other.path)))
      return true;
  return false;
}

} // namespace weakrt::pe
