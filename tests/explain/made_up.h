// Processes that never were, for the rules.
#pragma once

#include "linkplugin/explain/rules.h"

#include <string>
#include <vector>

namespace explain_test {

using namespace weakrt;
using namespace weakrt::explain;

/// "demo", identified by demo_a and demo_b, that can be asked whether it is initialised and
/// for its version, and a plugin that imports demo_a, demo_data and, optionally, demo_new.
InspectedRuntime demo(std::string_view range = "");

/// A module that has all of demo, version 1.2.3.
Module with_demo(std::string path, std::string version = "1.2.3");
/// One that has nothing of it.
Module without(std::string path);
/// The same as the main program.
Module program(Module module);
/// The program has demo in .symtab, and exports nothing.
Module with_hidden_demo(std::string path, bool build_id = true);

void take_away(Module &module, std::string_view symbol);

/// An environment in which the libraries that can be loaded are these, and variables too.
struct World {
  std::vector<std::pair<std::string, Load>> libraries;
  std::vector<std::pair<std::string, std::string>> variables;
  /// What was asked for, in order.
  mutable std::vector<std::string> asked;

  Environment environment() const;
};

/// A library that can be loaded from /lib.
std::pair<std::string, Load> loadable(const std::string &name, Module module);
/// One that cannot be.
std::pair<std::string, Load> not_loadable(const std::string &name, LoadAttempt::Result result,
                                          std::string path = "", std::string reason = "");

} // namespace explain_test
