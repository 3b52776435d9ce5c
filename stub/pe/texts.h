// Texts: weakrt's are UTF-8, Windows' are UTF-16. And the few functions on texts and memory that others have
// from the C library, which a plugin for Windows may not have.
#pragma once

#include <stddef.h>
#include <stdint.h>

namespace weakrt::pe {

/// A path, with a final 0; longer ones there are not ("Maximum Path Length Limitation").
inline constexpr uint32_t max_path = 32768;

/// Writes `text` into `buffer` of `size`; an empty text where there is no room.
void narrow(const wchar_t *text, char *buffer, uint32_t size);
void widen(const char *text, wchar_t *buffer, uint32_t size);

/// Whether they are the same without regard to case, as far as ASCII has it: names of DLLs.
bool same_name(const char *a, const char *b);

/// What is behind the last slash.
const char *last_part(const char *path);

} // namespace weakrt::pe
