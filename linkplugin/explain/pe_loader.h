// What Windows' loader would do, as far as files tell: where it finds a DLL, and what comes with it. Nothing
// is run.
//
// Looked at are the program's folder and those that the user names. Windows' own folders are those of another
// machine: what is not found is told, and taken to be there.
#pragma once

#include "linkplugin/explain/pe_module_file.h"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace weakrt::explain {

/// A DLL that is there, and cannot be loaded.
struct Unloadable {
  std::string library;
  std::string needed_by;
  std::string reason;
};

class PeLoader {
public:
  PeLoader(uint16_t machine, std::vector<std::filesystem::path> folders)
      : machine(machine), folders(std::move(folders)) {}

  /// The program first, if there is one.
  const std::vector<PeModuleFile> &files() const { return loaded; }
  /// Imported DLLs that are in none of the folders, as they are spelt.
  const std::vector<std::string> &not_here() const { return missing; }
  const std::vector<Unloadable> &unloadable() const { return broken; }

  /// Adds a file and all DLLs that it imports from, breadth first, unless one of that name is there. `also`
  /// is a folder where those are looked for first.
  void add(PeModuleFile file, const std::filesystem::path &also = {});
  bool is_loaded(std::string_view library) const;
  /// The file of a bare name, or nothing.
  std::optional<std::filesystem::path> find(std::string_view library,
                                            const std::filesystem::path &also = {}) const;
  /// Fails where it is for another machine, too.
  Result<PeModuleFile> read(const std::filesystem::path &file) const;
  /// Takes away the files from this one on.
  void forget_from(size_t first);

private:
  uint16_t machine;
  std::vector<std::filesystem::path> folders;
  std::vector<PeModuleFile> loaded;
  std::vector<std::string> missing;
  std::vector<Unloadable> broken;
};

/// The file of this name in a folder, whatever its case there.
std::optional<std::filesystem::path> find_in_folder(const std::filesystem::path &folder,
                                                    std::string_view name);

} // namespace weakrt::explain
