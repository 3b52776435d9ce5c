#include "foo.h"
#include "trace.h"

extern "C" {
int foo_identify() {
  return 1;
}
int foo_is_live() {
  return 1;
}
int foo_add(int a, int b) {
  return a + b;
}
extern const char foo_version[];
const char foo_version[] = "2.0";
}

struct RuntimeThing {
  RuntimeThing();
  ~RuntimeThing();
  bool alive;
};
RuntimeThing::RuntimeThing() : alive(true) {
  trace("runtime: constructed");
}
RuntimeThing::~RuntimeThing() {
  alive = false;
  trace("runtime: destroyed");
}
extern RuntimeThing foo_thing;
RuntimeThing foo_thing;
