// The rules of binding, each with processes that tell it from its neighbours.
#include "made_up.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace explain_test;

namespace {

Decision decide_in(std::vector<Module> modules, const InspectedRuntime &runtime = demo(),
                   const World &world = {}) {
  return decide(runtime, {std::move(modules), true}, world.environment());
}

std::vector<std::string> chosen(const Decision &decision) {
  std::vector<std::string> modules;
  for (const Candidate &candidate : decision.candidates)
    if (candidate.chosen != Answer::no)
      modules.push_back(candidate.module);
  return modules;
}

using Names = std::vector<std::string>;

Module live(Module module, Answer initialised) {
  module.initialised = initialised;
  return module;
}

} // namespace

TEST_CASE("a module qualifies by what it exports, not by its name") {
  Module decoy = without("/lib/libdemo.so.1");
  decoy.exports.emplace("demo_a", Definition{});
  Decision decision = decide_in({program(without("/bin/host")), decoy, with_demo("/lib/other.so")});
  CHECK(chosen(decision) == Names{"/lib/other.so"});
  CHECK(decision.rule == Rule::only);
  CHECK(decision.outcome == Outcome::binds);
  CHECK(decision.ownership == Ownership::hosted);
}

TEST_CASE("an identity that the program only refers to does not make it the runtime") {
  Module host = program(without("/bin/host"));
  for (const char *name : {"demo_a", "demo_b"})
    host.exports.emplace(name, Definition{.canonical = true});
  CHECK(chosen(decide_in({host, with_demo("/lib/d.so")})) == Names{"/lib/d.so"});
}

TEST_CASE("nothing identifies nothing") {
  InspectedRuntime runtime = demo();
  runtime.identify.clear();
  runtime.libraries.clear();
  CHECK(decide_in({with_demo("/lib/d.so")}, runtime).rule == Rule::none_loaded);
}

TEST_CASE("the program's .symtab counts where no module exports the runtime") {
  Decision decision = decide_in({with_hidden_demo("/bin/host")});
  CHECK(chosen(decision) == Names{"/bin/host"});
  CHECK(decision.candidates[0].through_symbol_table);
  CHECK(decision.outcome == Outcome::binds);
  CHECK(decide_in({with_hidden_demo("/bin/host", false)}).outcome == Outcome::fails);
}

TEST_CASE("only the program's .symtab counts") {
  Module library = with_hidden_demo("/lib/d.so");
  library.main_program = false;
  CHECK(decide_in({library}).candidates.empty());
}

TEST_CASE("a program that exports the runtime is not looked at twice") {
  Module host = program(with_demo("/bin/host"));
  host.symbol_table = {"demo_a", "demo_b"};
  CHECK(decide_in({host}).candidates.size() == 1);
}

TEST_CASE("what is in the .symtab counts beside what exports the runtime") {
  auto [initialised, hidden, expected] =
      GENERATE(table<Answer, Answer, Names>({{Answer::yes, Answer::no, {"/lib/d.so"}},
                                             {Answer::yes, Answer::yes, {"/bin/host"}},
                                             {Answer::no, Answer::no, {"/bin/host"}},
                                             {Answer::unknown, Answer::no, {"/lib/d.so", "/bin/host"}}}));
  Module host = live(with_hidden_demo("/bin/host"), hidden);
  Module library = live(with_demo("/lib/d.so"), initialised);
  CHECK(chosen(decide_in({host, library})) == expected);
  // But not where it cannot be bound to.
  host.has_build_id = false;
  CHECK(chosen(decide_in({host, library})) == Names{"/lib/d.so"});
}

TEST_CASE("where nobody can be asked, the .symtab counts only if nobody exports the runtime") {
  InspectedRuntime runtime = demo();
  runtime.initialised.clear();
  Module host = with_hidden_demo("/bin/host");
  CHECK(chosen(decide_in({host, with_demo("/lib/d.so")}, runtime)) == Names{"/lib/d.so"});
  CHECK(chosen(decide_in({host}, runtime)) == Names{"/bin/host"});
}

TEST_CASE("live first, then the main program, else a tie") {
  using A = Answer;
  struct Case {
    bool first_is_program;
    A first, second;
    Rule rule;
    Names chosen;
  };
  Names both = {"/one", "/two"};
  auto [first_is_program, first, second, rule, expected] = GENERATE_REF(values<Case>({
      {false, A::yes, A::no, Rule::initialised, {"/one"}},
      {false, A::no, A::yes, Rule::initialised, {"/two"}},
      {false, A::no, A::no, Rule::tie, {}},
      {false, A::yes, A::yes, Rule::tie, {}},
      {false, A::unknown, A::no, Rule::depends, {"/one"}},
      {false, A::unknown, A::unknown, Rule::depends, both},
      {true, A::no, A::no, Rule::main_program, {"/one"}},
      {true, A::yes, A::yes, Rule::main_program, {"/one"}},
      {true, A::no, A::yes, Rule::initialised, {"/two"}},
      {true, A::unknown, A::no, Rule::main_program, {"/one"}},
      {true, A::unknown, A::unknown, Rule::depends, both},
  }));
  CAPTURE(first_is_program, int(first), int(second));
  Module one = live(with_demo("/one"), first);
  one.main_program = first_is_program;
  Decision decision = decide_in({one, live(with_demo("/two"), second)});
  CHECK(decision.rule == rule);
  CHECK(chosen(decision) == expected);
  if (rule == Rule::depends)
    CHECK(decision.otherwise == (first_is_program ? Rule::main_program : Rule::tie));
  if (rule == Rule::tie)
    CHECK(decision.outcome == Outcome::fails);
  if (rule == Rule::depends)
    CHECK(decision.outcome == (first_is_program ? Outcome::binds : Outcome::may_bind));
}

TEST_CASE("two libraries beside an idle program tie where both are initialised") {
  Decision decision = decide_in({live(program(with_demo("/bin/host")), Answer::no),
                                 live(with_demo("/one"), Answer::yes), live(with_demo("/two"), Answer::yes)});
  CHECK(decision.rule == Rule::tie);
}

TEST_CASE("what cannot be asked is not initialised") {
  InspectedRuntime runtime = demo();
  runtime.initialised.clear();
  CHECK(decide_in({program(with_demo("/bin/host")), with_demo("/lib/d.so")}, runtime).rule ==
        Rule::main_program);
  CHECK(decide_in({with_demo("/one"), with_demo("/two")}, runtime).rule == Rule::tie);
  Module silent = with_demo("/lib/d.so");
  take_away(silent, "demo_is_running");
  CHECK(decide_in({live(program(with_demo("/bin/host")), Answer::no), silent}).rule == Rule::main_program);
}

TEST_CASE("a version that does not fit is the end, nothing is loaded beside it") {
  World world;
  world.libraries = {loadable("libdemo.so.2", with_demo("/lib/libdemo.so.2", "2.0"))};
  auto [version, outcome] = GENERATE(table<std::string, Outcome>({{"1.2.3", Outcome::fails},
                                                                  {"2.0", Outcome::binds},
                                                                  {"v2.1 (main, today)", Outcome::binds},
                                                                  {"3", Outcome::fails},
                                                                  {"no digits", Outcome::fails}}));
  CAPTURE(version);
  Decision decision = decide_in({with_demo("/lib/d.so", version)}, demo(">=2, <3"), world);
  CHECK(decision.outcome == outcome);
  CHECK(decision.ownership == (outcome == Outcome::binds ? Ownership::hosted : Ownership::absent));
  CHECK(world.asked.empty());
}

TEST_CASE("the version is told as the provider has it, to the first blank") {
  CHECK(decide_in({with_demo("/d", "3.11.2+ (main) [GCC]")}).candidates[0].version == "3.11.2+");
}

TEST_CASE("a version that cannot be read leaves it open") {
  Module library = with_demo("/lib/d.so");
  library.versions[{"demo_version", VersionQuery::Kind::text}] = {Answer::unknown, "", "for a reason"};
  CHECK(decide_in({library}, demo(">=2")).outcome == Outcome::may_bind);
  // Nobody asked for one.
  CHECK(decide_in({library}).outcome == Outcome::binds);
}

TEST_CASE("the first question that a module answers is the one") {
  InspectedRuntime runtime = demo(">=2");
  runtime.questions = {{"demo_hex", VersionQuery::Kind::packed}, {"demo_version", VersionQuery::Kind::text}};
  Module library = with_demo("/lib/d.so", "2.5");
  CHECK(decide_in({library}, runtime).candidates[0].version == "2.5");
  library.exports.emplace("demo_hex", Definition{});
  library.versions[{"demo_hex", VersionQuery::Kind::packed}] = {Answer::yes, "3.0.0", ""};
  CHECK(decide_in({library}, runtime).candidates[0].version == "3.0.0");
}

TEST_CASE("a version is the first number of the text, wherever that is") {
  auto version = [](const std::string &text) {
    return decide_in({with_demo("/lib/d.so", text)}, demo(">=1")).candidates[0].version;
  };
  CHECK(version("$LuaVersion: Lua 5.4.4  Copyright (C) 1994-2022 Lua.org, PUC-Rio $") == "5.4.4");
  CHECK(version("3.11.2+deb (main, today)") == "3.11.2+deb");
  CHECK(version("25") == "25");
}

TEST_CASE("without any answer a range cannot be met") {
  Module library = with_demo("/lib/d.so");
  take_away(library, "demo_version");
  CHECK(decide_in({library}, demo(">=1")).outcome == Outcome::fails);
  CHECK(decide_in({library}).outcome == Outcome::binds);
}

TEST_CASE("all that is missing is named, optional imports apart") {
  Module library = with_demo("/lib/d.so");
  take_away(library, "demo_data");
  take_away(library, "demo_new");
  InspectedRuntime runtime = demo();
  runtime.imports.push_back({"demo_extra", "DEMO_2", false, false, 1});
  Decision decision = decide_in({library}, runtime);
  CHECK(decision.outcome == Outcome::fails);
  CHECK(decision.candidates[0].missing == Names{"demo_data", "demo_extra@DEMO_2"});
  CHECK(decision.candidates[0].missing_optional == Names{"demo_new"});
}

TEST_CASE("an optional import that is missing hurts nobody") {
  Module library = with_demo("/lib/d.so");
  take_away(library, "demo_new");
  CHECK(decide_in({library}).outcome == Outcome::binds);
}

static InspectedImport thread_local_import(const char *name) {
  return {name, "", false, false, 2, true};
}

TEST_CASE("a thread-local variable is bound to a thread-local variable, and nothing else to one") {
  Module library = with_demo("/lib/d.so");
  take_away(library, "demo_data");
  library.exports.emplace("demo_data", Definition{.thread_local_data = true});
  CHECK(decide_in({library}).candidates[0].missing == Names{"demo_data"});
  InspectedRuntime runtime = demo();
  runtime.imports = {thread_local_import("demo_data")};
  CHECK(decide_in({library}, runtime).outcome == Outcome::binds);
  CHECK(decide_in({with_demo("/lib/d.so")}, runtime).candidates[0].missing == Names{"demo_data"});
  // In what the main program does not export it is looked for, too.
  Module hidden = with_hidden_demo("/bin/host");
  CHECK(decide_in({hidden}, runtime).candidates[0].missing == Names{"demo_data"});
  hidden.symbol_table_thread_locals.insert("demo_data");
  CHECK(decide_in({hidden}, runtime).outcome == Outcome::binds);
}

TEST_CASE("static TLS is there in what the program starts with") {
  InspectedRuntime runtime = demo();
  runtime.imports = {thread_local_import("demo_state")};
  runtime.imports[0].static_tls = true;
  Module library = with_demo("/lib/libdemo.so.1"), host = program(without("/bin/host")),
         between = without("/lib/between.so");
  library.exports.emplace("demo_state", Definition{.thread_local_data = true});
  auto late = [&](const std::vector<Module> &modules) {
    Decision decision = decide_in(modules, runtime);
    CHECK((decision.outcome == Outcome::binds) == decision.candidates[0].without_static_tls.empty());
    return decision.candidates[0].without_static_tls;
  };
  CHECK(late({host, library}) == Names{"demo_state"});
  between.needed = {"libdemo.so.1"};
  CHECK(late({host, between, library}) == Names{"demo_state"});
  host.needed = {"between.so"};
  CHECK(late({host, between, library}).empty());
  // Another one with its soname comes first, and is what the program needs.
  Module other = without("/opt/libdemo.so.1");
  CHECK(late({host, between, other, library}) == Names{"demo_state"});
  CHECK(late({program(library)}).empty());
  runtime.imports[0].optional = true;
  host.needed = {};
  Decision decision = decide_in({host, library}, runtime);
  CHECK(decision.outcome == Outcome::binds);
  CHECK(decision.candidates[0].missing_optional == Names{"demo_state"});
}

TEST_CASE("symbol versions are matched as the loader matches them") {
  InspectedRuntime runtime = demo();
  auto wanted = GENERATE(as<std::string>(), "", "V1", "V2", "V3");
  auto has_versions = GENERATE(true, false);
  CAPTURE(wanted, has_versions);
  runtime.imports = {{"demo_f", wanted, false, false, 1}};
  Module library = with_demo("/lib/d.so");
  library.defines_versions = has_versions;
  library.exports.emplace("demo_f", Definition{.version = "V2", .hidden = true, .oldest = false});
  SECTION("an old version only for those that name it") {
    bool there = !has_versions || wanted == "V2";
    CHECK(decide_in({library}, runtime).candidates[0].missing.empty() == there);
  }
  SECTION("the default one for those that name none") {
    library.exports.emplace("demo_f", Definition{.version = "V3", .oldest = false});
    bool there = !has_versions || wanted != "V1";
    CHECK(decide_in({library}, runtime).candidates[0].missing.empty() == there);
  }
  SECTION("one without a version for everybody") {
    library.exports.emplace("demo_f", Definition{});
    CHECK(decide_in({library}, runtime).candidates[0].missing.empty());
  }
}

TEST_CASE("what the main program defines or made canonical is bound to it") {
  Module library = with_demo("/lib/d.so");
  take_away(library, "demo_data");
  Module host = program(without("/bin/host"));
  host.exports.emplace("demo_data", Definition{.canonical = GENERATE(true, false)});
  CHECK(decide_in({host, library}).outcome == Outcome::binds);
  // Not to any other module.
  host.main_program = false;
  CHECK(decide_in({host, library}).outcome == Outcome::fails);
}

TEST_CASE("a program that has the runtime and was passed over gives nothing") {
  Module library = live(with_demo("/lib/d.so"), Answer::yes);
  take_away(library, "demo_data");
  Decision decision = decide_in({live(program(with_demo("/bin/host")), Answer::no), library});
  CHECK(decision.rule == Rule::initialised);
  CHECK(decision.outcome == Outcome::fails);
}

TEST_CASE("a companion is the module that the provider needs, else the only one") {
  InspectedRuntime runtime = demo();
  runtime.companions = {{"libextra", {"extra"}, {}}};
  runtime.imports.push_back({"extra_f", "", false, false, 1});
  Module library = with_demo("/lib/d.so");
  Module one = without("/lib/one.so");
  Module two = without("/lib/two.so");
  for (Module *module : {&one, &two})
    for (const char *name : {"extra", "extra_f"})
      module->exports.emplace(name, Definition{});
  SECTION("none") {
    Decision decision = decide_in({library}, runtime);
    CHECK(decision.outcome == Outcome::fails);
    CHECK(decision.candidates[0].missing_companions == Names{"libextra"});
  }
  SECTION("the only one") {
    Decision decision = decide_in({library, two}, runtime);
    CHECK(decision.outcome == Outcome::binds);
    CHECK(decision.candidates[0].companions[0].second == "/lib/two.so");
  }
  SECTION("two") {
    CHECK(decide_in({library, one, two}, runtime).outcome == Outcome::fails);
  }
  SECTION("the needed one of two") {
    library.needed = {"two.so"};
    CHECK(decide_in({library, one, two}, runtime).candidates[0].companions[0].second == "/lib/two.so");
  }
  SECTION("the provider itself") {
    library.exports.emplace("extra", Definition{});
    library.exports.emplace("extra_f", Definition{});
    Decision decision = decide_in({library, one, two}, runtime);
    CHECK(decision.outcome == Outcome::binds);
    CHECK(decision.candidates[0].companions.empty());
  }
}

TEST_CASE("where no module has it, the libraries are tried in order") {
  World world;
  world.libraries = {loadable("libdemo.so.2", without("/lib/libdemo.so.2")),
                     loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))};
  Decision decision = decide_in({program(without("/bin/host"))}, demo(), world);
  CHECK(world.asked == Names{"libdemo.so.2", "libdemo.so.1"});
  CHECK(decision.loads[0].result == LoadAttempt::Result::not_it);
  CHECK(decision.loads[1].result == LoadAttempt::Result::taken);
  CHECK(decision.outcome == Outcome::binds);
  CHECK(decision.ownership == Ownership::owned);
}

TEST_CASE("the first library that is it is the last that is tried") {
  World world;
  world.libraries = {loadable("libdemo.so.2", with_demo("/lib/libdemo.so.2")),
                     loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1"))};
  SECTION("whole") {}
  SECTION("with a symbol missing") {
    take_away(world.libraries[0].second.modules[0], "demo_data");
  }
  decide_in({}, demo(), world);
  CHECK(world.asked == Names{"libdemo.so.2"});
}

TEST_CASE("a library whose version does not fit gives way to the next, if it can be unloaded") {
  World world;
  world.libraries = {loadable("libdemo.so.2", with_demo("/lib/libdemo.so.2", "2.0")),
                     loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1", "1.0"))};
  bool stays = GENERATE(false, true);
  world.libraries[0].second.modules[0].stays_loaded = stays;
  Decision decision = decide_in({}, demo("<2"), world);
  CHECK(decision.outcome == (stays ? Outcome::fails : Outcome::binds));
  CHECK(decision.loads.size() == (stays ? 1 : 2));
}

TEST_CASE("a library may bring the runtime without being it") {
  World world;
  Load facade = loadable("libdemo.so.2", without("/lib/libdemo.so.2")).second;
  facade.modules.push_back(with_demo("/lib/real.so"));
  world.libraries = {{"libdemo.so.2", facade}};
  CHECK(chosen(decide_in({}, demo(), world)) == Names{"/lib/real.so"});
}

TEST_CASE("load = \"never\" loads nothing") {
  World world;
  world.libraries = {loadable("libdemo.so.2", with_demo("/lib/libdemo.so.2"))};
  world.variables = {{"WEAKRT_LOAD_DEMO", "libdemo.so.2"}};
  InspectedRuntime runtime = demo();
  runtime.never_load = true;
  Decision decision = decide_in({}, runtime, world);
  CHECK(decision.rule == Rule::never_load);
  CHECK(decision.outcome == Outcome::fails);
  CHECK(world.asked.empty());
}

TEST_CASE("the environment names one library in place of all others") {
  World world;
  world.libraries = {loadable("libdemo.so.1", with_demo("/lib/libdemo.so.1")),
                     loadable("/opt/d.so", with_demo("/opt/d.so"))};
  auto [value, asked] = GENERATE(table<std::string, Names>({{"/opt/d.so", {"/opt/d.so"}},
                                                            {"nothing.so", {"nothing.so"}},
                                                            {"", {"libdemo.so.2", "libdemo.so.1"}}}));
  world.variables = {{"WEAKRT_LOAD_DEMO", value}};
  Decision decision = decide_in({}, demo(), world);
  CHECK(world.asked == asked);
  CHECK((decision.override_variable == "WEAKRT_LOAD_DEMO") == !value.empty());
  // It does not outweigh what is there.
  World hosted = world;
  hosted.asked.clear();
  CHECK(decide_in({with_demo("/lib/there.so")}, demo(), hosted).override_variable.empty());
  CHECK(hosted.asked.empty());
}

TEST_CASE("a host that can name a provider may help where the rules do not") {
  Module host = program(without("/bin/host"));
  host.exports.emplace("weakrt_host_1", Definition{});
  Decision decision = decide_in({host, with_demo("/lib/d.so", "1.0")}, demo(">=2"));
  CHECK(decision.host_tables == Names{"/bin/host"});
  CHECK(decision.outcome == Outcome::may_bind);
}

TEST_CASE("a plugin that imports nothing of a runtime needs none") {
  InspectedRuntime runtime = demo();
  runtime.imports.clear();
  World world;
  CHECK(decide_in({}, runtime, world).outcome == Outcome::binds);
  CHECK(world.asked.empty());
}

TEST_CASE("in a static program nothing is known and nothing loaded") {
  World world;
  Decision decision = decide(demo(), {{with_demo("/lib/d.so")}, false}, world.environment());
  CHECK(decision.rule == Rule::no_modules);
  CHECK(decision.outcome == Outcome::fails);
  CHECK(world.asked.empty());
}
