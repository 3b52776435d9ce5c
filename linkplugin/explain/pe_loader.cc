#include "linkplugin/explain/pe_loader.h"

#include "linkplugin/pe/machine.h"

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace weakrt::explain {

std::optional<fs::path> find_in_folder(const fs::path &folder, std::string_view name) {
  const std::string wanted = folded(name);
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator it(folder.empty() ? "." : folder, error), end; !error && it != end;
       it.increment(error))
    if (folded(it->path().filename().string()) == wanted && it->is_regular_file(error))
      found.push_back(folder / it->path().filename());
  // Two that differ in their case only are not for Windows; which one it is must not be luck.
  auto first = std::ranges::min_element(found);
  return first == found.end() ? std::nullopt : std::optional(*first);
}

std::optional<fs::path> PeLoader::find(std::string_view library, const fs::path &also) const {
  if (auto found = also.empty() ? std::nullopt : find_in_folder(also, library))
    return found;
  for (const fs::path &folder : folders)
    if (auto found = find_in_folder(folder, library))
      return found;
  return std::nullopt;
}

static std::string name_of(uint16_t machine) {
  const pe::Machine *known = pe::find_machine(machine);
  return known ? std::string(known->name) : fmt::format("machine {:#x}", machine);
}

Result<PeModuleFile> PeLoader::read(const fs::path &file) const {
  auto module = PeModuleFile::read(file);
  if (module && module->image().machine() != machine)
    return fail({.message = fmt::format("a PE file for {}, and the plugin is for {}",
                                        name_of(module->image().machine()), name_of(machine)),
                 .file = file});
  return module;
}

bool PeLoader::is_loaded(std::string_view library) const {
  return std::ranges::find(loaded, folded(library), &PeModuleFile::name) != loaded.end();
}

void PeLoader::add(PeModuleFile file, const fs::path &also) {
  size_t next = loaded.size();
  loaded.push_back(std::move(file));
  for (; next < loaded.size(); ++next) {
    const std::string needed_by = loaded[next].path();
    const std::vector<std::string> needed = loaded[next].needed();
    for (const std::string &library : needed) {
      if (is_loaded(library))
        continue;
      auto path = find(library, also);
      if (!path) {
        if (std::ranges::find(missing, folded(library), folded) == missing.end())
          missing.push_back(library);
        continue;
      }
      if (auto module = read(*path))
        loaded.push_back(std::move(*module));
      else
        broken.push_back({library, needed_by, path->string() + ": " + module.error()[0].message});
    }
  }
}

void PeLoader::forget_from(size_t first) {
  loaded.erase(loaded.begin() + static_cast<ptrdiff_t>(first), loaded.end());
}

} // namespace weakrt::explain
