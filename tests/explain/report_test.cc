// Everything that `weakrt explain` can say of a runtime: golden/NAME.txt, and NAME.json.
#include "golden.h"
#include "made_up.h"

#include "linkplugin/explain/report.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

using namespace explain_test;
using How = LoadAttempt::Result;

namespace {

/// A process and what is asked of it.
struct Scene {
  std::string name;
  std::function<void(Scene &)> set;

  InspectedRuntime runtime = demo(">=1, <2");
  Process process = {{program(without("/bin/host"))}, true};
  World world = {};
  Explanation explanation = {};
  std::optional<Bound> bound = {};

  void put(Module module) { process.modules.push_back(std::move(module)); }
  void put_program(Module module) { process.modules[0] = program(std::move(module)); }
  Module &last() { return process.modules.back(); }
};

void load(Scene &scene, std::vector<std::pair<std::string, Load>> libraries) {
  scene.world.libraries = std::move(libraries);
}

void loaded_in_process(Scene &scene) {
  scene.put(with_demo("/lib/libdemo.so.1"));
  scene.explanation.pid = 123;
  scene.explanation.loaded_there = true;
}

const std::vector<Scene> scenes = {
    {"only-program", [](Scene &s) { s.put_program(with_demo("/bin/host")); }},
    {"only-library", [](Scene &s) { s.put(with_demo("/lib/libdemo.so.1")); }},
    {"no-host", [](Scene &s) { s.explanation.program.clear(); }},
    {"any-version",
     [](Scene &s) {
       s.runtime = demo();
       s.runtime.questions.clear();
       s.put(with_demo("/lib/libdemo.so.1"));
     }},
    {"missing",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       take_away(s.last(), "demo_data");
       take_away(s.last(), "demo_new");
       s.runtime.imports.push_back({"demo_more", "DEMO_2", false, false, 1});
     }},
    {"missing-optional",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       take_away(s.last(), "demo_new");
     }},
    {"without-static-tls",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.last().exports.emplace("demo_state", Definition{.thread_local_data = true});
       s.runtime.imports.push_back({"demo_state", "", false, false, 1, true, true});
     }},
    {"one-import",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.runtime.imports.resize(1);
     }},
    {"depends-else-program",
     [](Scene &s) {
       s.put_program(with_demo("/bin/host"));
       s.put(with_demo("/lib/libdemo.so.1", "1.5"));
     }},
    {"depends-else-none",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.put(with_demo("/opt/libdemo.so.1"));
     }},
    {"depends-and-one-fails",
     [](Scene &s) {
       s.put_program(with_demo("/bin/host"));
       s.put(with_demo("/lib/libdemo.so.2", "2.0"));
       take_away(s.last(), "demo_data");
     }},
    {"depends-and-all-fail",
     [](Scene &s) {
       s.put_program(with_demo("/bin/host", "3.0"));
       s.put(with_demo("/lib/libdemo.so.2", "2.0"));
     }},
    {"initialised",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.last().initialised = Answer::no;
       s.put(with_demo("/opt/libdemo.so.1"));
       s.last().initialised = Answer::yes;
     }},
    {"program-since-nothing-can-be-asked",
     [](Scene &s) {
       s.runtime.initialised.clear();
       s.put_program(with_demo("/bin/host"));
       s.put(with_demo("/lib/libdemo.so.1"));
     }},
    {"tie",
     [](Scene &s) {
       s.runtime.initialised.clear();
       s.put(with_demo("/lib/libdemo.so.1"));
       s.put(with_demo("/opt/libdemo.so.1"));
     }},
    {"version-unfit", [](Scene &s) { s.put(with_demo("/lib/libdemo.so.2", "2.0.1")); }},
    {"version-unknown",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.last().versions.begin()->second = {Answer::unknown, "",
                                            "demo_version() is asked when the plugin is loaded"};
     }},
    {"version-not-told",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       take_away(s.last(), "demo_version");
     }},
    {"symbol-table", [](Scene &s) { s.put_program(with_hidden_demo("/bin/host")); }},
    {"symbol-table-without-build-id", [](Scene &s) { s.put_program(with_hidden_demo("/bin/host", false)); }},
    {"symbol-table-or-library",
     [](Scene &s) {
       s.put_program(with_hidden_demo("/bin/host"));
       s.put(with_demo("/lib/libdemo.so.1"));
     }},
    {"companion",
     [](Scene &s) {
       s.runtime.companions = {{"libextra", {"extra"}, {}}};
       s.put(with_demo("/lib/libdemo.so.1"));
       s.put(without("/lib/libextra.so.1"));
       s.last().exports.emplace("extra", Definition{});
     }},
    {"companion-missing",
     [](Scene &s) {
       s.runtime.companions = {{"libextra", {"extra"}, {}}, {"libmore", {"more"}, {}}};
       s.put(with_demo("/lib/libdemo.so.1"));
     }},
    {"static",
     [](Scene &s) {
       s.process = {{}, false};
       s.explanation.is_static = true;
     }},
    {"never-load", [](Scene &s) { s.runtime.never_load = true; }},
    {"nothing-imported", [](Scene &s) { s.runtime.imports.clear(); }},
    {"loaded-and-does-not-tell-its-version",
     [](Scene &s) {
       load(s, {loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))});
       take_away(s.world.libraries[0].second.modules[0], "demo_version");
     }},
    {"loaded", [](Scene &s) { load(s, {loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))}); }},
    {"loaded-by-path",
     [](Scene &s) {
       s.runtime.libraries = {"/opt/libdemo.so.1"};
       load(s, {{"/opt/libdemo.so.1",
                 {{"/opt/libdemo.so.1", "/opt/libdemo.so.1", How::taken, ""},
                  {with_demo("/opt/libdemo.so.1")}}}});
     }},
    {"loaded-and-missing",
     [](Scene &s) {
       load(s, {loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))});
       take_away(s.world.libraries[0].second.modules[0], "demo_data");
     }},
    {"none-loaded",
     [](Scene &s) {
       s.runtime.libraries = {"gone.so", "here.so", "text.so", "other.so", "new.so"};
       load(s, {not_loadable("here.so", How::refused, "lib/here.so"),
                not_loadable("text.so", How::unreadable, "/lib/text.so", "not an ELF file"),
                loadable("other.so", without("/lib/other.so")),
                loadable("new.so", with_demo("/lib/new.so", "2.0"))});
     }},
    {"stays-loaded",
     [](Scene &s) {
       load(s, {loadable("libdemo.so.2", with_demo("/lib/libdemo.so.2", "2.0")),
                loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))});
       s.world.libraries[0].second.modules[0].stays_loaded = true;
     }},
    {"override",
     [](Scene &s) {
       s.world.variables = {{"WEAKRT_LOAD_DEMO", "/opt/my demo.so"}};
       load(s, {not_loadable("/opt/my demo.so", How::unreadable, "/opt/my demo.so", "not an ELF file")});
     }},
    {"secure",
     [](Scene &s) {
       s.explanation.secure = true;
       load(s, {loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))});
     }},
    {"host-table",
     [](Scene &s) {
       s.process.modules[0].exports.emplace("weakrt_host_1", Definition{});
       s.runtime.libraries.clear();
     }},
    {"in-process",
     [](Scene &s) {
       s.explanation.pid = 123;
       s.put(with_demo("/lib/libdemo.so.1"));
     }},
    {"in-process-and-bound",
     [](Scene &s) {
       loaded_in_process(s);
       s.bound = {{{"/bin/host", 1}, {"/lib/libdemo.so.1", 3}}, 1, 0};
     }},
    {"in-process-and-not-bound",
     [](Scene &s) {
       loaded_in_process(s);
       s.bound = {{}, 2, 1};
     }},
    {"in-process-and-unreadable",
     [](Scene &s) {
       loaded_in_process(s);
       s.explanation.slots_unreadable = "Operation not permitted";
     }},
    {"not-found",
     [](Scene &s) {
       s.put(with_demo("/lib/libdemo.so.1"));
       s.explanation.not_found = {{"libgone.so.1", "/bin/host", ""},
                                  {"libtext.so.1", "plugin.so", "/lib/libtext.so.1: not an ELF file"}};
       s.explanation.unreadable = {{.message = "Permission denied", .file = "/lib/libsecret.so"}};
     }},
    {"strange-names",
     [](Scene &s) {
       s.put(with_demo("/lib/\x1b[31mred\n.so", "1\x07.0"));
       s.explanation.program = "/bin/\xff";
       s.runtime.imports.push_back({"demo\x1b]", "", false, false, 1});
     }},
};

Explanation explain_scene(const Scene &from) {
  Scene scene = from;
  scene.explanation.plugin = "plugin.so";
  scene.explanation.program = "/bin/host";
  scene.set(scene);
  Decision decision = decide(scene.runtime, scene.process, scene.world.environment());
  scene.explanation.runtimes.push_back({scene.runtime, std::move(decision), scene.bound});
  return scene.explanation;
}

} // namespace

TEST_CASE("each scene is told as it is written down") {
  for (const Scene &scene : scenes)
    DYNAMIC_SECTION(scene.name) {
      Explanation explanation = explain_scene(scene);
      check_golden(scene.name + ".txt", to_text(explanation));
      check_golden(scene.name + ".json", to_json(explanation));
    }
}

TEST_CASE("the worst of several runtimes is the plugin's") {
  Explanation both = explain_scene(scenes[0]);
  CHECK(both.outcome() == Outcome::binds);
  both.runtimes.push_back(
      explain_scene(*std::ranges::find(scenes, "version-unknown", &Scene::name)).runtimes[0]);
  CHECK(both.outcome() == Outcome::may_bind);
  both.runtimes.push_back(explain_scene(*std::ranges::find(scenes, "tie", &Scene::name)).runtimes[0]);
  CHECK(both.outcome() == Outcome::fails);
  // What a process has bound already is bound, whatever would be chosen now.
  both.runtimes.back().bound = {{{"/lib/libdemo.so.1", 3}}, 0, 0};
  CHECK(both.outcome() == Outcome::may_bind);
  both.runtimes.back().bound = {{{"/lib/libdemo.so.1", 3}}, 0, 1};
  CHECK(both.outcome() == Outcome::fails);
}

TEST_CASE("each written text belongs to a scene") {
  std::set<std::string> names;
  for (const Scene &scene : scenes)
    names.insert(scene.name);
  for (const auto &entry : std::filesystem::directory_iterator(GOLDEN_DIR))
    if (entry.path().extension() != ".said") {
      CAPTURE(entry.path());
      CHECK(names.contains(entry.path().stem()));
    }
  CHECK(names.size() == scenes.size());
}
