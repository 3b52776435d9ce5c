#include "linkplugin/elf/thread_locals.h"

#include <fmt/format.h>

#include <algorithm>

namespace weakrt::elf {

using Kind = record::ThreadLocalSlot::Kind;

std::optional<Kind> thread_local_kind(const Machine &machine, uint32_t type) {
  const RelocationTypes &types = machine.types;
  for (auto [known, kind] :
       {std::pair(types.tls_module, Kind::module), std::pair(types.tls_offset, Kind::offset),
        std::pair(types.tls_static, Kind::static_offset), std::pair(types.tls_descriptor, Kind::descriptor)})
    if (known != 0 && type == known)
      return kind;
  return std::nullopt;
}

Result<std::vector<ThreadLocalSlot>> find_thread_local_slots(const Image &image,
                                                             const std::vector<Import> &imports) {
  auto all = image.all_relocations();
  if (!all)
    return std::unexpected(all.error());
  std::vector<ThreadLocalSlot> slots;
  for (const Relocation &relocation : *all)
    if (auto kind = thread_local_kind(image.machine(), relocation.type))
      if (std::ranges::binary_search(imports, relocation.symbol, {}, &Import::symbol))
        slots.push_back({relocation.symbol, *kind, relocation.address, relocation.addend});
  std::ranges::sort(slots, {},
                    [](const ThreadLocalSlot &slot) { return std::pair(slot.symbol, slot.address); });
  return slots;
}

std::optional<Unbindable> why_unbindable(const Image &image, Kind kind) {
  const Machine &machine = image.machine();
  if (kind == Kind::descriptor && !machine.avoids_descriptors.empty())
    return Unbindable{fmt::format("is a TLS descriptor, which weakrt cannot bind on {}", machine.name),
                      fmt::format("compile with {}", machine.avoids_descriptors)};
  if (kind != Kind::static_offset)
    return std::nullopt;
  if (image.is_executable())
    return Unbindable{
        "is for static TLS (initial exec), which there is only of libraries that the program starts with",
        "use it in a shared library: most linkers make this of every access in an executable"};
  // What is not bound must not be another variable. A distance that faults whatever the thread
  // is there only where addresses have more bits than can be mapped.
  if (!machine.is_64)
    return Unbindable{
        fmt::format("is for static TLS (initial exec), which on {} would be another variable while it is "
                    "not bound",
                    machine.name),
        "compile with -ftls-model=global-dynamic"};
  return std::nullopt;
}

} // namespace weakrt::elf
