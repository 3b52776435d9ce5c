// By way of /proc (proc(5)) and process_vm_readv(2).
#include "linkplugin/explain/live_process.h"

#include <llvm/BinaryFormat/ELF.h>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/uio.h>
#include <unistd.h>

namespace fs = std::filesystem;

namespace weakrt::explain {

namespace {

struct Mapping {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t offset = 0;
  bool executable = false;
  std::string path;
  bool deleted = false;
};

} // namespace

static fs::path in_proc(int pid, std::string_view name) {
  return fmt::format("/proc/{}/{}", pid, name);
}

// fstreams do not say why.
static std::expected<std::string, int> read_all(const fs::path &path) {
  int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0)
    return std::unexpected(errno);
  std::string text;
  std::array<char, 16384> part;
  ssize_t got = 0;
  int error = 0;
  while ((got = read(file, part.data(), part.size())) != 0) {
    if (got < 0 && errno == EINTR)
      continue;
    if (got < 0) {
      error = errno;
      break;
    }
    text.append(part.data(), static_cast<size_t>(got));
  }
  close(file);
  if (error)
    return std::unexpected(error);
  return text;
}

// The words of /proc/PID/stat behind the name: state, parent, … (proc(5), from the third on).
static std::vector<std::string> read_stat(int pid) {
  std::vector<std::string> words;
  auto stat = read_all(in_proc(pid, "stat"));
  // The name stands in parentheses, and may hold any character.
  std::string_view rest = stat ? std::string_view(*stat) : "";
  rest.remove_prefix(std::min(rest.size(), rest.rfind(')') + 1));
  while (rest.remove_prefix(std::min(rest.size(), rest.find_first_not_of(" \n"))), !rest.empty()) {
    words.emplace_back(rest.substr(0, rest.find_first_of(" \n")));
    rest.remove_prefix(words.back().size());
  }
  return words;
}

std::string process_mark(int pid) {
  constexpr size_t start_time = 19;
  std::vector<std::string> words = read_stat(pid);
  bool is_alive = words.size() > start_time && words[0] != "Z" && words[0] != "X";
  return is_alive ? words[start_time] : "";
}

static bool is_kernel_thread(int pid) {
  constexpr size_t flags = 6;
  constexpr unsigned long kernel_thread = 0x00200000; // PF_KTHREAD
  std::vector<std::string> words = read_stat(pid);
  return words.size() > flags && std::strtoul(words[flags].c_str(), nullptr, 10) & kernel_thread;
}

static std::unexpected<Diagnostics> cannot_read(int pid, int error) {
  if (error == ENOENT || error == ESRCH)
    return fail({.message = fmt::format("there is no process {}", pid)});
  if (error == EACCES || error == EPERM)
    return fail({.message = fmt::format("process {} may not be read: {}", pid, std::strerror(error)),
                 .help = "run weakrt as the user whose process it is, or as root"});
  return fail({.message = fmt::format("process {} cannot be read: {}", pid, std::strerror(error))});
}

// "7f12a000-7f12b000 r-xp 00001000 fd:00 1234    /usr/lib/libx.so (deleted)"; a newline in
// a path is written as \012.
static std::optional<Mapping> parse_mapping(std::string_view line) {
  Mapping mapping;
  const char *at = line.begin();
  const char *end = line.end();
  auto begin = std::from_chars(at, end, mapping.begin, 16);
  if (begin.ec != std::errc() || begin.ptr == end || *begin.ptr != '-')
    return std::nullopt;
  auto last = std::from_chars(begin.ptr + 1, end, mapping.end, 16);
  if (last.ec != std::errc() || end - last.ptr < 6)
    return std::nullopt;
  mapping.executable = last.ptr[3] == 'x';
  std::from_chars(last.ptr + 6, end, mapping.offset, 16);
  size_t slash = line.find(" /");
  if (slash == line.npos)
    return std::nullopt;
  std::string path(line.substr(slash + 1));
  for (size_t at = 0; (at = path.find("\\012", at)) != path.npos; ++at) {
    path[at] = '\n';
    path.erase(at + 1, 3);
  }
  constexpr std::string_view deleted = " (deleted)";
  mapping.deleted = path.ends_with(deleted);
  if (mapping.deleted)
    path.resize(path.size() - deleted.size());
  mapping.path = std::move(path);
  return mapping;
}

static std::vector<Mapping> parse_mappings(std::string_view text) {
  std::vector<Mapping> mappings;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    if (auto mapping = parse_mapping(line))
      mappings.push_back(std::move(*mapping));
  }
  return mappings;
}

static std::map<std::string, std::string> parse_environment(std::string_view text) {
  std::map<std::string, std::string> variables;
  while (!text.empty()) {
    std::string_view entry = text.substr(0, text.find('\0'));
    text.remove_prefix(std::min(text.size(), entry.size() + 1));
    if (size_t sign = entry.find('='); sign != entry.npos)
      variables.try_emplace(std::string(entry.substr(0, sign)), entry.substr(sign + 1));
  }
  return variables;
}

// The auxiliary vector: pairs of a type and a value (getauxval(3)). <elf.h> has its names,
// but as macros, which do not go with LLVM's.
static bool is_secure(int pid) {
  constexpr uint64_t at_secure = 23;
  auto text = read_all(in_proc(pid, "auxv"));
  uint64_t entry[2];
  for (size_t at = 0; text && at + sizeof entry <= text->size(); at += sizeof entry) {
    std::memcpy(entry, text->data() + at, sizeof entry);
    if (entry[0] == at_secure)
      return entry[1] != 0;
  }
  return false;
}

// A chroot's paths are told as we see them, those of another mount namespace as the
// process does: its own are what its loader goes by.
static std::string seen_inside(const LoaderSettings &settings, const std::string &path) {
  std::error_code error;
  std::string root = settings.root.empty() ? "/" : fs::read_symlink(settings.root, error).string();
  return root.size() > 1 && path.starts_with(root + "/") ? path.substr(root.size()) : path;
}

static LoaderSettings read_settings(int pid) {
  LoaderSettings settings;
  settings.secure = is_secure(pid);
  if (auto environment = read_all(in_proc(pid, "environ")))
    settings.environment = parse_environment(*environment);
  std::error_code error;
  // With mounts of its own a process may see other files even where the root is the same.
  fs::path root = in_proc(pid, "root");
  bool same_mounts =
      fs::read_symlink(in_proc(pid, "ns/mnt"), error) == fs::read_symlink("/proc/self/ns/mnt", error);
  bool same_root = fs::equivalent(root, "/", error);
  if (!error && !(same_root && same_mounts))
    settings.root = root;
  settings.working_folder = seen_inside(settings, fs::read_symlink(in_proc(pid, "cwd"), error));
  return settings;
}

// Where the loader has put a file, if it has: each of its segments must be mapped as such.
// A file that is only being read is mapped otherwise.
static std::optional<uint64_t> find_base(const ModuleFile &file, const std::vector<Mapping> &mappings) {
  constexpr uint64_t page = 4096;
  auto down = [](uint64_t value) { return value & ~(page - 1); };
  const Mapping *first = nullptr;
  for (const Mapping &mapping : mappings)
    if (!first || mapping.begin < first->begin)
      first = &mapping;
  std::optional<uint64_t> base;
  for (const elf::Segment &segment : file.image().segments()) {
    if (segment.type != llvm::ELF::PT_LOAD)
      continue;
    if (!base && down(segment.offset) == first->offset)
      base = first->begin - down(segment.address);
    if (!base)
      return std::nullopt;
    uint64_t address = *base + down(segment.address);
    bool executable = segment.flags & llvm::ELF::PF_X;
    bool mapped = std::ranges::any_of(mappings, [&](const Mapping &mapping) {
      return address >= mapping.begin && address < mapping.end && mapping.executable == executable &&
             address - mapping.begin + mapping.offset == down(segment.offset);
    });
    if (segment.file_size > 0 && !mapped)
      return std::nullopt;
  }
  return base;
}

// A deleted file is still there behind the mapping; that needs more rights.
static fs::path place_of(int pid, const LoaderSettings &settings, const Mapping &mapping) {
  if (mapping.deleted)
    return in_proc(pid, fmt::format("map_files/{:x}-{:x}", mapping.begin, mapping.end));
  return settings.root.empty() ? fs::path(mapping.path)
                               : settings.root / fs::path(mapping.path).relative_path();
}

// Whether a file begins as ELF files do. One that cannot be opened may: that is told.
static bool may_be_module(const fs::path &place) {
  std::error_code error;
  fs::file_type type = fs::status(place, error).type();
  if (type != fs::file_type::regular)
    return type == fs::file_type::none || type == fs::file_type::not_found;
  int file = open(place.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0)
    return true;
  char magic[4] = {};
  ssize_t got = read(file, magic, sizeof magic);
  close(file);
  return got == sizeof magic && std::memcmp(magic, llvm::ELF::ElfMagic, sizeof magic) == 0;
}

static void read_files(int pid, const std::vector<Mapping> &mappings, LiveProcess &process) {
  // By the path and whether it is deleted: a replaced library is there twice.
  std::vector<std::vector<Mapping>> files;
  std::map<std::pair<std::string, bool>, size_t> places;
  for (const Mapping &mapping : mappings) {
    auto [place, is_new] = places.try_emplace({mapping.path, mapping.deleted}, files.size());
    if (is_new)
      files.emplace_back();
    files[place->second].push_back(mapping);
  }
  for (const std::vector<Mapping> &parts : files) {
    bool main_program = parts[0].path == process.program;
    bool has_code = std::ranges::any_of(parts, &Mapping::executable);
    fs::path place = main_program ? in_proc(pid, "exe") : place_of(pid, process.settings, parts[0]);
    if (!main_program && (!has_code || !may_be_module(place)))
      continue;
    auto file = ModuleFile::read(place, parts[0].path);
    if (!file) {
      for (Diagnostic &diagnostic : file.error())
        process.unreadable.push_back(std::move(diagnostic));
      continue;
    }
    auto base = find_base(*file, parts);
    if (!base)
      continue;
    LoadedFile loaded{std::move(*file), main_program, 0, true, *base};
    process.files.insert(main_program ? process.files.begin() : process.files.end(), std::move(loaded));
  }
  for (size_t i = 0; i < process.files.size(); ++i)
    process.files[i].needed_by = i;
}

Result<LiveProcess> read_live_process(int pid) {
  if (auto stat = read_all(in_proc(pid, "stat")); !stat)
    return cannot_read(pid, stat.error());
  std::array<char, 4096> target;
  ssize_t length = readlink(in_proc(pid, "exe").c_str(), target.data(), target.size());
  int error = length < 0 ? errno : 0;
  if (is_kernel_thread(pid))
    return fail({.message = fmt::format("process {} runs no program: it is the kernel's", pid)});
  // One that is about to end has no program any more.
  if (process_mark(pid).empty() || error == ENOENT)
    return fail({.message = fmt::format("process {} has ended", pid)});
  if (error)
    return cannot_read(pid, error);

  LiveProcess process;
  process.program.assign(target.data(), static_cast<size_t>(length));
  if (constexpr std::string_view deleted = " (deleted)"; process.program.ends_with(deleted))
    process.program.resize(process.program.size() - deleted.size());
  process.settings = read_settings(pid);
  process.program = seen_inside(process.settings, process.program);
  process.read = [pid](uint64_t address, void *to, size_t size) {
    iovec here{to, size};
    iovec there{reinterpret_cast<void *>(address), size};
    return process_vm_readv(pid, &here, 1, &there, 1, 0) == static_cast<ssize_t>(size);
  };
  process.is_static = ModuleFile::is_static(in_proc(pid, "exe"));
  if (process.is_static)
    return process;
  auto maps = read_all(in_proc(pid, "maps"));
  if (!maps)
    return cannot_read(pid, maps.error());
  std::vector<Mapping> mappings = parse_mappings(*maps);
  for (Mapping &mapping : mappings)
    mapping.path = seen_inside(process.settings, mapping.path);
  read_files(pid, mappings, process);
  // Without the program nothing can be said. It goes with the process.
  if (process_mark(pid).empty() || readlink(in_proc(pid, "exe").c_str(), target.data(), target.size()) < 0)
    return fail({.message = fmt::format("process {} has ended", pid)});
  for (Diagnostic &diagnostic : process.unreadable)
    if (diagnostic.file == process.program)
      return fail(std::move(diagnostic));
  return process;
}

} // namespace weakrt::explain
