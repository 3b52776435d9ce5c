//! about: exceptions both ways, dynamic_cast, typeid, virtual calls, classes derived from the runtime's
//! not-on: musl: Debian has no libstdc++ for it
//! runtime: runtime.cc
//! manifest: plugin.toml
//! hosts: static linked nonpie local global absent
//! variant: O0 | plugin-cflags: -O0
//! variant: O2 | everywhere: | plugin-cflags: -O2
//! variant: clang | differs: absent: own vtable 1 1 -> own vtable 1 0 | compiler: clang | plugin-cflags: -O2
//! variant: no-plt | plugin-cflags: -O2 -fno-plt
//! variant: nonpic-typeinfo | plugin-cflags: -O2 -fvisibility-inlines-hidden
//! variant: program | program: | hosts: absent | plugin-cflags: -O2
//! variant: program-nonpie | program: | hosts: absent | plugin-cflags: -O2 | plugin-flags: -no-pie
//! variant: program-clang | program: | hosts: absent | compiler: clang | plugin-cflags: -O2 -fPIE
#include "foo.hh"

#include <cstdio>
#include <string>
#include <typeinfo>

namespace {

struct Derived : foo::Base {
  int value() const override { return 7; }
};

struct PluginError : foo::Error {
  explicit PluginError(const char *text) : foo::Error(text) {}
};

int thrown_by_runtime() {
  try {
    foo::fail("from the runtime");
  } catch (const foo::Error &error) {
    return std::printf("caught %s\n", error.what()), 1;
  } catch (...) {
  }
  return 0;
}

int thrown_by_plugin() {
  return foo::catches([](int what) {
    if (what == 0)
      throw foo::Error("foo::Error");
    if (what == 1)
      throw PluginError("derived");
    if (what == 2)
      throw std::string("text");
  });
}

} // namespace

extern "C" int plugin_run() {
  std::printf("%d %d\n", thrown_by_runtime(), thrown_by_plugin());
  foo::Base *made = foo::make();
  Derived mine;
  std::printf("cast %d %d\n", dynamic_cast<foo::Special *>(made) != nullptr,
              dynamic_cast<foo::Special *>(static_cast<foo::Base *>(&mine)) != nullptr);
  std::printf("runtime casts %d %d\n", foo::is_special(made), foo::is_special(&mine));
  std::printf("typeid %d %d %s\n", typeid(*made) == typeid(foo::Special), typeid(*made) == typeid(Derived),
              typeid(*made).name());
  std::printf("virtual %d %d\n", made->value(), foo::value_of(mine));
  foo::Base plain;
  std::printf("own vtable %d %d\n", plain.value(), foo::shared_counter() == &foo::Inline::counter());
  delete made;
  return 0;
}
