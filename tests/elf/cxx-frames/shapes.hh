#pragma once

namespace shapes {

struct Shape {
  virtual ~Shape();
  virtual int corners() const = 0;
};
struct Coloured : virtual Shape {
  virtual int colour() const;
};
struct Sized : virtual Shape {
  virtual int size() const;
};
/// Of the runtime, whose type the plugin knows only by its bases.
Shape *make_both();
/// dynamic_cast in the runtime.
int size_of(Shape *shape);
void *whole_of(Shape *shape);

struct Failure {
  explicit Failure(int code) : code(code) {}
  virtual ~Failure();
  int code;
};

/// Calls it in a frame that has something to destroy, and catches nothing; tells how often that was
/// destroyed.
int passes(int (*function)(int), int value);
int destroyed();
/// Catches what the function throws: a Failure's code, or -1.
int catches(int (*function)(int), int value);
[[noreturn]] void fails(int code);
/// Keeps what the function throws, for later.
void keeps(int (*function)(int), int value);
void throws_again();

} // namespace shapes
