// Where the imports of a plugin are, once the provider is known: rules 3 and 6.
#include "fake_process.h"

#include <catch2/catch_test_macros.hpp>

using namespace fake;

namespace {

using Lines = std::vector<std::string>;

struct Row {
  const char *name;
  World world;
  std::vector<ImportSpec> imports;
  Lines where;              ///< see Outcome::imports
  const char *missing = ""; ///< see Outcome::missing
};

void check(const std::vector<Row> &rows) {
  for (const Row &row : rows) {
    RuntimeSpec runtime;
    runtime.imports = row.imports;
    const Outcome outcome = bind(row.world, runtime);
    INFO(row.name << "\n" << outcome.story);
    CHECK(outcome.imports == row.where);
    CHECK(outcome.missing == row.missing);
    CHECK(outcome.lacks == (*row.missing != 0));
    CHECK(outcome.problems == Lines{});
    // What is missing is the story's end, so that it can be told from there.
    CHECK(outcome.story.ends_with(outcome.missing));
  }
}

Lines names(std::initializer_list<const char *> all) {
  return {all.begin(), all.end()};
}

} // namespace

TEST_CASE("rule 3: one provider, and the main program's own identities") {
  const Image foo = library("libfoo.so").foo().exporting(names({"foo_data"}));
  check({
      {"all from the provider, though another has them too",
       {.modules = {program(), library("other.so").exporting(names({"foo_data"})), foo}},
       {{"foo_add"}, {"foo_data"}},
       {"foo_add in libfoo.so", "foo_data in libfoo.so"}},
      {"a copied datum is the main program's",
       {.modules = {program().exporting(names({"foo_data"})), foo}},
       {{"foo_add"}, {"foo_data"}},
       {"foo_add in libfoo.so", "foo_data in the main program"}},
      {"a function that the main program knows by its PLT entry",
       {.modules = {program().exporting(Export{"foo_add", Export::plain, "", true}), foo}},
       {{"foo_add"}, {"foo_data"}},
       {"foo_add in the main program", "foo_data in libfoo.so"}},
      {"the main program is the provider",
       {.modules = {program().foo().exporting(names({"foo_data"})),
                    library("other.so").exporting(names({"foo_new"}))}},
       {{"foo_add"}, {"foo_new"}},
       {"foo_add in the main program", "foo_new nowhere"},
       "foo_new"},
      {"what is inside the main program",
       {.inside = program().foo().exporting(names({"foo_data"}))},
       {{"foo_add"}, {"foo_data"}},
       {"foo_add inside the main program", "foo_data inside the main program"}},
      {"the main program has the runtime and was not chosen: nothing of it is mixed in",
       {.modules = {program().foo().exporting(names({"foo_data"})), foo.live()}},
       {{"foo_add"}, {"foo_data"}},
       {"foo_add in libfoo.so", "foo_data in libfoo.so"}},
      {"no main program in this namespace", {.modules = {foo}}, {{"foo_add"}}, {"foo_add in libfoo.so"}},
  });
}

TEST_CASE("rule 3: what the companion has") {
  RuntimeSpec runtime;
  runtime.companions = {{"bar", {"bar_init"}}};
  runtime.imports = {{"foo_add"}, {"bar_init"}, {"both"}};
  const Outcome outcome =
      bind({.modules = {program(), library("libbar.so").exporting(names({"bar_init", "both"})),
                        library("libfoo.so").foo().exporting(names({"both"}))}},
           runtime);
  CHECK(outcome.imports == Lines{"foo_add in libfoo.so", "bar_init in libbar.so", "both in libfoo.so"});
  CHECK(outcome.missing.empty());
  CHECK(outcome.problems == Lines{});
}

TEST_CASE("rule 6: all that is missing is told together, and what is optional is not missing") {
  const Image foo = library("libfoo.so").foo();
  const Export versioned{"foo_new", Export::plain, "FOO_2"};
  check({
      {"all are there",
       {.modules = {program(), foo}},
       {{"foo_add"}, {"foo_init"}},
       {"foo_add in libfoo.so", "foo_init in libfoo.so"}},
      {"several are missing, between others",
       {.modules = {program(), foo}},
       {{"foo_a"}, {"foo_add"}, {"foo_b"}, {"foo_c"}},
       {"foo_a nowhere", "foo_add in libfoo.so", "foo_b nowhere", "foo_c nowhere"},
       "foo_a, foo_b, foo_c"},
      {"an optional one is missing",
       {.modules = {program(), foo}},
       {{"foo_a", true}, {"foo_add"}},
       {"foo_a nowhere", "foo_add in libfoo.so"}},
      {"an optional one is there",
       {.modules = {program(), foo}},
       {{"foo_add", true}},
       {"foo_add in libfoo.so"}},
      {"an optional one and a required one",
       {.modules = {program(), foo}},
       {{"foo_a", true}, {"foo_b"}},
       {"foo_a nowhere", "foo_b nowhere"},
       "foo_b"},
      {"the version of the symbol",
       {.modules = {program(), foo.exporting(versioned)}},
       {{"foo_new", false, "FOO_2"}},
       {"foo_new in libfoo.so"}},
      {"another version of the symbol",
       {.modules = {program(), foo.exporting(versioned)}},
       {{"foo_new", false, "FOO_3"}},
       {"foo_new nowhere"},
       "foo_new"},
  });
}

TEST_CASE("rule 6: a thread-local variable is there where a thread-local variable is, and has no address") {
  const Image foo = library("libfoo.so").foo();
  const Export variable{"foo_state", Export::thread_local_data};
  constexpr auto thread_local_data = weakrt::record::Import::thread_local_data;
  check({
      {"it is there",
       {.modules = {program(), foo.exporting(variable)}},
       {{"foo_state", false, "", thread_local_data}, {"foo_add"}},
       {"foo_state nowhere", "foo_add in libfoo.so"}},
      {"the main program's own is the one",
       {.modules = {program().exporting(variable), foo}},
       {{"foo_state", false, "", thread_local_data}},
       {"foo_state nowhere"}},
      {"it is missing",
       {.modules = {program(), foo}},
       {{"foo_state", false, "", thread_local_data}},
       {"foo_state nowhere"},
       "foo_state"},
      {"an optional one is missing",
       {.modules = {program(), foo}},
       {{"foo_state", true, "", thread_local_data}},
       {"foo_state nowhere"}},
      {"it is none there",
       {.modules = {program(), foo.exporting(names({"foo_state"}))}},
       {{"foo_state", false, "", thread_local_data}},
       {"foo_state nowhere"},
       "foo_state"},
      {"what should be a variable for all threads is one for each there",
       {.modules = {program(), foo.exporting(variable)}},
       {{"foo_state", false, "", weakrt::record::Import::data}},
       {"foo_state nowhere"},
       "foo_state"},
  });
}

TEST_CASE("rule 6: what is missing is missing, whether the story has room for it or not") {
  RuntimeSpec runtime;
  runtime.imports = {{"foo_a"}, {"foo_add"}};
  World world = {.modules = {program(), library("libfoo.so").foo()}};
  for (const size_t room : {200, 128, 64, 16, 4, 1}) {
    world.story_room = room;
    const Outcome outcome = bind(world, runtime);
    INFO("room " << room << "\n" << outcome.story);
    CHECK(outcome.lacks);
    CHECK(outcome.story.size() < room);
    CHECK(std::string("foo_a").starts_with(outcome.missing.substr(0, outcome.missing.find('.'))));
    CHECK(outcome.problems == Lines{});
  }
}
