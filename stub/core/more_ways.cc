#include "stub/core/more_ways.h"

#include "stub/core/version.h"

namespace weakrt {

// Each number is a byte of its own, as Perl has them.
static uint64_t read_bytes(const uintptr_t (&addresses)[3]) {
  uint32_t numbers[3] = {};
  for (int i = 0; i < 3; ++i)
    if (addresses[i])
      numbers[i] = *reinterpret_cast<const uint8_t *>(addresses[i]);
  return record::pack_version(numbers[0], numbers[1], numbers[2]);
}

// As Tcl and GStreamer tell it. A fourth number is none of the version: Tcl's says whether it is released.
static uint64_t call_for_numbers(uintptr_t function) {
  int numbers[4] = {};
  reinterpret_cast<void (*)(int *, int *, int *, int *)>(function)(&numbers[0], &numbers[1], &numbers[2],
                                                                   &numbers[3]);
  for (int i = 0; i < 3; ++i)
    if (numbers[i] < 0 || numbers[i] > 65535)
      return no_version;
  return record::pack_version(static_cast<uint32_t>(numbers[0]), static_cast<uint32_t>(numbers[1]),
                              static_cast<uint32_t>(numbers[2]));
}

// The Java Native Interface Specification, "JNI_GetDefaultJavaVMInitArgs": it says whether a virtual machine
// would know the version that it is given, and needs none for that.
static uint64_t find_jni_version(uintptr_t function) {
  struct {
    int32_t version;
    int32_t option_count;
    void *options;
    uint8_t ignore_unrecognised;
  } arguments = {};
  auto knows = [&](uint32_t major, uint32_t minor) {
    arguments.version = static_cast<int32_t>(major << 16 | minor);
    return reinterpret_cast<int32_t (*)(void *)>(function)(&arguments) == 0;
  };
  for (uint32_t major = 99; major > 1; --major)
    if (knows(major, 0))
      return record::pack_version(major, 0, 0);
  for (uint32_t minor = 8; minor > 1; minor -= 2)
    if (knows(1, minor))
      return record::pack_version(1, minor, 0);
  return no_version;
}

uint64_t ask_in_more_ways(uint32_t kind, const uintptr_t (&addresses)[3]) {
  if (kind == record::VersionQuery::bytes)
    return read_bytes(addresses);
  if (kind == record::VersionQuery::numbers_function)
    return call_for_numbers(addresses[0]);
  return kind == record::VersionQuery::jni ? find_jni_version(addresses[0]) : no_version;
}

static bool ends_variable(char c) {
  return c == '/' || c == '\\' || !c;
}

static bool starts_with(const char *library, const char *word) {
  for (; *word; ++word, ++library)
    if (*library != *word)
      return false;
  return ends_variable(*library);
}

// Three words, and braces, are the loader's own.
bool has_variable(const char *library) {
  return *library == '$' && library[1] != '{' && !starts_with(library, "$ORIGIN") &&
         !starts_with(library, "$LIB") && !starts_with(library, "$PLATFORM");
}

const char *take_variable(const char *library, char *name, size_t size) {
  for (++library; !ends_variable(*library); ++library)
    if (size > 1) {
      *name++ = *library;
      --size;
    }
  *name = 0;
  return library;
}

} // namespace weakrt
