// All small processes, and many larger ones made by chance. The tables of rules_test.cc say what a rule
// means; here nothing may happen that no rule allows, whoever is there and in whatever order.
#include "fake_process.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

using namespace fake;

namespace {

/// What a module may be.
struct Kind {
  const char *name;
  bool has = false;
  bool live = false;
  bool fits = true;
  bool holdable = true;
  bool inside = false;   ///< the main program has it and does not export it
  bool unusable = false; ///< and it cannot be bound to
};
const Kind nothing{"nothing"};
const std::vector<Kind> library_kinds = {
    nothing,
    {.name = "dead", .has = true},
    {.name = "live", .has = true, .live = true},
    {.name = "dead, does not fit", .has = true, .fits = false},
    {.name = "live, does not fit", .has = true, .live = true, .fits = false},
    {.name = "cannot be held", .has = true, .live = true, .holdable = false},
};
const std::vector<Kind> program_kinds = {
    nothing,
    {.name = "dead", .has = true},
    {.name = "live", .has = true, .live = true},
    {.name = "live, does not fit", .has = true, .live = true, .fits = false},
    {.name = "dead, inside", .has = true, .inside = true},
    {.name = "live, inside", .has = true, .live = true, .inside = true},
    {.name = "inside, does not fit", .has = true, .fits = false, .inside = true},
    {.name = "inside, unusable", .has = true, .inside = true, .unusable = true},
};

/// What a file may be that is tried when nobody is there.
struct FileKind {
  const char *name;
  bool there = true;
  bool has = false;
  bool fits = true;
  bool stays = false;
  bool here = false;
  bool brings = false; ///< another one
};
const std::vector<FileKind> file_kinds = {
    {.name = "not there", .there = false},
    {.name = "is not it"},
    {.name = "is not it and stays", .stays = true},
    {.name = "fits", .has = true},
    {.name = "does not fit", .has = true, .fits = false},
    {.name = "does not fit and stays", .has = true, .fits = false, .stays = true},
    {.name = "in the current directory", .has = true, .here = true},
    {.name = "brings another", .has = true, .brings = true},
};

Image make(Image image, const Kind &kind) {
  image = kind.has ? image.foo(kind.fits ? "3.11.2" : "2.3.4") : image.exporting(Export{"foo_init"});
  image.is_live = kind.live;
  image.holdable = kind.holdable;
  return image;
}

void add_file(World &world, const FileKind &kind, const std::string &name) {
  if (!kind.there)
    return;
  Image image = library(name);
  image = kind.has ? image.foo(kind.fits ? "3.11.2" : "2.3.4") : image.exporting(Export{"foo_init"});
  image.stays = kind.stays;
  if (kind.brings)
    image = image.bringing(library("brought by " + name).foo());
  if (kind.here)
    world.here.push_back(name);
  world.files.push_back(image);
}

/// The modules, and what the rules make of them.
struct Process {
  World world{};
  std::string told{};
  std::vector<std::pair<std::string, Kind>> all{};

  void add(const std::string &name, const Kind &kind) {
    told += name + ": " + kind.name + "\n";
    all.emplace_back(name, kind);
    if (!name.empty())
      world.modules.push_back(make(library(name), kind));
    else if (!kind.inside)
      world.modules.front() = make(program(), kind);
    else {
      world.inside = make(program(), kind);
      world.unusable = kind.unusable ? "of a test" : nullptr;
    }
  }

  /// Rule 4, once more and in other words: all are compared with all. nullptr: nobody is there, or a tie.
  /// A program that has it and cannot be bound to counts where it is alone.
  const std::pair<std::string, Kind> *best() const {
    const bool others =
        std::ranges::any_of(all, [](const auto &one) { return one.second.has && !one.second.inside; });
    std::vector<const std::pair<std::string, Kind> *> found;
    for (const auto &one : all)
      if (one.second.has && !(one.second.unusable && others))
        found.push_back(&one);
    for (const auto *one : found)
      if (std::ranges::all_of(found, [&](const auto *other) { return other == one || better(*one, *other); }))
        return one;
    return nullptr;
  }

private:
  // What cannot be held cannot be asked either.
  static bool is_live(const Kind &kind) { return kind.has && kind.live && kind.holdable; }
  static bool better(const std::pair<std::string, Kind> &a, const std::pair<std::string, Kind> &b) {
    if (is_live(a.second) != is_live(b.second))
      return is_live(a.second);
    return a.first.empty() && !b.first.empty();
  }
};

std::string wanted_of(const Process &process) {
  const auto *best = process.best();
  if (!best || best->second.unusable || !best->second.holdable)
    return "nobody";
  if (!best->second.fits)
    return "nobody 2.3.4";
  return (best->first.empty() ? "the main program" : best->first) + " hosted 3.11.2";
}

void require_nothing_wrong(const Outcome &outcome) {
  INFO(outcome.story << "\nlog: " << outcome.log);
  REQUIRE(outcome.problems == std::vector<std::string>{});
}

} // namespace

TEST_CASE("every process of a main program and three libraries") {
  const auto &kinds = library_kinds;
  for (const Kind &main : program_kinds)
    for (const Kind &first : kinds)
      for (const Kind &second : kinds)
        for (const Kind &third : kinds) {
          Process process;
          process.add("", main);
          process.add("first.so", first);
          process.add("second.so", second);
          process.add("third.so", third);
          if (!main.has && !first.has && !second.has && !third.has)
            continue;
          add_file(process.world, file_kinds[3], "libfoo.so");
          const Outcome outcome = bind(process.world);
          INFO(process.told << outcome.story);
          REQUIRE(outcome.who == wanted_of(process));
          REQUIRE(outcome.loaded.empty());
          require_nothing_wrong(outcome);
        }
}

TEST_CASE("every two files to load, where nobody is there") {
  for (const FileKind &first : file_kinds)
    for (const FileKind &second : file_kinds)
      for (const bool partly : {false, true}) {
        Process process;
        process.add("", nothing);
        if (partly)
          process.add("partly.so", nothing);
        add_file(process.world, first, "libfoo.so.3");
        add_file(process.world, second, "libfoo.so");
        std::string wanted = "nobody";
        for (const auto &[kind, name] : {std::pair{&first, "libfoo.so.3"}, std::pair{&second, "libfoo.so"}}) {
          if (!kind->has || kind->here)
            continue;
          if (kind->fits)
            wanted = std::string(name) + " owned 3.11.2";
          else
            wanted = "nobody 2.3.4";
          if (kind->fits || kind->stays)
            break;
        }
        const Outcome outcome = bind(process.world);
        INFO("first " << first.name << ", second " << second.name << "\n" << outcome.story);
        REQUIRE(outcome.who == wanted);
        require_nothing_wrong(outcome);
      }
}

TEST_CASE("many processes by chance") {
  int bound = 0, failed = 0;
  for (unsigned seed = 0; seed < 4000; ++seed) {
    std::mt19937 random(seed);
    auto below = [&](size_t count) { return random() % count; };
    Process process;
    process.add("", program_kinds[below(program_kinds.size())]);
    for (size_t i = below(5); i-- > 0;)
      process.add("lib" + std::to_string(i) + ".so",
                  library_kinds[below(3) ? 0 : below(library_kinds.size())]);
    RuntimeSpec runtime;
    runtime.versions = {
        {weakrt::record::VersionQuery::text_function, below(4) ? "foo_version" : "foo_Version"}};
    if (!below(4))
      runtime.range = {};
    if (!below(4))
      runtime.initialised = "";
    runtime.never_load = !below(8);
    if (!below(3))
      runtime.companions = {{"bar", {"bar_init"}}};
    for (Image &image : process.world.modules)
      if (!below(2))
        image = image.exporting(Export{"bar_init"}).needing("lib" + std::to_string(below(3)) + ".so");
    for (const char *name : {"libfoo.so.3", "libfoo.so"})
      add_file(process.world, file_kinds[below(file_kinds.size())], name);
    for (Image &file : process.world.files)
      if (!below(2))
        file = file.bringing(library("libbar.so").exporting(Export{"bar_init"})).needing("libbar.so");
    if (!below(8))
      process.world.host_gives = below(2) ? "lib0.so" : stranger;
    if (!below(8))
      process.world.overriding = below(2) ? "libfoo.so" : "gone.so";
    runtime.imports = {{"foo_add"}, {"foo_init", true}, {"bar_init", true}};
    const Outcome outcome = bind(process.world, runtime, below(16) ? nullptr : "lib1.so");
    INFO("seed " << seed << "\n" << process.told << outcome.who);
    require_nothing_wrong(outcome);
    ++(outcome.who.starts_with("nobody") ? failed : bound);
  }
  // By chance, but not all the same.
  CHECK(bound > 400);
  CHECK(failed > 400);
}
