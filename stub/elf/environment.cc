#include "stub/elf/environment.h"

#include "stub/core/story.h"
#include "stub/elf/plugin.h"
#include "stub/elf/process.h"

namespace weakrt::elf {

const char *environment(const char *name) {
  return getauxval(AT_SECURE) ? nullptr : getenv(name);
}

void read_debug_topics() {
  const char *words = environment("WEAKRT_DEBUG");
  if (words)
    debug_topics = read_topics(words);
  if (debug_topics == topic_help)
    write_debug(debug_help, strlen(debug_help));
}

} // namespace weakrt::elf

// To stderr, or to the end of the file that WEAKRT_DEBUG_OUTPUT names.
void weakrt::write_debug(const char *text, size_t length) {
  const char *path = elf::environment("WEAKRT_DEBUG_OUTPUT");
  int file = path ? open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666) : -1;
  write(file < 0 ? 2 : file, text, length);
  if (file >= 0)
    close(file);
}

namespace weakrt::elf {

const weakrt_host_table_1 *host;

const weakrt_host_table_1 *find_host(const Module &module) {
  static constexpr char name[] = "weakrt_host_1";
  constexpr uint32_t hash = record::gnu_hash(name);
  const Symbol *symbol = find_definition(module, {name, hash});
  return symbol ? reinterpret_cast<const weakrt_host_table_1 *>(module.base + symbol->value) : nullptr;
}

const char *Process::overriding(const char *variable) {
  const char *path = environment(variable);
  return path && *path ? path : nullptr;
}

// Whether a search path has a folder that depends on the current directory: one that
// does not start with a slash or with $ORIGIN, and an empty one is the directory itself.
static bool has_relative(const char *folders) {
  if (folders && *folders)
    for (;; ++folders) {
      if (*folders != '/' && *folders != '$')
        return true;
      while (*folders != ':' && *folders != ';')
        if (!*folders++)
          return false;
    }
  return false;
}

[[gnu::noinline]] static bool searches_relative(const Module &module) {
  return has_relative(find_text(module, DT_RUNPATH)) || has_relative(find_text(module, DT_RPATH));
}

// The loader looks where the environment, the plugin and the program say.
bool Process::is_here(const char *name) {
  // Of what begins with a dollar only the loader's $ORIGIN, or ${ORIGIN}, leads to a whole path; $LIB does
  // not.
  if (strchr(name, '/'))
    return *name != '/' && (*name != '$' || name[1 + (name[1] == '{')] != 'O');
  return (has_relative(environment("LD_LIBRARY_PATH")) || searches_relative(self) ||
          (main_program() && searches_relative(*main_program()))) &&
         access(name, F_OK) == 0;
}

} // namespace weakrt::elf
