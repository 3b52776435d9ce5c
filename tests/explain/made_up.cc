#include "made_up.h"

#include <stdexcept>

namespace explain_test {

InspectedRuntime demo(std::string_view range) {
  InspectedRuntime runtime;
  runtime.name = "demo";
  if (!range.empty())
    runtime.version = parse_version_range(range).value();
  runtime.identify = {"demo_a", "demo_b"};
  runtime.initialised = "demo_is_running";
  runtime.questions = {{"demo_version", VersionQuery::Kind::text}};
  runtime.libraries = {"libdemo.so.2", "libdemo.so.1"};
  runtime.load_from = "WEAKRT_LOAD_DEMO";
  runtime.imports = {
      {"demo_a", "", false, false, 1}, {"demo_data", "", true, false, 1}, {"demo_new", "", false, true, 1}};
  return runtime;
}

Module without(std::string path) {
  Module module;
  module.path = std::move(path);
  module.soname = module.path.substr(module.path.rfind('/') + 1);
  return module;
}

Module with_demo(std::string path, std::string version) {
  Module module = without(std::move(path));
  for (const char *name : {"demo_a", "demo_b", "demo_is_running", "demo_version", "demo_data", "demo_new"})
    module.exports.emplace(name, Definition{});
  module.versions[{"demo_version", VersionQuery::Kind::text}] = {Answer::yes, std::move(version), ""};
  return module;
}

Module program(Module module) {
  module.main_program = true;
  module.soname.clear();
  return module;
}

Module with_hidden_demo(std::string path, bool build_id) {
  Module module = program(with_demo(std::move(path)));
  for (const auto &[name, definition] : module.exports)
    module.symbol_table.insert(name);
  module.exports.clear();
  module.has_build_id = build_id;
  return module;
}

void take_away(Module &module, std::string_view symbol) {
  auto [first, last] = module.exports.equal_range(symbol);
  if (first == last)
    throw std::logic_error("it was not there");
  module.exports.erase(first, last);
}

Environment World::environment() const {
  Environment environment;
  environment.load = [this](const std::string &name) {
    asked.push_back(name);
    for (const auto &[library, load] : libraries)
      if (library == name)
        return load;
    return Load{{name, "", LoadAttempt::Result::not_found, ""}, {}};
  };
  environment.variable = [this](const std::string &name) -> std::optional<std::string> {
    for (const auto &[variable, value] : variables)
      if (variable == name)
        return value;
    return std::nullopt;
  };
  return environment;
}

std::pair<std::string, Load> loadable(const std::string &name, Module module) {
  return {name, {{name, "/lib/" + name, LoadAttempt::Result::taken, ""}, {std::move(module)}}};
}

std::pair<std::string, Load> not_loadable(const std::string &name, LoadAttempt::Result result,
                                          std::string path, std::string reason) {
  return {name, {{name, std::move(path), result, std::move(reason)}, {}}};
}

} // namespace explain_test
