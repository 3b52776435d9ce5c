// Manifests: TOML in, typed values out.
//
// A *runtime manifest* (manifests/python.toml) says what a runtime is. A
// *plugin manifest*, beside the plugin's build file, says what a plugin
// borrows. Both are read here, completely checked: an unknown key, a wrong
// type or an empty list is a diagnostic with file, line, column and excerpt.
#pragma once

#include "linkplugin/diagnostic.h"
#include "linkplugin/manifest/version_range.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace weakrt {

/// One way to ask a provider for its version. The stub tries them in order.
struct VersionQuery {
  enum class Kind : uint8_t {
    text_function = 1, ///< `const char *f(void)`, text whose first number is the version
    text,              ///< `const char v[]`
    text_pointer,      ///< data that starts with a `const char *`
    packed,            ///< `uint32_t`: 0xMMmmppxx, as Py_Version
    file,              ///< no symbol: what Windows shows as the file's version
    bytes,             ///< `const uint8_t`, of `minor` and `patch` as well
    numbers_function,  ///< `void f(int *major, int *minor, int *patch, int *)`, as Tcl_GetVersion
    jni                ///< JNI_GetDefaultJavaVMInitArgs: the newest version of JNI that it knows
  };
  std::string symbol; ///< empty for `file`
  Kind kind = Kind::text;
  std::string minor = {}; ///< `bytes` only; may be empty, as `patch`
  std::string patch = {};
  /// Whether the symbol is a function.
  [[nodiscard]] bool calls() const {
    return kind == Kind::text_function || kind == Kind::numbers_function || kind == Kind::jni;
  }
  /// Whether a plugin that asks so takes the full stub.
  [[nodiscard]] bool needs_full_stub() const { return kind > Kind::file; }
};

/// As a manifest spells it: "text-function". Empty for none of them.
[[nodiscard]] std::string_view kind_name(VersionQuery::Kind kind);

/// JAVA_HOME of "$JAVA_HOME/lib/server/libjvm.so": the environment variable that tells where a library to
/// load is. Empty where none does; $ORIGIN, $LIB and $PLATFORM are the loader's.
[[nodiscard]] std::string_view variable_of(std::string_view library);

/// A library that belongs to the provider: Debian's libnode keeps uv_* in libuv.
struct Companion {
  std::string name;
  std::vector<std::string> identify;
  std::vector<std::string> symbols; ///< globs
};

/// A symbol that the runtime exports, for builds that have no library of it.
struct InterfaceSymbol {
  std::string name;
  bool data = false;
  bool thread_local_data = false;
  bool operator==(const InterfaceSymbol &) const = default;
};

/// What a runtime is (a runtime manifest).
struct RuntimeManifest {
  std::string name;
  std::string description;
  /// A module is this runtime when it exports all of these.
  std::vector<std::string> identify;
  /// Globs of the symbols that are its API.
  std::vector<std::string> symbols;
  std::vector<VersionQuery> version;
  /// `int f(void)`, not 0 once the runtime is initialised; empty: cannot be asked.
  std::string initialised;
  /// Its own extension modules look for it in the global scope.
  bool global = false;
  /// Libraries to try when the process has none, in order.
  std::vector<std::string> load_linux;
  std::vector<std::string> load_macos;
  std::vector<std::string> load_windows;
  /// Which version a library of these lists is, where the manifest says so. A plugin's
  /// range takes the libraries that cannot fit out of the lists (see BorrowedRuntime).
  std::vector<std::pair<std::string, Version>> load_versions;
  std::vector<Companion> companions;
  /// A module that is this runtime is these, too: each offers what they do.
  std::vector<std::string> also;
  /// What nobody has tried, as paths of keys: "load.macos".
  std::vector<std::string> untested;
  /// Read from the file that `interface` names; empty where it names none.
  std::vector<InterfaceSymbol> interface_symbols;
  /// What stands in for the members of these names on Windows, where it is not empty.
  struct OnWindows {
    std::vector<std::string> identify;
    std::vector<std::string> symbols;
    std::vector<VersionQuery> version;
    std::vector<InterfaceSymbol> interface_symbols;
  } on_windows;
  /// The file it was read from.
  std::string file;
  /// Defined in a plugin manifest, for that plugin alone.
  bool of_plugin = false;
};

/// What a plugin borrows of one runtime (one [[runtime]] of a plugin manifest).
struct BorrowedRuntime {
  enum class Load : uint8_t { if_absent, never };
  /// When a runtime that nobody has yet is loaded: with the plugin, or at the first call of it.
  enum class Bind : uint8_t { load, call };
  /// What becomes of a plugin that cannot be bound: it is loaded, and a call ends the program; or it is not
  /// loaded, which only Windows can be told.
  enum class OnFailure : uint8_t { trap, refuse };
  /// Its load lists hold only libraries that can fit `version`: weakrt never loads a
  /// library to find out that it does not fit, because a runtime cannot be unloaded again.
  RuntimeManifest runtime;
  VersionRange version;
  Load load = Load::if_absent;
  Bind bind = Bind::load;
  OnFailure on_failure = OnFailure::trap;
  /// Where the manifest says `refuse`; without words.
  Diagnostic refused_at;
  /// Globs of imports that may be missing; they are null then.
  std::vector<std::string> optional;
  /// An executable or library whose exports stand for the runtime where the
  /// link has no library of it; empty: the runtime's own interface symbols.
  std::string interface_from;
};

struct PluginManifest {
  std::vector<BorrowedRuntime> runtimes;
  std::string file;
};

/// Reads one file, whichever kind it is, for its diagnostics (`weakrt check`). Returns the runtimes that the
/// file itself defines. `shipped` is the folder of the runtime manifests that come with weakrt.
[[nodiscard]] Result<std::vector<RuntimeManifest>> check_manifest(const std::filesystem::path &file,
                                                                  const std::filesystem::path &shipped);

/// Reads a runtime manifest.
[[nodiscard]] Result<RuntimeManifest> read_runtime_manifest(const std::filesystem::path &file);

/// Reads a plugin manifest, its runtimes resolved: defined right there, or NAME.toml
/// in `shipped`.
[[nodiscard]] Result<PluginManifest> read_plugin_manifest(const std::filesystem::path &file,
                                                          const std::filesystem::path &shipped);

/// What `--weakrt-runtime=NAME[@RANGE]` asks for, with the defaults for the rest.
[[nodiscard]] Result<BorrowedRuntime> parse_runtime_flag(std::string_view name_and_range,
                                                         const std::filesystem::path &shipped);

/// The names of the manifests in `shipped`, sorted.
[[nodiscard]] std::vector<std::string> shipped_names(const std::filesystem::path &shipped);

/// The globs of the runtime's API, its companions' included.
[[nodiscard]] std::vector<std::string> api_of(const RuntimeManifest &runtime);

/// Makes of a runtime what it is on Windows.
void take_windows(RuntimeManifest &runtime);

/// Whether one of the globs matches.
[[nodiscard]] bool matches_any(const std::vector<std::string> &globs, std::string_view name);

/// Whether a symbol name matches a glob: `*` any run, `?` any one character.
[[nodiscard]] bool matches_glob(std::string_view glob, std::string_view name);

} // namespace weakrt
