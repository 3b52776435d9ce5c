// The shipped manifests, with the real libpython where it is installed.
#include "kit.h"
#include "plugin_facts.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

using namespace link_test;
using Catch::Matchers::ContainsSubstring;

static constexpr std::string_view python_plugin = R"(
extern struct { long refcount; } _Py_NoneStruct;
extern void *PyLong_FromLong(long);
void *plugin_none(void) { return &_Py_NoneStruct; }
void *plugin_long(void) { return PyLong_FromLong(7); }
)";

TEST_CASE("a Python plugin without libpython on the line") {
  Workshop here;
  fs::path object = here.compile("plugin.o", python_plugin);
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(linker);
  check_linked(driver("gcc", linker) + Command{"-shared", "-Wl,-z,defs", "-o", out, object, "-Xlinker",
                                               "--weakrt-runtime=python@>=3.9"},
               out);
  CHECK(detached_in(out).contains("_Py_NoneStruct"));
  CHECK(detached_in(out).contains("PyLong_FromLong"));
  std::string told = must_run({tool(), "inspect", out}).out;
  CHECK_THAT(told, ContainsSubstring("python >=3.9") && ContainsSubstring("data      _Py_NoneStruct"));
}

TEST_CASE("a Python plugin with libpython on the line") {
  if (!run({"sh", "-c", "echo 'int x;' | gcc -shared -fPIC -xc - -o /dev/null -lpython3.11"}).ok())
    SKIP("libpython3.11-dev is not installed");
  Workshop here;
  fs::path object = here.compile("plugin.o", python_plugin);
  fs::path out = here / "plugin.so";
  auto linker = GENERATE(as<std::string>(), "", "bfd", "gold", "lld", "mold");
  CAPTURE(linker);
  check_linked(driver("gcc", linker) + Command{"-shared", "-o", out, object, "-lpython3.11", "-Xlinker",
                                               "--weakrt-runtime=python"},
               out);
  for (const std::string &name : needed_by(out))
    CHECK_FALSE(name.starts_with("libpython"));
  CHECK_THAT(must_run({tool(), "inspect", out}).out, ContainsSubstring("libpython3.11.so.1.0"));
}
