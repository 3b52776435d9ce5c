#pragma once
extern "C" const int *foo_vague_address();
extern "C" const int *foo_host_address; // the runtime's, set by the host

template <class T> struct foo_vague {
  static int value;
};
#ifdef IMPORT
extern template int foo_vague<int>::value;
#else
template <class T> int foo_vague<T>::value = 5;
template struct foo_vague<int>;
#endif
