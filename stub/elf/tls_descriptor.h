// The functions of TLS descriptors. A slot has two words: one of these functions, and what
// it needs. Code calls it with the slot's address, gets how far the variable is from the thread
// pointer, and expects to find all registers as they were but the one with the result.
// Each architecture that has them defines them in ARCH_tls.cc.
#pragma once

extern "C" {

/// Static TLS: the second word is the result.
[[gnu::visibility("hidden")]] void weakrt_static_descriptor();
/// The second word is the address, the same for all threads: what faults, or null.
[[gnu::visibility("hidden")]] void weakrt_unbound_descriptor();
/// The second word points to what __tls_get_addr is asked: module and offset.
[[gnu::visibility("hidden")]] void weakrt_dynamic_descriptor();

} // extern "C"

namespace weakrt::elf {

/// Before the first use of weakrt_dynamic_descriptor.
void prepare_dynamic_descriptors();

} // namespace weakrt::elf
