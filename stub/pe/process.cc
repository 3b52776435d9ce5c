#include "stub/pe/process.h"

#include "stub/pe/environment.h"
#include "stub/pe/plugin.h"
#include "stub/pe/texts.h"

namespace weakrt::pe {

/// How many modules there are at most, and how many are remembered in one attempt.
static constexpr uint32_t max_modules = 2048;
static constexpr uint32_t max_remembered = 64;

/// A path in UTF-8 is at most three bytes for each of UTF-16's two.
static constexpr uint32_t max_label = max_path * 3;

/// What lives in a Scratch. Windows gives memory only to the pages of it that are touched.
namespace {
struct Table {
  void *list[max_modules];
  wchar_t wide[max_path];
  char visited[max_label];
  char own[max_label];
  char value[max_label];
  char error[1024];
  char ordinal[12];
  uint32_t remembered;
  Module modules[max_remembered];
  char paths[max_remembered][max_label];
  Address addresses[1]; ///< as many as there are imports
};
} // namespace

static Table *table;

Scratch::Scratch(RecordView record) {
  table = static_cast<Table *>(VirtualAlloc(nullptr, sizeof(Table) + record->imports.count * sizeof(Address),
                                            MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE));
}

Scratch::~Scratch() {
  if (table)
    VirtualFree(table, 0, MEM_RELEASE);
}

bool Scratch::ok() const {
  return table;
}

static const char *path_of(void *module, char *buffer) {
  table->wide[0] = 0;
  GetModuleFileNameW(module, table->wide, max_path);
  table->wide[max_path - 1] = 0;
  narrow(table->wide, buffer, max_label);
  return buffer;
}

// Each is held while it is looked at: another thread may be about to unload it. The main program is the
// first.
void Process::for_each_module(void (*visit)(const Module &, void *), void *data) {
  uint32_t size = 0;
  if (!K32EnumProcessModules(GetCurrentProcess(), table->list, sizeof table->list, &size))
    return;
  uint32_t count = size / sizeof(void *);
  for (uint32_t i = 0; i < count && i < max_modules; ++i) {
    void *held;
    if (!GetModuleHandleExW(FROM_ADDRESS, table->list[i], &held))
      continue;
    Module module;
    module.path = path_of(held, table->visited);
    module.is_main_program = i == 0;
    read_module(module, reinterpret_cast<Address>(held));
    visit(module, data);
    FreeLibrary(held);
  }
}

// Many more than one attempt ever finds; then the oldest are gone.
const Module *Process::remember(const Module &module) {
  uint32_t index = table->remembered++ % max_remembered;
  char *path = table->paths[index];
  for (const char *from = module.path; (*path = *from); ++from)
    ++path;
  table->modules[index] = module;
  table->modules[index].path = table->paths[index];
  return &table->modules[index];
}

bool survey() {
  host = nullptr;
  Process::for_each_module(
      [](const Module &module, void *) {
        if (!host)
          host = find_host(module);
      },
      nullptr);
  return true;
}

const char *own_label() {
  return path_of(reinterpret_cast<void *>(plugin_base()), table->own);
}

void *Process::given(const char *runtime) {
  return host && host->provider ? host->provider(runtime) : nullptr;
}

const char *Process::overriding(const char *variable) {
  return environment(variable, table->wide, table->value, max_label);
}

static bool is_slash(char c) {
  return c == '/' || c == '\\';
}

static constexpr char origin[] = "$ORIGIN";

/// What is behind "$ORIGIN", or nullptr.
static const char *beside_plugin(const char *library) {
  for (const char *word = origin; *word; ++word, ++library)
    if (*library != *word)
      return nullptr;
  return library;
}

// What is neither a bare name nor a whole path depends on the current directory, or on its drive.
bool Process::is_here(const char *library) {
  if (beside_plugin(library) || (is_slash(library[0]) && is_slash(library[1])) ||
      (library[0] && library[1] == ':' && is_slash(library[2])))
    return false;
  for (; *library; ++library)
    if (is_slash(*library) || *library == ':')
      return true;
  return false;
}

// A bare name is looked for where the program is, in the system's folder and in those that the program has
// added; never in the current directory or along PATH.
void *Process::load(const char *library) {
  wchar_t *path = table->wide;
  uint32_t flags = SEARCH_DEFAULT_DIRS;
  uint32_t used = 0;
  if (const char *rest = beside_plugin(library)) {
    used = GetModuleFileNameW(reinterpret_cast<void *>(plugin_base()), path, max_path);
    while (used && path[used - 1] != '\\')
      --used;
    if (used)
      --used;
    library = rest;
  }
  widen(library, path + used, max_path - used);
  for (wchar_t *c = path; *c; ++c) {
    if (*c == '/')
      *c = '\\';
    if (*c == '\\')
      flags = SEARCH_DEFAULT_DIRS | SEARCH_DLL_LOAD_DIR;
  }
  return LoadLibraryExW(path, nullptr, flags);
}

const char *Process::load_error() {
  constexpr uint32_t from_system = 0x1000, ignore_inserts = 0x200, one_line = 0xff;
  uint32_t length = FormatMessageW(from_system | ignore_inserts | one_line, nullptr, GetLastError(), 0,
                                   table->wide, sizeof table->error / 3, nullptr);
  while (length && table->wide[length - 1] <= ' ')
    --length;
  table->wide[length] = 0;
  narrow(table->wide, table->error, sizeof table->error);
  return table->error;
}

// By its path: that initialises one that is mapped only.
void *Process::hold(const Module &module) {
  void *held = nullptr;
  if (module.is_main_program) {
    GetModuleHandleExW(FROM_ADDRESS, reinterpret_cast<void *>(module.base), &held);
    return held;
  }
  widen(module.path, table->wide, max_path);
  held = LoadLibraryExW(table->wide, nullptr, SEARCH_DEFAULT_DIRS | SEARCH_DLL_LOAD_DIR);
  if (!held || is_handle(held, module))
    return held;
  FreeLibrary(held);
  return nullptr;
}

// By name, or by ordinal.
const char *Process::name_of(const record::Import &import) {
  if (!(import.name & record::by_ordinal))
    return reinterpret_cast<const char *>(plugin_base() + import.name) + sizeof(uint16_t);
  Text text(table->ordinal, sizeof table->ordinal);
  text.put('#');
  text.add_number(import.name & 0xffff);
  return table->ordinal;
}

static Address &place_of(const record::Import &import) {
  RecordView record = plugin_record();
  return table->addresses[&import - record.each<record::Import>(record->imports).first];
}

void Process::set(const record::Import &import, Address address) {
  place_of(import) = address;
}

Address Process::address_for(const record::Import &import) {
  return place_of(import);
}

} // namespace weakrt::pe
