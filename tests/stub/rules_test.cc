// The rules of binding: who is there, and whom it must be. Each test case is one rule, each row a process.
// What must fit of who was chosen is in fitting_test.cc, where the imports are in imports_test.cc.
#include "rules_table.h"

using namespace fake;

namespace {

RuntimeSpec never_loaded() {
  RuntimeSpec runtime;
  runtime.never_load = true;
  return runtime;
}
RuntimeSpec never_asked() {
  RuntimeSpec runtime;
  runtime.initialised = "";
  return runtime;
}

RuntimeSpec loading(const std::vector<std::string> &libraries) {
  RuntimeSpec runtime;
  runtime.load = libraries;
  return runtime;
}

Image forwarding(const std::string &name) {
  Image facade = library(name).foo().live();
  for (Export &symbol : facade.exports)
    symbol.forwards = true;
  return facade;
}

} // namespace

TEST_CASE("rule 1: identified by what it has, not by what it is called") {
  const Image decoy = library("libfoo.so.3").exporting(std::vector<std::string>{"foo_init"});
  check({
      {"a decoy of the right name",
       {.modules = {program(), decoy}, .files = {}},
       "nobody",
       {"no module of this process has all of: foo_init foo_add"}},
      {"under another name",
       {.modules = {program(), library("libgame.so").foo()}},
       "libgame.so hosted 3.11.2"},
      {"beside a decoy",
       {.modules = {program(), decoy, library("libgame.so").foo()}},
       "libgame.so hosted 3.11.2"},
      {"a facade: only functions of the same names, undefined in it",
       {.modules = {program(), library("libfacade.so")
                                   .exporting(Export{"foo_init", Export::plain, "", true})
                                   .exporting(Export{"foo_add", Export::plain, "", true})}},
       "nobody"},
      {"a facade: it forwards to the runtime, also to one that is there",
       {.modules = {program(), forwarding("facade.dll"), library("foo.dll").foo()}},
       "foo.dll hosted 3.11.2"},
      {"a facade alone", {.modules = {program(), forwarding("facade.dll")}}, "nobody"},
      {"what is loaded must have it too",
       {.files = {decoy}},
       "nobody",
       {"libfoo.so.3: is not it, it does not export all"},
       "look inside, load libfoo.so.3, unload libfoo.so.3, load libfoo.so"},
      {"inside the main program", {.inside = program().foo().live()}, "the main program hosted 3.11.2"},
      {"a part of it inside the main program",
       {.inside = program().exporting(std::vector<std::string>{"foo_init"})},
       "nobody"},
      {"inside, but its file is not what runs: nobody else is loaded",
       {.files = {library("libfoo.so").foo()}, .inside = program().foo(), .unusable = "its file is gone"},
       "nobody",
       {"the main program has it inside and does not export it, and its file is gone: link it with "
        "-rdynamic"},
       "look inside"},
      {"inside, and an initialised library",
       {.modules = {program(), library("libfoo.so").foo().live()}, .inside = program().foo()},
       "libfoo.so hosted 3.11.2",
       {"the main program: has it"}},
      {"inside, and an initialised library, both initialised",
       {.modules = {program(), library("libfoo.so").foo().live()}, .inside = program().foo().live()},
       "the main program hosted 3.11.2"},
      {"inside, and its file is not what runs, but there is a library",
       {.modules = {program(), library("libfoo.so").foo()},
        .inside = program().foo(),
        .unusable = "its file is gone"},
       "libfoo.so hosted 3.11.2",
       {"its file is gone"}},
      {"inside, and nobody can be asked: the file is not read where there is a library",
       {.modules = {program(), library("libfoo.so").foo()}, .inside = program().foo()},
       "libfoo.so hosted 3.11.2",
       {},
       "hold libfoo.so, version? libfoo.so",
       {.initialised = ""}},
      {"the main program exports it: its file is not read",
       {.modules = {program().foo()}, .inside = program().foo()},
       "the main program hosted 3.11.2",
       {},
       "hold the main program, live? the main program, release the main program, hold the main program, "
       "version? the main program"},
      {"inside, and a library that is not initialised",
       {.modules = {program(), library("libfoo.so").foo()}, .inside = program().foo().live()},
       "the main program hosted 3.11.2"},
      {"no main program in this namespace: nothing to look into",
       {.modules = {library("libfoo.so").foo()}, .inside = program().foo()},
       "libfoo.so hosted 3.11.2"},
  });
}

TEST_CASE("rule 2: what the host gives, then who is there, then what can be loaded") {
  const Image first = library("first.so").foo(), second = library("second.so").foo();
  const Image file = library("libfoo.so").foo();
  check({
      {"the host's table decides a tie",
       {.modules = {program(), first, second}, .host_gives = "second.so"},
       "second.so hosted 3.11.2",
       {"second.so: chosen, given by the host"}},
      {"the plugin's delay-load hook decides a tie",
       {.modules = {program(), first, second}, .hook_gives = "second.so"},
       "second.so hosted 3.11.2",
       {"second.so: chosen, given by the plugin's hook"}},
      {"the hook gives what is not it, and the rules go on",
       {.modules = {program(), first}, .hook_gives = "the main program"},
       "first.so hosted 3.11.2",
       {"what the plugin's hook gave is not it", "first.so: chosen, the only one"}},
      {"the host's table, before the hook",
       {.modules = {program(), first, second}, .host_gives = "first.so", .hook_gives = "second.so"},
       "first.so hosted 3.11.2"},
      {"the host's table, against a live one",
       {.modules = {program(), first, second.live()}, .host_gives = "first.so"},
       "first.so hosted 3.11.2"},
      {"weakrt_provide, before what the host's table says",
       {.modules = {program(), first, second}, .host_gives = "first.so"},
       "second.so hosted 3.11.2",
       {},
       nullptr,
       {},
       "second.so"},
      {"the host gives the main program",
       {.modules = {program().foo(), first.live()}, .host_gives = "the main program"},
       "the main program hosted 3.11.2"},
      {"the host gives a handle of nothing: nobody else is taken",
       {.modules = {program(), first}, .files = {file}, .host_gives = stranger},
       "nobody",
       {"what the host gave is not it"}},
      {"the host gives what is not it: nobody else is taken",
       {.modules = {program(), first, library("libz.so")}, .files = {file}, .host_gives = "libz.so"},
       "nobody",
       {"what the host gave is not it"}},
      {"the host gives the main program, which does not export it",
       {.modules = {program(), first.live()}, .inside = program().foo(), .host_gives = "the main program"},
       "the main program hosted 3.11.2"},
      {"the host gives a library, whatever the main program is",
       {.modules = {program(), first},
        .inside = program().foo().live(),
        .unusable = "its file is gone",
        .host_gives = "first.so"},
       "first.so hosted 3.11.2"},
      {"what the host gives must fit",
       {.modules = {program(), library("old.so").foo(not_foo), first}, .host_gives = "old.so"},
       "nobody 2.3.4",
       {"old.so: refused, it is version 2.3.4, wanted >=3, <4"}},
      {"who is there, before what can be loaded",
       {.modules = {program(), first}, .files = {file}},
       "first.so hosted 3.11.2"},
      {"nobody is there",
       {.files = {file}},
       "libfoo.so owned 3.11.2",
       {"libfoo.so.3: cannot be loaded: libfoo.so.3: no such file"}},
      {"the first library that can be loaded",
       {.files = {file, library("libfoo.so.3").foo("3.9.1")}},
       "libfoo.so.3 owned 3.9.1",
       {},
       "look inside, load libfoo.so.3, hold libfoo.so.3, live? libfoo.so.3, release libfoo.so.3, "
       "hold libfoo.so.3, version? libfoo.so.3, unload libfoo.so.3"},
      {"load = never",
       {.files = {file}, .overriding = "libfoo.so"},
       "nobody",
       {"nothing is loaded, the manifest says load = \"never\""},
       "look inside",
       never_loaded()},
      {"load = never, and it is there",
       {.modules = {program(), first}},
       "first.so hosted 3.11.2",
       {},
       nullptr,
       never_loaded()},
      {"nothing can be loaded",
       {},
       "nobody",
       {"no library can be loaded: install one, or name one with WEAKRT_FOO"}},
  });
}

TEST_CASE("rule 4: live first, then the main program, and a tie fails and names them all") {
  const Image first = library("first.so").foo(), second = library("second.so").foo();
  const Image file = library("libfoo.so").foo();
  check({
      {"the live library, before a dead main program",
       {.modules = {program().foo(), first.live()}},
       "first.so hosted 3.11.2",
       {"the main program: has it", "first.so: chosen, the only one that is initialised"}},
      {"the live one of two", {.modules = {program(), first, second.live()}}, "second.so hosted 3.11.2"},
      {"the main program, when all are live",
       {.modules = {program().foo().live(), first.live()}},
       "the main program hosted 3.11.2",
       {"first.so: has it, initialised"}},
      {"the main program, when none is live",
       {.modules = {program().foo(), first}},
       "the main program hosted 3.11.2"},
      {"a tie of dead ones",
       {.modules = {program(), first, second}, .files = {file}},
       "nobody",
       {"first.so: has it\n", "second.so: has it\n", "nothing decides between them"},
       "hold first.so, live? first.so, release first.so, hold second.so, live? second.so, release second.so, "
       "look inside"},
      {"a tie of live ones",
       {.modules = {program(), first.live(), second.live()}, .files = {file}},
       "nobody",
       {"first.so: has it, initialised", "second.so: has it, initialised"}},
      {"the only one is not asked twice, and only the chosen one for its version",
       {.modules = {program(), first, second.live()}},
       "second.so hosted 3.11.2",
       {},
       "hold first.so, live? first.so, release first.so, hold second.so, live? second.so, release second.so, "
       "look inside, hold second.so, version? second.so"},
      {"what cannot be held is not asked",
       {.modules = {program(), first.live().unholdable(), second}},
       "nobody",
       {"nothing decides"}},
      {"the chosen one cannot be held",
       {.modules = {program(), first.unholdable()}, .files = {file}},
       "nobody",
       {"nothing is loaded beside"},
       "look inside"},
      {"a runtime that cannot be asked: the main program",
       {.modules = {program().foo(), first.live()}},
       "the main program hosted 3.11.2",
       {},
       "hold the main program, version? the main program",
       never_asked()},
      {"a runtime that cannot be asked: a tie",
       {.modules = {program(), first, second.live()}},
       "nobody",
       {"nothing decides"},
       "",
       never_asked()},
      {"where there are several after loading, the first: another thread may have loaded one",
       {.files = {library("libfoo.so.3").foo().bringing(library("libfoo-real.so").foo())}},
       "libfoo.so.3 owned 3.11.2",
       {"libfoo-real.so: has it", "libfoo.so.3: chosen, the first that was loaded"}},
      {"and of those the initialised one",
       {.files = {library("libfoo.so.3").foo().bringing(library("libfoo-real.so").foo().live())}},
       "libfoo-real.so owned 3.11.2",
       {"libfoo.so.3: has it", "the only one that is initialised"}},
      {"a library that only brings it",
       {.files = {library("libfoo.so.3").bringing(library("libfoo-real.so").foo())}},
       "libfoo-real.so owned 3.11.2"},
  });
}

TEST_CASE("rules 8 and 9: whose it is, and held for as long") {
  const Image file = library("libfoo.so").foo();
  const Outcome hosted = bind({.modules = {program(), file}});
  CHECK(hosted.who == "libfoo.so hosted 3.11.2");
  CHECK(hosted.held == 1);
  CHECK(hosted.problems.empty());
  const Outcome owned = bind({.files = {file}});
  CHECK(owned.who == "libfoo.so owned 3.11.2");
  CHECK(owned.held == 1);
  CHECK(owned.problems.empty());
  const Outcome absent = bind({});
  CHECK(absent.who == "nobody");
  CHECK(absent.held == 0);
}

TEST_CASE("rule 12: what was not there can be bound when it is") {
  const World before = {};
  World after = before;
  after.modules.push_back(library("libfoo.so").foo().live());
  CHECK(bind(before, never_loaded()).who == "nobody");
  CHECK(bind(after, never_loaded()).who == "libfoo.so hosted 3.11.2");
  CHECK(bind(after, never_loaded(), "libfoo.so").who == "libfoo.so hosted 3.11.2");
}

TEST_CASE("rule 12: bind = \"call\" loads nothing with the plugin, and binds to what is there") {
  const Image file = library("libfoo.so.3").foo();
  RuntimeSpec at_call;
  at_call.at_call = true;
  const Outcome absent = bind({.files = {file}, .at_load = true}, at_call);
  CHECK(absent.who == "nobody");
  CHECK(absent.waits);
  CHECK(absent.loaded.empty());
  CHECK(absent.held == 0);
  CHECK(absent.problems.empty());
  const Outcome first_call = bind({.files = {file}}, at_call);
  CHECK(first_call.who == "libfoo.so.3 owned 3.11.2");
  CHECK_FALSE(first_call.waits);
  const Outcome there = bind({.modules = {program(), file}, .at_load = true}, at_call);
  CHECK(there.who == "libfoo.so.3 hosted 3.11.2");
  CHECK_FALSE(there.waits);
  // What is there and does not fit is no reason to wait.
  const Outcome unfit =
      bind({.modules = {program(), library("libfoo.so.4").foo("4.0.0")}, .at_load = true}, at_call);
  CHECK(unfit.who == "nobody 4.0.0");
  CHECK_FALSE(unfit.waits);
  // Without it, at load as ever.
  CHECK(bind({.files = {file}, .at_load = true}).who == "libfoo.so.3 owned 3.11.2");
}

TEST_CASE("rule 13: the user's word on what to load, and the current directory") {
  const Image file = library("libfoo.so").foo(), mine = library("/opt/mine.so").foo("3.12.0");
  check({
      {"the user's word, and no other",
       {.files = {file, mine}, .overriding = "/opt/mine.so"},
       "/opt/mine.so owned 3.12.0",
       {"WEAKRT_FOO names what to load"}},
      {"the user's word cannot be loaded: no other is tried",
       {.files = {file}, .overriding = "/opt/gone.so"},
       "nobody",
       {"/opt/gone.so: cannot be loaded"},
       "look inside, load /opt/gone.so"},
      {"the user's word does not fit: no other is tried",
       {.files = {file, library("/opt/old.so").foo(not_foo)}, .overriding = "/opt/old.so"},
       "nobody 2.3.4"},
      {"it says nothing of what is there",
       {.modules = {program(), file}, .files = {mine}, .overriding = "/opt/mine.so"},
       "libfoo.so hosted 3.11.2"},
      {"in the current directory: not loaded, and the next is tried",
       {.files = {library("libfoo.so.3").foo("3.6.6"), file}, .here = {"libfoo.so.3"}},
       "libfoo.so owned 3.11.2",
       {"libfoo.so.3: not loaded, it is in the current directory"},
       "look inside, load libfoo.so, hold libfoo.so, live? libfoo.so, release libfoo.so, hold libfoo.so, "
       "version? libfoo.so, unload libfoo.so"},
      {"where a variable says",
       {.files = {mine}, .variables = {{"FOO_HOME", "/opt"}}},
       "/opt/mine.so owned 3.12.0",
       {},
       "look inside, load /opt/mine.so, hold /opt/mine.so, live? /opt/mine.so, release /opt/mine.so, hold "
       "/opt/mine.so, version? /opt/mine.so, unload /opt/mine.so",
       loading({"$FOO_HOME/mine.so", "libfoo.so"})},
      {"where a variable says that is not set: the next is tried",
       {.files = {file}},
       "libfoo.so owned 3.11.2",
       {"$UNSET/mine.so: not tried, the variable is not set"},
       nullptr,
       loading({"$UNSET/mine.so", "libfoo.so"})},
      {"the user's word is taken as it is: only the manifest's libraries start with a variable",
       {.files = {mine, file}, .overriding = "$FOO_HOME/mine.so", .variables = {{"FOO_HOME", "/opt"}}},
       "nobody",
       {"$FOO_HOME/mine.so: cannot be loaded"},
       "look inside, load $FOO_HOME/mine.so"},
      {"the loader's own words are left to it",
       {.files = {library("$ORIGIN/mine.so").foo()}},
       "$ORIGIN/mine.so owned 3.11.2",
       {},
       nullptr,
       loading({"$LIB/mine.so", "$PLATFORM/mine.so", "${ORIGIN}/mine.so", "$ORIGIN/mine.so"})},
      {"a variable that leads to the current directory",
       {.files = {library("./mine.so").foo()}, .variables = {{"FOO_HOME", "."}}, .here = {"./mine.so"}},
       "nobody",
       {"./mine.so: not loaded, it is in the current directory"},
       "look inside",
       loading({"$FOO_HOME/mine.so"})},
      {"the user's word names it there",
       {.files = {library("./evil.so").foo()}, .overriding = "./evil.so", .here = {"./evil.so"}},
       "nobody",
       {"./evil.so: not loaded"},
       "look inside"},
  });
}

TEST_CASE("more modules with the runtime than there is room for") {
  World world;
  for (int i = 0; i < 40; ++i)
    world.modules.push_back(library("lib" + std::to_string(i) + ".so").foo());
  check({{"a tie", world, "nobody", {"nothing decides between them"}}});
  world.modules[16].is_live = true;
  check({{"the last that is seen", world, "lib15.so hosted 3.11.2"}});
}
