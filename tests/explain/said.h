// weakrt explain, as a user meets it.
#pragma once

#include "golden.h"

#include "tests/link/kit.h"

#include <catch2/catch_test_macros.hpp>

namespace explain_test {

using namespace link_test;

/// Runs `weakrt explain …` with no environment but these variables (NAME=VALUE), and checks
/// what it says against golden/NAME.said: exit code, stdout and stderr. Folders of this run
/// are $HERE and $KIT there.
inline Outcome check_said(const std::string &name, const Workshop &here, const Command &arguments,
                          const Command &variables = {}, const std::string &pid = "") {
  Outcome outcome = run(Command{"env", "-i", "-C", here.folder(), "ASAN_OPTIONS=verify_asan_link_order=0"} +
                        variables + Command{tool(), "explain"} + arguments);
  std::string text = outcome.out + outcome.err + outcome.how_it_ended() + "\n";
  text = replaced(text, here.folder(), "$HERE");
  text = replaced(text, kit().folder, "$KIT");
  if (!pid.empty())
    text = replaced(text, "process " + pid, "process $PID");
  check_golden(name + ".said", text);
  // What is wrong goes to stderr alone, what is told to stdout.
  CHECK((outcome.out.empty() || outcome.err.empty()));
  return outcome;
}

inline constexpr std::string_view version_as_text =
    "version = [{ symbol = \"demo_version\", kind = \"text\" }]";

/// A manifest for demo with these further lines.
inline fs::path demo_manifest(const Workshop &here, std::string_view range, std::string_view more = "",
                              std::string_view runtime_keys = "") {
  std::string text = "[[runtime]]\nname = \"demo\"\n" + std::string(runtime_keys);
  if (!range.empty())
    text += "version = \"" + std::string(range) + "\"\n";
  text += "[runtime.definition]\nidentify = [\"demo_add\", \"demo_is_running\"]\nsymbols = [\"demo_*\"]\n"
          "initialised = \"demo_is_running\"\n" +
          std::string(more) + "\n";
  return here.write("explained.toml", text);
}

/// The same, and a plugin that is linked with it.
inline fs::path demo_plugin(const Workshop &here, std::string_view range, std::string_view more = "",
                            const Command &flags = {}, std::string_view runtime_keys = "") {
  fs::path manifest = demo_manifest(here, range, more, runtime_keys);
  fs::path plugin = here / "plugin.so";
  must_run(driver("gcc") + Command{"-shared", "-o", plugin} + plugin_inputs() + borrow(manifest) + flags);
  return plugin;
}

/// A program from these sources that is a plugin itself; its manifest is demo_plugin's.
inline fs::path demo_program(const Workshop &here, std::string_view source, const Command &flags = {}) {
  demo_plugin(here, ">=1", version_as_text);
  fs::path program = here / "program";
  must_run(driver("gcc") + Command{"-o", program, here.write("program.c", source)} + plugin_inputs() +
           borrow(here / "explained.toml") + flags);
  return program;
}

/// The program that has Python inside; the test is skipped where it or its library is not there.
inline fs::path real_python() {
  fs::path python = "/usr/bin/python3.11";
  if (!fs::exists(python) || !run({"pkg-config", "--exists", "python-3.11-embed"}).ok())
    SKIP("python3.11 and libpython3.11 are not there");
  return python;
}

/// plugin.so, which borrows that Python.
inline void python_plugin(const Workshop &here) {
  fs::path source =
      here.write("plugin.c", "const char *Py_GetVersion(void); int PyRun_SimpleString(const char *);\n"
                             "int go(void) { return PyRun_SimpleString(Py_GetVersion()); }\n");
  must_run(driver("gcc") + Command{"-shared", "-fPIC", source, "-o", here / "plugin.so", "-lpython3.11",
                                   "-Xlinker", "--weakrt-runtime=python@>=3.9"});
}

/// demo's source with another definition of demo_version.
inline std::string demo_with_version(const std::string &definition) {
  return replaced(kit().demo, "const char demo_version[] = \"1.2.3\";", definition);
}

} // namespace explain_test
