#include <ruby.h>

void Init_gem(void);
__attribute__((visibility("default"))) void Init_gem(void) {
  rb_define_global_const("GEM", INT2FIX(42));
}
