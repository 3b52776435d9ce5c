#include "shapes.hh"

#include <exception>
#include <utility>

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

namespace shapes {

namespace {
struct Both : Coloured, Sized {
  int corners() const override { return 4; }
};
int destroyed_count;
struct Guard {
  ~Guard() { ++destroyed_count; }
};
std::exception_ptr kept;
} // namespace

Shape::~Shape() = default;
int Coloured::colour() const {
  return 10;
}
int Sized::size() const {
  return 20;
}
Shape *make_both() {
  return new Both;
}
int size_of(Shape *shape) {
  const Sized *sized = dynamic_cast<const Sized *>(shape);
  return sized ? sized->size() : -1;
}
void *whole_of(Shape *shape) {
  return dynamic_cast<void *>(shape);
}

Failure::~Failure() = default;

int passes(int (*function)(int), int value) {
  Guard guard;
  return function(value) + 1;
}
int destroyed() {
  return destroyed_count;
}
int catches(int (*function)(int), int value) {
  try {
    return passes(function, value);
  } catch (const Failure &failure) {
    return failure.code;
  } catch (...) {
    return -1;
  }
}
void fails(int code) {
  throw Failure(code);
}
void keeps(int (*function)(int), int value) {
  try {
    function(value);
  } catch (...) {
    kept = std::current_exception();
  }
}
void throws_again() {
  std::exception_ptr now;
  std::swap(now, kept);
  std::rethrow_exception(now);
}

} // namespace shapes
