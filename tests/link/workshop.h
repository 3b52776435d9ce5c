// Where a test works: a folder of its own, and the commands that it runs there.
#pragma once

#include "tests/support/files.h"
#include "tests/support/process.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace link_test {

namespace fs = std::filesystem;
using support::Command;
using support::Outcome;
using support::read_file;
using support::run;
using support::write_bytes;

/// BUILD/linkplugin/weakrt and BUILD/linkplugin/ld-dir: from WEAKRT_TOOL and WEAKRT_LD_DIR, or
/// beside this test's own build folder.
const fs::path &tool();
const fs::path &ld_dir();

/// Where all tests of this run work; removed when the program ends, unless WEAKRT_TEST_KEEP is set.
const fs::path &work_root();

/// A folder that is empty at first and goes away with the value.
class Workshop {
public:
  Workshop();
  ~Workshop();
  Workshop(const Workshop &) = delete;
  Workshop &operator=(const Workshop &) = delete;

  const fs::path &folder() const { return folder_; }
  fs::path operator/(std::string_view name) const { return folder_ / name; }

  fs::path write(std::string_view name, std::string_view text) const;
  /// An executable shell script.
  fs::path script(std::string_view name, std::string_view body) const;
  /// Compiles a C text, position-independent unless the flags say otherwise.
  fs::path compile(std::string_view name, std::string_view source, const Command &flags = {}) const;
  /// Compiles and links a shared library; the soname is the file's name.
  fs::path library(std::string_view name, std::string_view source, const Command &flags = {}) const;

private:
  fs::path folder_;
};

/// Runs what must succeed for the test to make sense.
Outcome must_run(const Command &command);

/// The command, run in this folder, or with these variables (NAME=VALUE).
Command in_folder(const fs::path &folder, Command command);
Command with_environment(const Command &variables, Command command);

Command operator+(Command left, const Command &right);

/// How often `part` occurs.
size_t count(std::string_view text, std::string_view part);

} // namespace link_test
