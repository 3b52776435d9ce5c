// What an architecture's psABI says about thread-local storage.
#pragma once

namespace weakrt::elf {

struct ThreadLocalStorage {
  /// What is subtracted from the offsets within a module's block that slots hold.
  unsigned bias;
  /// Whether ARCH_tls.cc has functions for TLS descriptors; where not, the link refuses them.
  bool has_descriptors;
  /// Whether the offset for module 0 is from the thread pointer, and not from what is no block.
  bool module_0_is_static = false;
};

} // namespace weakrt::elf
