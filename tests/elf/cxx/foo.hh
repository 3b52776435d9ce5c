#pragma once
#include <stdexcept>

namespace foo {

struct Error : std::runtime_error {
  explicit Error(const char *text);
  ~Error() override;
};
[[noreturn]] void fail(const char *text);
int catches(void (*function)(int));

struct Base {
  virtual ~Base();
  virtual int value() const;
};
struct Special : Base {
  int value() const override;
};
Base *make();
bool is_special(const Base *base);
int value_of(const Base &base);

struct Inline {
  static int &counter() {
    static int count;
    return count;
  }
};
int *shared_counter();

} // namespace foo
