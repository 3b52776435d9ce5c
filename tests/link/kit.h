// A runtime in miniature, and a plugin for it: what nearly every test links. Made once in a run.
//
// "demo" is what libpython is to a real plugin, with the kinds of imports that matter here: a
// function, a variable, an address in static data, and a weak reference.
#pragma once

#include "workshop.h"

#include <array>
#include <string_view>
#include <vector>

namespace link_test {

struct Kit {
  fs::path folder;
  fs::path object;  ///< the plugin, compiled
  fs::path library; ///< libdemo.so.1; libdemo.so beside it is a link to it
  fs::path archive; ///< libdemo.a, in a folder of its own
  fs::path
      manifest; ///< a plugin manifest that defines demo; it knows no symbols for a link without the library
  fs::path symbols; ///< the same, with the list of symbols
  fs::path host;    ///< HOST PLUGIN [LIBRARY]: loads the library locally, then the plugin, prints its answer
  std::string demo; ///< demo's source
  std::string plugin; ///< the plugin's source
};

const Kit &kit();

/// A machine that weakrt links for, and what other programs call it.
struct Machine {
  std::string_view name;
  std::string_view clang; ///< behind --target=
  std::string_view gcc;   ///< in front of -gcc; empty: Debian 12 has none for it
};
inline constexpr Machine machines[] = {
    {"x86-64", "x86_64-linux-gnu", "x86_64-linux-gnu"},
    {"i386", "i686-linux-gnu", "i686-linux-gnu"},
    {"aarch64", "aarch64-linux-gnu", "aarch64-linux-gnu"},
    {"arm", "armv7-linux-gnueabihf", "arm-linux-gnueabihf"},
    {"riscv64", "riscv64-linux-gnu", "riscv64-linux-gnu"},
    {"ppc64le", "powerpc64le-linux-gnu", "powerpc64le-linux-gnu"},
    {"s390x", "s390x-linux-gnu", "s390x-linux-gnu"},
    {"loong64", "loongarch64-linux-gnu", ""},
};
const Machine &machine(std::string_view name);

/// The kit's plugin and runtime for a machine, made by clang and LLD alone: no C library is needed. The
/// runtime's symbols have the version DEMO_1.
struct MachineKit {
  fs::path folder;
  fs::path object;
  fs::path library; ///< libdemo.so.1; libdemo.so beside it is a link to it
};
const MachineKit &kit_for(const Machine &machine);

/// The table of a plugin manifest that defines a runtime, and a whole manifest that consists of it.
std::string definition_of(std::string_view name, std::string_view more = "");
std::string manifest_text(std::string_view name, std::string_view more = "");

/// The names behind -fuse-ld=.
inline constexpr std::array real_linkers = {"bfd", "gold", "lld", "mold"};

/// A compiler driver that uses weakrt's ld; linker is what follows -fuse-ld=, or empty.
Command driver(std::string_view compiler, std::string_view linker = "");
/// The weakrt flags by which a driver asks for the kit's manifest, or another.
Command borrow(const fs::path &manifest = kit().manifest);
/// What links the kit's plugin with its runtime.
Command plugin_inputs();

/// A whole link of the kit's plugin by a driver.
Command link_plugin(const fs::path &output, std::string_view linker = "", const Command &more = {});

/// The same without a driver: `ld.gold -shared …`. Without inputs, and with the flags for weakrt.
Command bare_ld(std::string_view linker, const fs::path &output, const fs::path &manifest = kit().manifest);

/// The plugin's answer (42 is right) in a host that has the runtime loaded locally.
std::string answer_of(const fs::path &plugin);

/// Checks that weakrt refused the link: exit code 1, a diagnostic that is in the golden file, and no output,
/// neither from this link nor from an earlier one. Returns what was said.
std::string check_refused(const Command &link, const fs::path &output);
/// The same where the refusal is the real linker's; what is said holds `what`.
std::string check_refused(const Command &link, const fs::path &output, std::string_view what);

/// Whether the real linker does this link by itself. `linker` as in bare_ld; for lld the version that is
/// linked in.
bool works_without_us(std::string_view linker, const Command &line);
/// Whether it crashes; we can only pass that on.
bool crashes_without_us(std::string_view linker, const Command &line);

/// Checks that the link was done, quietly, and left nothing but the output. Returns what happened.
Outcome check_linked(const Command &link, const fs::path &output);

} // namespace link_test

/// Each of these values in turn. For values that name the test's folder, which is another one for each turn:
/// a plain GENERATE would keep those of the first.
#define ONE_OF(...) std::vector{__VA_ARGS__}[GENERATE_REF(range(size_t(0), std::vector{__VA_ARGS__}.size()))]
