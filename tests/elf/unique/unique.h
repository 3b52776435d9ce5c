#pragma once
extern "C" const int *foo_unique_address();

template <class T> struct foo_box {
  static int value;
};
#ifdef UNIQUE_IMPORT
extern template int foo_box<int>::value;
#else
template <class T> int foo_box<T>::value = 77;
template struct foo_box<int>;
#endif
