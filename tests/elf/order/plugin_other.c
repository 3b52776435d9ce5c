// Another object of the plugin, with the lowest priority there is.
#include "order.h"

__attribute__((constructor)) static void start(void) {
  CHECKED("other: constructor");
}
__attribute__((destructor)) static void finish(void) {
  CHECKED("other: destructor");
}
__attribute__((constructor(102))) static void early(void) {
  CHECKED("other: constructor 102");
}

#pragma GCC diagnostic ignored "-Wprio-ctor-dtor"
__attribute__((constructor(0))) static void first(void) {
  CHECKED("other: constructor 0");
}
__attribute__((destructor(0))) static void last(void) {
  CHECKED("other: destructor 0");
}
