#include "stub/pe/environment.h"

#include "stub/core/story.h"
#include "stub/core/strings.h"
#include "stub/pe/kernel32.h"
#include "stub/pe/texts.h"

namespace weakrt::pe {

const char *environment(const char *name, wchar_t *wide, char *value, uint32_t size) {
  wchar_t wide_name[128];
  widen(name, wide_name, sizeof wide_name / sizeof *wide_name);
  uint32_t length = GetEnvironmentVariableW(wide_name, wide, max_path);
  if (!length || length >= max_path)
    return nullptr;
  narrow(wide, value, size);
  return value;
}

void read_debug_topics() {
  wchar_t words[256];
  wchar_t *wide = words;
  char narrowed[256];
  uint32_t length = GetEnvironmentVariableW(L"WEAKRT_DEBUG", wide, 256);
  if (!length)
    return;
  words[length < 256 ? length : 0] = 0;
  narrow(words, narrowed, sizeof narrowed);
  debug_topics = read_topics(narrowed);
  if (debug_topics == topic_help)
    write_debug(debug_help, strlen(debug_help));
}

static void write(void *file, const char *text, size_t length) {
  uint32_t written;
  WriteFile(file, text, static_cast<uint32_t>(length), &written, nullptr);
}

void print(const char *text) {
  write(GetStdHandle(STD_ERROR_HANDLE), text, strlen(text));
}

const weakrt_host_table_1 *host;

const weakrt_host_table_1 *find_host(const Module &module) {
  const Symbol *symbol = find_export(module, "weakrt_host_1");
  return symbol && !is_forwarder(module, *symbol)
             ? reinterpret_cast<const weakrt_host_table_1 *>(address_of(module, *symbol))
             : nullptr;
}

} // namespace weakrt::pe

// To stderr, or to the end of the file that WEAKRT_DEBUG_OUTPUT names.
void weakrt::write_debug(const char *text, size_t length) {
  using namespace pe;
  constexpr uint32_t append = 4, share_all = 7, open_always = 4, normal = 0x80;
  wchar_t path[1024];
  uint32_t path_length = GetEnvironmentVariableW(L"WEAKRT_DEBUG_OUTPUT", path, 1024);
  void *none = reinterpret_cast<void *>(~Address{0});
  void *file = path_length && path_length < 1024
                   ? CreateFileW(path, append, share_all, nullptr, open_always, normal, nullptr)
                   : none;
  write(file == none ? GetStdHandle(STD_ERROR_HANDLE) : file, text, length);
  if (file != none)
    CloseHandle(file);
}
