#include "stub/pe/texts.h"

#include "stub/core/strings.h"
#include "stub/pe/kernel32.h"

namespace weakrt::pe {

void narrow(const wchar_t *text, char *buffer, uint32_t size) {
  if (!WideCharToMultiByte(CP_UTF8, 0, text, -1, buffer, static_cast<int>(size), nullptr, nullptr))
    *buffer = 0;
}

void widen(const char *text, wchar_t *buffer, uint32_t size) {
  if (!MultiByteToWideChar(CP_UTF8, 0, text, -1, buffer, static_cast<int>(size)))
    *buffer = 0;
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_name(const char *a, const char *b) {
  for (; lower(*a) == lower(*b); ++a, ++b)
    if (!*a)
      return true;
  return false;
}

const char *last_part(const char *path) {
  const char *last = path;
  for (; *path; ++path)
    if (*path == '\\' || *path == '/')
      last = path + 1;
  return last;
}

} // namespace weakrt::pe

// What the compiler calls by itself, and core/ by name. Only this object file sees them: the build makes them
// local to it, so a plugin keeps its own.
extern "C" {

int strcmp(const char *a, const char *b) {
  while (*a && *a == *b)
    ++a, ++b;
  return static_cast<unsigned char>(*a) - static_cast<unsigned char>(*b);
}

size_t strlen(const char *text) {
  size_t length = 0;
  while (text[length])
    ++length;
  return length;
}

char *strstr(const char *text, const char *part) {
  for (; *text; ++text) {
    size_t i = 0;
    while (part[i] && text[i] == part[i])
      ++i;
    if (!part[i])
      return const_cast<char *>(text);
  }
  return nullptr;
}

void *memcpy(void *to, const void *from, size_t size) {
  auto *target = static_cast<volatile char *>(to);
  auto *source = static_cast<const char *>(from);
  for (size_t i = 0; i < size; ++i)
    target[i] = source[i];
  return to;
}

void *memset(void *to, int value, size_t size) {
  auto *target = static_cast<volatile char *>(to);
  for (size_t i = 0; i < size; ++i)
    target[i] = static_cast<char>(value);
  return to;
}

// So that it is still there when code is generated, which is what calls it.
[[gnu::used]] static void *(*const keep_memset)(void *, int, size_t) = memset;

} // extern "C"
