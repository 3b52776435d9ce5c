#include "linkplugin/explain/loader.h"

#include "linkplugin/elf/origin.h"
#include "linkplugin/explain/library_cache.h"

#include <llvm/BinaryFormat/ELF.h>

#include <algorithm>
#include <array>

namespace fs = std::filesystem;

namespace weakrt::explain {

// glibc's on Debian, then elsewhere.
static constexpr std::array system_folders = {
    "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib"};

static bool is_file(const fs::path &path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

Loader::Loader(LoaderSettings settings) : given(std::move(settings)) {
  cache = read_library_cache(outside("/etc/ld.so.cache"));
}

std::optional<std::string> Loader::variable(const std::string &name) const {
  auto found = given.environment.find(name);
  if (given.secure || found == given.environment.end())
    return std::nullopt;
  return found->second;
}

fs::path Loader::outside(const fs::path &path) const {
  fs::path absolute = path.is_absolute() ? path : given.working_folder / path;
  return given.root.empty() ? absolute : given.root / absolute.relative_path();
}

// $ORIGIN is not for a program that runs with another user's rights: false where it may not be used.
static bool replace_origin(std::string &text, const std::string &folder, bool secure) {
  std::string replaced = elf::replace_origin(text, folder);
  if (secure && replaced != text)
    return false;
  text = std::move(replaced);
  return true;
}

// An empty entry is the working folder.
void Loader::add_folders(const std::string &list, char also, const std::string &origin,
                         std::vector<Folder> &folders) const {
  for (size_t at = 0; at <= list.size();) {
    size_t end = at;
    while (end < list.size() && list[end] != ':' && list[end] != also)
      ++end;
    std::string folder = list.substr(at, end - at);
    if (replace_origin(folder, origin, given.secure))
      folders.push_back({folder, !folder.starts_with('/')});
    at = end + 1;
  }
}

std::string Loader::origin_of(const ModuleFile &file) const {
  fs::path folder = fs::path(file.path()).parent_path();
  return (folder.is_absolute() ? folder : given.working_folder / folder).string();
}

std::vector<Loader::Folder> Loader::search_path(size_t needed_by) const {
  std::vector<Folder> folders;
  auto add_rpath = [&](const LoadedFile &file) {
    auto rpath = file.file.rpath();
    if (rpath && !rpath->empty() && !file.file.runpath())
      add_folders(*rpath, ':', origin_of(file.file), folders);
  };
  bool somebody = needed_by < loaded.size();
  if (!somebody || !loaded[needed_by].file.runpath()) {
    bool passed_program = false;
    for (size_t at = needed_by; at < loaded.size();) {
      add_rpath(loaded[at]);
      passed_program |= loaded[at].main_program;
      at = loaded[at].needed_by == at ? loaded.size() : loaded[at].needed_by;
    }
    for (const LoadedFile &file : loaded)
      if (file.main_program && !passed_program)
        add_rpath(file);
  }
  if (auto path = variable("LD_LIBRARY_PATH"); path && !path->empty())
    add_folders(*path, ';', "", folders);
  if (somebody)
    if (auto runpath = loaded[needed_by].file.runpath(); runpath && !runpath->empty())
      add_folders(*runpath, ':', origin_of(loaded[needed_by].file), folders);
  return folders;
}

std::optional<size_t> Loader::find_loaded(const std::string &name) const {
  bool is_path = name.find('/') != std::string::npos;
  for (size_t i = 0; i < loaded.size(); ++i) {
    const ModuleFile &file = loaded[i].file;
    std::error_code error;
    bool same = is_path ? fs::equivalent(outside(name), outside(file.path()), error)
                        : file.soname() == name ||
                              (!loaded[i].main_program && fs::path(file.path()).filename() == name);
    if (same)
      return i;
  }
  return std::nullopt;
}

bool Loader::is_here(const std::string &name, size_t needed_by) const {
  // Of what begins with a dollar only the loader's $ORIGIN leads to a whole path.
  size_t origin = name.starts_with('$') ? name.find("ORIGIN") : std::string::npos;
  if (name.starts_with('/') || (origin != std::string::npos && origin <= 2))
    return false;
  if (name.contains('/'))
    return true;
  return std::ranges::any_of(search_path(needed_by), &Folder::relative) && is_file(outside(name));
}

FoundLibrary Loader::find(const std::string &called, size_t needed_by) const {
  using Kind = FoundLibrary::Kind;
  std::string name = called;
  if (needed_by < loaded.size() && !replace_origin(name, origin_of(loaded[needed_by].file), given.secure))
    return {};
  if (auto index = find_loaded(name))
    return {Kind::already_loaded, loaded[*index].file.path(), *index};
  if (name.find('/') != std::string::npos)
    return {is_file(outside(name)) ? Kind::found : Kind::not_found, name};
  auto fits = [this](const fs::path &path) {
    return is_file(outside(path)) && !ModuleFile::is_for_another_machine(outside(path));
  };
  for (const Folder &folder : search_path(needed_by)) {
    fs::path path = fs::path(folder.path) / name;
    if (fits(path))
      return {Kind::found, path};
  }
  bool uses_system = needed_by >= loaded.size() || !loaded[needed_by].file.has_flag(llvm::ELF::DF_1_NODEFLIB);
  if (auto found = cache.find(name); found != cache.end() && uses_system && fits(found->second))
    return {Kind::found, found->second};
  for (const char *folder : system_folders)
    if (fs::path path = fs::path(folder) / name; uses_system && fits(path))
      return {Kind::found, path};
  return {};
}

size_t Loader::add(ModuleFile file, size_t needed_by, bool main_program) {
  size_t first = loaded.size();
  loaded.push_back({std::move(file), main_program, std::min(needed_by, first)});
  for (size_t at = first; at < loaded.size(); ++at) {
    for (const std::string &name : loaded[at].file.needed()) {
      FoundLibrary found = find(name, at);
      if (found.kind == FoundLibrary::Kind::already_loaded)
        continue;
      if (found.kind == FoundLibrary::Kind::not_found) {
        missing.push_back({name, loaded[at].file.path(), ""});
        continue;
      }
      auto library = ModuleFile::read(outside(found.path), found.path);
      if (!library) {
        missing.push_back({name, loaded[at].file.path(), found.path + ": " + library.error()[0].message});
        continue;
      }
      // By another name it may be there already.
      if (!find_loaded(found.path))
        loaded.push_back({std::move(*library), false, at});
    }
  }
  return first;
}

void Loader::forget_from(size_t first_file, size_t first_missing) {
  loaded.erase(loaded.begin() + static_cast<ptrdiff_t>(std::min(first_file, loaded.size())), loaded.end());
  missing.erase(missing.begin() + static_cast<ptrdiff_t>(std::min(first_missing, missing.size())),
                missing.end());
}

} // namespace weakrt::explain
