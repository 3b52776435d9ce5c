// A runtime in miniature for Windows and a plugin for it, without a C library, for each machine.
#pragma once

#include "tests/link/golden.h"
#include "tests/link/workshop.h"

#include <catch2/catch_test_macros.hpp>

#include <string>
#include <string_view>

namespace pe_test {

using namespace link_test;

struct Kind {
  std::string_view name;
  std::string_view target;    ///< behind --target=
  std::string_view emulation; ///< behind -m
  std::string_view dlltool;   ///< what llvm-dlltool calls it
};
inline constexpr Kind kinds[] = {{"x86_64", "x86_64-w64-mingw32", "i386pep", "i386:x86-64"},
                                 {"i386", "i686-w64-mingw32", "i386pe", "i386"},
                                 {"aarch64", "aarch64-w64-mingw32", "arm64pe", "arm64"}};

extern const std::string_view runtime_source, plugin_source, callback_source;
/// A plugin without data, as a first call needs it.
extern const std::string_view functions_only;

/// Makes files of one kind in the folder of one test.
class Maker {
public:
  explicit Maker(const Workshop &here, const Kind &kind = kinds[0]);

  fs::path object(const std::string &name, std::string_view source) const;
  /// An import library for a DLL of this name, made from the lines of its module definition file.
  fs::path import_library(const std::string &dll, const std::string &exports) const;
  /// A DLL without entry point, from one source, by LLD alone.
  fs::path dll(const std::string &name, std::string_view source, const Command &more = {}) const;
  /// A program, the same way.
  fs::path program(const std::string &name, std::string_view source, const Command &more = {}) const;

  /// A whole link of the plugin by weakrt; the manifest has these lines more. `-shared` and what follows are
  /// in `more` where it is not empty.
  Command plugin_link(const fs::path &output, std::string_view runtime_keys = "",
                      std::string_view definition = "", const Command &more = {},
                      std::string_view source = plugin_source) const;
  /// plugin.dll.
  fs::path plugin(std::string_view runtime_keys = "", std::string_view definition = "",
                  const Command &more = {}, std::string_view source = plugin_source) const;

private:
  const Workshop &here;
  Kind kind; ///< a copy: tests make them as they go
};

/// Holds what weakrt says of a file in the golden file; addresses, which change with the stub, are left out.
Outcome check_said(const Command &arguments);

} // namespace pe_test
