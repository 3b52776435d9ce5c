// What must fit of who was chosen: its version (rule 5) and its companions (rule 3).
#include "rules_table.h"

using namespace fake;
using weakrt::record::VersionQuery;

namespace {

RuntimeSpec asked_by(VersionQuery::Kind kind) {
  RuntimeSpec runtime;
  runtime.versions = {{kind, "foo_version"}};
  return runtime;
}
Image telling(VersionQuery::Kind kind, const std::string &version) {
  Image image = library("libfoo.so").foo(version);
  image.version_kind = kind;
  return image;
}
RuntimeSpec with_companion() {
  RuntimeSpec runtime;
  runtime.companions = {{"bar", {"bar_init", "bar_run"}}};
  return runtime;
}
const std::vector<std::string> bar = {"bar_init", "bar_run"};

} // namespace

TEST_CASE("rule 5: never a second copy") {
  const Image old = library("libold.so").foo(not_foo), file = library("libfoo.so").foo();
  const Image old_file = library("libfoo.so.3").foo(not_foo);
  check({
      {"one that does not fit is there",
       {.modules = {program(), old}, .files = {file}},
       "nobody 2.3.4",
       {"libold.so: refused, it is version 2.3.4, wanted >=3, <4"},
       "hold libold.so, live? libold.so, release libold.so, look inside, hold libold.so, version? libold.so, "
       "release libold.so"},
      {"inside the main program", {.files = {file}, .inside = program().foo(not_foo)}, "nobody 2.3.4"},
      {"the one that is live does not fit, and the other would",
       {.modules = {program(), old.live(), library("new.so").foo()}},
       "nobody 2.3.4"},
      {"the first that is loaded does not fit: it goes before the next comes",
       {.files = {old_file, file}},
       "libfoo.so owned 3.11.2",
       {"libfoo.so.3: refused, it is version 2.3.4"},
       "look inside, load libfoo.so.3, hold libfoo.so.3, live? libfoo.so.3, release libfoo.so.3, "
       "hold libfoo.so.3, version? libfoo.so.3, release libfoo.so.3, unload libfoo.so.3, load libfoo.so, "
       "hold libfoo.so, live? libfoo.so, release libfoo.so, hold libfoo.so, version? libfoo.so, "
       "unload libfoo.so"},
      {"it does not go: no other comes",
       {.files = {old_file.staying(), file}},
       "nobody 2.3.4",
       {"libfoo.so.3: stays loaded, so no other is tried"}},
      {"what it brought does not go: no other comes",
       {.files = {library("libfoo.so.3").bringing(library("libreal.so").foo(not_foo).staying()), file}},
       "nobody 2.3.4",
       {"libfoo.so.3: stays loaded"}},
      {"what is not the runtime may stay",
       {.files = {library("libfoo.so.3").staying(), file}},
       "libfoo.so owned 3.11.2"},
      {"it cannot be held: it goes", {.files = {old_file.unholdable(), file}}, "libfoo.so owned 3.11.2"},
  });
}

TEST_CASE("rule 5: the version, in each way to ask for it") {
  for (const VersionQuery::Kind kind :
       {VersionQuery::text_function, VersionQuery::text, VersionQuery::text_pointer, VersionQuery::packed,
        VersionQuery::file}) {
    INFO("kind " << kind);
    check({
        {"fits",
         {.modules = {program(), telling(kind, "3.11.2")}},
         "libfoo.so hosted 3.11.2",
         {},
         nullptr,
         asked_by(kind)},
        {"too old",
         {.modules = {program(), telling(kind, "2.3.4")}},
         "nobody 2.3.4",
         {},
         nullptr,
         asked_by(kind)},
        {"too new",
         {.modules = {program(), telling(kind, "4.0.0")}},
         "nobody 4.0.0",
         {},
         nullptr,
         asked_by(kind)},
    });
  }
  RuntimeSpec two_ways;
  two_ways.versions = {{VersionQuery::packed, "foo_Version"}, {VersionQuery::text_function, "foo_version"}};
  RuntimeSpec any;
  any.range = {};
  check({
      {"not told",
       {.modules = {program(), library("libfoo.so").foo("")}},
       "nobody",
       {"libfoo.so: refused, it is version unknown, wanted >=3, <4"}},
      {"told by a text that is none",
       {.modules = {program(), library("libfoo.so").foo("none")}},
       "nobody",
       {"is version unknown"}},
      {"told by a null pointer",
       {.modules = {program(), library("libfoo.so").foo("null")}},
       "nobody",
       {"is version unknown"}},
      {"a null pointer to a text",
       {.modules = {program(), telling(VersionQuery::text_pointer, "null")}},
       "nobody",
       {"is version unknown"},
       nullptr,
       asked_by(VersionQuery::text_pointer)},
      {"not told, and any does",
       {.modules = {program(), library("libfoo.so").foo("")}},
       "libfoo.so hosted",
       {},
       nullptr,
       any},
      {"told, and any does",
       {.modules = {program(), library("libfoo.so").foo("9.8")}},
       "libfoo.so hosted 9.8.0",
       {},
       nullptr,
       any},
      {"the second way, where the first is not there",
       {.modules = {program(), library("libfoo.so").foo()}},
       "libfoo.so hosted 3.11.2",
       {},
       nullptr,
       two_ways},
  });
}

TEST_CASE("rule 3: companions are the ones that the provider uses, or the only ones") {
  const Image foo = library("libfoo.so").foo();
  const Image first = library("first.so").exporting(bar), second = library("second.so").exporting(bar);
  const Image half = library("half.so").exporting(std::vector<std::string>{"bar_init"});
  check({
      {"the provider has it inside",
       {.modules = {program(), foo.exporting(bar), first}},
       "libfoo.so hosted 3.11.2",
       {},
       nullptr,
       with_companion()},
      {"the only one",
       {.modules = {program(), foo, half, first}},
       "libfoo.so hosted 3.11.2 + first.so",
       {},
       nullptr,
       with_companion()},
      {"the one that the provider needs",
       {.modules = {program().exporting(bar), first, foo.needing("second.so"), second}},
       "libfoo.so hosted 3.11.2 + second.so",
       {},
       nullptr,
       with_companion()},
      {"the main program's, among those that it does not need",
       {.modules = {program().exporting(bar), foo, first}},
       "libfoo.so hosted 3.11.2 + the main program",
       {},
       nullptr,
       with_companion()},
      {"nothing decides: the provider is let go",
       {.modules = {program(), foo, first, second}},
       "nobody 3.11.2",
       {"libfoo.so: refused, it has no bar, and no other module is clearly it"},
       nullptr,
       with_companion()},
      {"nobody has it",
       {.modules = {program(), foo, half}},
       "nobody 3.11.2",
       {"has no bar"},
       nullptr,
       with_companion()},
      {"it cannot be held",
       {.modules = {program(), foo, first.unholdable()}},
       "nobody 3.11.2",
       {"has no bar"},
       nullptr,
       with_companion()},
      {"it comes with what is loaded",
       {.files = {foo.needing("first.so").bringing(first)}},
       "libfoo.so owned 3.11.2 + first.so",
       {},
       nullptr,
       with_companion()},
      {"it was there, the provider is loaded",
       {.modules = {program(), first}, .files = {foo}},
       "libfoo.so owned 3.11.2 + first.so",
       {},
       nullptr,
       with_companion()},
      {"without it what is loaded goes",
       {.files = {foo}},
       "nobody 3.11.2",
       {"has no bar"},
       nullptr,
       with_companion()},
  });
}

TEST_CASE("rule 9: companions are held as the provider is") {
  const World world = {.modules = {program(), library("libfoo.so").foo(), library("bar.so").exporting(bar)}};
  CHECK(bind(world, with_companion()).held == 2);
}

TEST_CASE("more companions than there is room for") {
  RuntimeSpec runtime;
  World world = {.modules = {program(), library("libfoo.so").foo()}};
  std::string who = "libfoo.so hosted 3.11.2";
  for (const std::string name : {"a", "b", "c", "d"}) {
    runtime.companions.push_back({name, {name}});
    world.modules.push_back(library(name).exporting(Export{name}));
    who += " + " + name;
  }
  check({{"four", world, who.c_str(), {}, nullptr, runtime}});
  runtime.companions.push_back({"e", {"e"}});
  world.modules.push_back(library("e").exporting(Export{"e"}));
  check({{"five", world, "nobody 3.11.2", {"libfoo.so: refused, it has no e"}, nullptr, runtime}});
}
