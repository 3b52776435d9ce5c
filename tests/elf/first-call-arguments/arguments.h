// What a C compiler passes and returns in every way that a calling convention has.
#pragma once

#include <complex.h>
#include <stdarg.h>

struct pair {
  long a;
  double b;
};
struct words {
  long a, b;
};
struct floats {
  float a, b, c, d;
};
struct doubles {
  double a, b, c;
};
struct bytes {
  char a[3];
};
struct large {
  long a[10];
};
struct mixed {
  long double a;
  char b;
};
union number {
  double a;
  long b;
};
typedef float vector_8 __attribute__((vector_size(8)));
typedef float vector_16 __attribute__((vector_size(16)));
typedef float vector_32 __attribute__((vector_size(32)));
typedef float vector_64 __attribute__((vector_size(64)));
#ifdef __SIZEOF_INT128__
typedef __int128 widest;
#else
typedef long long widest;
#endif

double foo_sum(int count, ...);
long double foo_format(const char *kinds, ...);
double foo_sum_list(int count, va_list list);
long foo_integers(char a, short b, int c, long d, long long e, unsigned char f, signed char g, long h, long i,
                  long j, long k, long l);
double foo_floats(float a, double b, float c, double d, double e, double f, float g, double h, double i,
                  double j, double k, double l, double m, double n, double o, double p, double q, double r);
double foo_both(int a, double b, long c, float d, long e, double f, int g, double h, long i, double j, long k,
                double l, long m, double n, long o, double p, long q, double r);
long double foo_long_double(int a, long double b, double c, long double d);
struct pair foo_pair(struct pair a, struct pair b, int c);
struct words foo_words(int a, struct words b, struct words c, struct words d, struct words e);
struct floats foo_struct_floats(struct floats a, struct floats b, struct floats c);
struct doubles foo_struct_doubles(struct doubles a, int b, struct doubles c, struct doubles d);
struct bytes foo_bytes(struct bytes a, char b);
struct large foo_struct_large(struct large a, int b, struct large c);
struct mixed foo_mixed(struct mixed a, struct mixed b);
union number foo_union(union number a, union number b);
widest foo_widest(int a, widest b, widest c, int d, widest e);
double _Complex foo_complex(double _Complex a, float _Complex b, int c, double _Complex d);
float _Complex foo_complex_float(float _Complex a, float _Complex b);
long double _Complex foo_complex_long(long double _Complex a, int b);
int foo_callback(int (*function)(int, double), int a, double b);
vector_8 foo_vector_8(vector_8 a, int b, vector_8 c);
vector_16 foo_vector_16(vector_16 a, int b, vector_16 c);
vector_32 foo_vector_32(vector_32 a, int b, vector_32 c);
vector_64 foo_vector_64(vector_64 a, int b, vector_64 c);
