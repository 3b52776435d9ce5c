// What the platform's loader would do, worked out from files: where it finds a library,
// and what else comes with it. Nothing is run.
//
// The order is glibc's (ld.so(8)): DT_RPATH of the file that needs it, of those that
// needed that file, and of the program, unless the file has a DT_RUNPATH;
// LD_LIBRARY_PATH; DT_RUNPATH; the cache; the system's folders. Not followed:
// glibc-hwcaps folders, $LIB and $PLATFORM, LD_AUDIT.
#pragma once

#include "linkplugin/explain/module_file.h"

#include <map>
#include <string>
#include <vector>

namespace weakrt::explain {

/// What the loader knows besides files.
struct LoaderSettings {
  /// The environment of the process.
  std::map<std::string, std::string> environment;
  /// It runs with another user's rights: the loader and the stub ignore the environment.
  bool secure = false;
  /// What stands before the paths that the process uses, where it has another root.
  std::filesystem::path root;
  /// Relative paths start here (below root).
  std::filesystem::path working_folder;
};

/// A library that could not be found, and what needs it.
struct NotFound {
  std::string library;
  std::string needed_by;
  std::string reason; ///< empty: in none of the folders
};

/// A file of the process.
struct LoadedFile {
  ModuleFile file;
  bool main_program = false;
  /// Index of the file that brought it; its own where nobody did.
  size_t needed_by = 0;
  /// In a live process: where it is.
  bool live = false;
  uint64_t base = 0;
};

/// Where a search ended.
struct FoundLibrary {
  enum class Kind : uint8_t { found, already_loaded, not_found };
  Kind kind = Kind::not_found;
  std::string path;  ///< as the process calls it
  size_t loaded = 0; ///< for already_loaded: which file
};

class Loader {
public:
  explicit Loader(LoaderSettings settings);

  const std::vector<LoadedFile> &files() const { return loaded; }
  /// Libraries that are needed and were not found, or are none.
  const std::vector<NotFound> &not_found() const { return missing; }
  const LoaderSettings &settings() const { return given; }

  /// The value of a variable, or nothing where it is not set or must be ignored.
  std::optional<std::string> variable(const std::string &name) const;

  /// Puts a file there that is in the process without our doing.
  void add_loaded(LoadedFile file) { loaded.push_back(std::move(file)); }

  /// Adds a file and all that it needs, breadth first. `needed_by` is files().size()
  /// where nobody does. Returns its index.
  size_t add(ModuleFile file, size_t needed_by, bool main_program = false);

  /// Looks for a library on behalf of one of the files.
  FoundLibrary find(const std::string &name, size_t needed_by) const;

  /// Whether the stub refuses to load this for that file: a relative path, or a bare name
  /// that is a file in the working folder where a search path depends on that folder.
  bool is_here(const std::string &name, size_t needed_by) const;

  /// Takes away the files from this one on, and what was not found for them.
  void forget_from(size_t first_file, size_t first_missing);

  /// The file that a process calls so, for opening it here.
  std::filesystem::path outside(const std::filesystem::path &path) const;

private:
  struct Folder {
    std::string path;
    bool relative; ///< it depends on the working folder
  };
  void add_folders(const std::string &list, char also, const std::string &origin,
                   std::vector<Folder> &folders) const;
  std::string origin_of(const ModuleFile &file) const;
  std::vector<Folder> search_path(size_t needed_by) const;
  std::optional<size_t> find_loaded(const std::string &name) const;

  LoaderSettings given;
  std::vector<LoadedFile> loaded;
  std::vector<NotFound> missing;
  std::map<std::string, std::string> cache;
};

} // namespace weakrt::explain
