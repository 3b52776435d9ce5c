// The ways to ask for a version that only a full stub has, and the variables in what is loaded.
#include "stub/core/more_ways.h"

#include "rules_table.h"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace fake;
using weakrt::ask_in_more_ways;
using weakrt::no_version;
using weakrt::record::pack_version;
using weakrt::record::VersionQuery;

namespace {

uintptr_t address(const void *data) {
  return reinterpret_cast<uintptr_t>(data);
}
template <class Function> uint64_t call(VersionQuery::Kind kind, Function *function) {
  return ask_in_more_ways(kind, {reinterpret_cast<uintptr_t>(function), 0, 0});
}

std::set<int32_t> known_to_jni;
int32_t is_known(void *arguments) {
  return known_to_jni.contains(*static_cast<int32_t *>(arguments)) ? 0 : -3;
}
uint64_t jni(const std::set<int32_t> &known) {
  known_to_jni = known;
  return call(VersionQuery::jni, is_known);
}

} // namespace

TEST_CASE("bytes: one for each number") {
  const uint8_t major = 5, minor = 36, patch = 200;
  CHECK(ask_in_more_ways(VersionQuery::bytes, {address(&major), address(&minor), address(&patch)}) ==
        pack_version(5, 36, 200));
  CHECK(ask_in_more_ways(VersionQuery::bytes, {address(&major), 0, 0}) == pack_version(5, 0, 0));
}

TEST_CASE("numbers-function: major, minor, patch, and what is not looked at") {
  CHECK(call(
            VersionQuery::numbers_function, +[](int *major, int *minor, int *patch, int *type) {
              *major = 8;
              *minor = 6;
              *patch = 13;
              *type = 2;
            }) == pack_version(8, 6, 13));
  CHECK(call(
            VersionQuery::numbers_function, +[](int *major, int *minor) {
              *major = 1;
              *minor = 2;
            }) == pack_version(1, 2, 0));
  CHECK(call(VersionQuery::numbers_function, +[](int *major) { *major = -1; }) == no_version);
  CHECK(call(VersionQuery::numbers_function, +[](int *, int *minor) { *minor = 70000; }) == no_version);
}

TEST_CASE("jni: the newest version that is known") {
  CHECK(jni({0x00010006, 0x00010008, 0x00090000, 0x000a0000}) == pack_version(10, 0, 0));
  CHECK(jni({0x00010001, 0x00010002, 0x00010004, 0x00010006, 0x00010008}) == pack_version(1, 8, 0));
  CHECK(jni({0x00150000, 0x000a0000}) == pack_version(21, 0, 0));
  CHECK(jni({0x00010001}) == no_version);
  CHECK(jni({}) == no_version);
}

TEST_CASE("a way that a later version has is no version") {
  const uint8_t number = 1;
  CHECK(ask_in_more_ways(99, {address(&number), 0, 0}) == no_version);
}

TEST_CASE("the variable that a library to load starts with") {
  char name[8];
  CHECK(std::string(weakrt::take_variable("$FOO/bin/foo.so", name, sizeof name)) == "/bin/foo.so");
  CHECK(std::string(name) == "FOO");
  CHECK(std::string(weakrt::take_variable("$FOO_HOME\\foo.dll", name, sizeof name)) == "\\foo.dll");
  CHECK(std::string(name) == "FOO_HOM");
}

TEST_CASE("bytes: of a provider that has none of them") {
  RuntimeSpec runtime;
  runtime.versions = {{VersionQuery::bytes, "foo_major", "foo_minor", "foo_patch"}};
  const Outcome outcome = bind({.modules = {program(), library("libfoo.so").foo()}}, runtime);
  CHECK(outcome.who == "nobody");
  CHECK(outcome.story.find("is version unknown") != std::string::npos);
}
