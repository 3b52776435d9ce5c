#include "foo.hh"

#include <string>

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

namespace foo {

Error::Error(const char *text) : std::runtime_error(text) {}
Error::~Error() = default;
void fail(const char *text) {
  throw Error(text);
}

int catches(void (*function)(int)) {
  int caught = 0;
  for (int i = 0; i < 4; ++i)
    try {
      function(i);
      caught += 1000;
    } catch (const Error &) {
      caught += 1;
    } catch (const std::string &) {
      caught += 10;
    }
  return caught;
}

Base::~Base() = default;
int Base::value() const {
  return 1;
}
int Special::value() const {
  return 2;
}
Base *make() {
  return new Special;
}
bool is_special(const Base *base) {
  return dynamic_cast<const Special *>(base) != nullptr;
}
int value_of(const Base &base) {
  return base.value();
}
int *shared_counter() {
  return &Inline::counter();
}

} // namespace foo
