//! about: exceptions through each other's frames and caught by type, virtual bases, casts on either side
//! not-on: musl: Debian has no libstdc++ for it
//! runtime: runtime.cc
//! manifest: ../cxx/plugin.toml
//! hosts: static linked local global absent
//! variant: gcc | everywhere: | plugin-cflags: -O2
//! variant: clang | compiler: clang | plugin-cflags: -O2
//! variant: bsymbolic | runtime-flags: -Wl,-Bsymbolic
//! variant: protected | runtime-cflags: -fvisibility=protected
//! variant: program | program: | hosts: absent
//! variant: program-nonpie | program: | hosts: absent | plugin-flags: -no-pie | linkers: bfd lld mold
//! variant: program-clang | program: | hosts: absent | compiler: clang | plugin-cflags: -O2 -fPIE
#include "shapes.hh"

#include <cstdio>
#include <typeinfo>

namespace {

int destroyed_here;
struct Guard {
  ~Guard() { ++destroyed_here; }
};

struct OwnFailure : shapes::Failure {
  using Failure::Failure;
};
struct Unrelated {};

struct Diamond : shapes::Coloured, shapes::Sized {
  int corners() const override { return 3; }
  int size() const override { return 21; }
};

int throws_own(int value) {
  Guard guard;
  if (value == 0)
    throw Unrelated();
  throw OwnFailure(value);
}
int lets_runtime_throw(int value) {
  Guard guard;
  shapes::fails(value);
}

template <class Function> int caught(Function function) {
  try {
    return function();
  } catch (const OwnFailure &failure) {
    return 1000 + failure.code;
  } catch (const shapes::Failure &failure) {
    return 2000 + failure.code;
  } catch (const Unrelated &) {
    return 3000;
  }
}

} // namespace

extern "C" int plugin_run() {
  std::printf("own through the runtime %d %d, ", caught([] { return shapes::passes(throws_own, 1); }),
              caught([] { return shapes::passes(throws_own, 0); }));
  std::printf("destroyed there %d here %d\n", shapes::destroyed(), destroyed_here);
  std::printf("the runtime's through us %d, ", shapes::catches(lets_runtime_throw, 5));
  std::printf("ours caught there %d %d\n", shapes::catches(throws_own, 6), shapes::catches(throws_own, 0));
  std::printf("the runtime's caught here %d\n", caught([] { return shapes::passes(lets_runtime_throw, 7); }));
  shapes::keeps(throws_own, 8);
  std::printf("kept and thrown again %d\n", caught([]() -> int {
                shapes::throws_again();
                return 0;
              }));
  std::printf("destroyed there %d here %d\n", shapes::destroyed(), destroyed_here);

  Diamond mine;
  shapes::Shape *theirs = shapes::make_both();
  std::printf("cast there %d %d, whole %d\n", shapes::size_of(&mine), shapes::size_of(theirs),
              shapes::whole_of(&mine) == &mine);
  auto *coloured = dynamic_cast<shapes::Coloured *>(theirs);
  auto *sized = dynamic_cast<shapes::Sized *>(coloured);
  std::printf("cast here %d %d %d\n", coloured->colour(), sized->size(),
              dynamic_cast<Diamond *>(theirs) != nullptr);
  std::printf("types %d %d\n", typeid(*theirs) == typeid(*sized), typeid(shapes::Sized) == typeid(Diamond));
  delete theirs;
  return 0;
}
