#include "../common/runtime.c"
#include "arguments.h"

static vector_64 (*volatile vectors)(vector_64, int, vector_64) = foo_vector_64;
static double (*volatile numbers)(int count, ...) = foo_sum;
double foo_overwritten;

// Whoever loads this is inside of a call, whose arguments are in registers.
__attribute__((constructor)) static void overwrite_registers(void) {
  vector_64 a = {1.5f};
  foo_overwritten = numbers(8, 1., 2., 3., 4., 5., 6., 7., 8.) + (double)vectors(a, 9, a)[0];
}

double foo_sum_list(int count, va_list list) {
  double sum = 0;
  for (int i = 0; i < count; ++i)
    sum += va_arg(list, double);
  return sum;
}

double foo_sum(int count, ...) {
  va_list list;
  va_start(list, count);
  const double sum = foo_sum_list(count, list);
  va_end(list);
  return sum;
}

long double foo_format(const char *kinds, ...) {
  va_list list;
  va_start(list, kinds);
  long double sum = 0;
  for (int place = 1; *kinds; ++kinds, ++place)
    switch (*kinds) {
    case 'i':
      sum += place * va_arg(list, int);
      break;
    case 'l':
      sum += place * va_arg(list, long long);
      break;
    case 'd':
      sum += place * va_arg(list, double);
      break;
    case 'L':
      sum += place * va_arg(list, long double);
      break;
    case 'p':
      sum += place * va_arg(list, struct pair).b;
      break;
    case 'b':
      sum += place * va_arg(list, struct large).a[9];
    }
  va_end(list);
  return sum;
}

long foo_integers(char a, short b, int c, long d, long long e, unsigned char f, signed char g, long h, long i,
                  long j, long k, long l) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l;
}

double foo_floats(float a, double b, float c, double d, double e, double f, float g, double h, double i,
                  double j, double k, double l, double m, double n, double o, double p, double q, double r) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l +
         13 * m + 14 * n + 15 * o + 16 * p + 17 * q + 18 * r;
}

double foo_both(int a, double b, long c, float d, long e, double f, int g, double h, long i, double j, long k,
                double l, long m, double n, long o, double p, long q, double r) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + 10 * j + 11 * k + 12 * l +
         13 * m + 14 * n + 15 * o + 16 * p + 17 * q + 18 * r;
}

long double foo_long_double(int a, long double b, double c, long double d) {
  return a + 2 * b + 3 * c + 4 * d;
}

struct pair foo_pair(struct pair a, struct pair b, int c) {
  return (struct pair){a.a + 2 * b.a + c, a.b + 2 * b.b};
}

struct words foo_words(int a, struct words b, struct words c, struct words d, struct words e) {
  return (struct words){a + b.a + 2 * c.a + 3 * d.a + 4 * e.a, b.b + 2 * c.b + 3 * d.b + 4 * e.b};
}

struct floats foo_struct_floats(struct floats a, struct floats b, struct floats c) {
  return (struct floats){a.a + 2 * b.d + 3 * c.a, a.b + 2 * b.c + 3 * c.b, a.c + 2 * b.b + 3 * c.c,
                         a.d + 2 * b.a + 3 * c.d};
}

struct doubles foo_struct_doubles(struct doubles a, int b, struct doubles c, struct doubles d) {
  return (struct doubles){a.a + b * c.a + d.c, a.b + b * c.b + d.b, a.c + b * c.c + d.a};
}

struct bytes foo_bytes(struct bytes a, char b) {
  return (struct bytes){{a.a[0] + b, a.a[1] + b, a.a[2] + b}};
}

struct large foo_struct_large(struct large a, int b, struct large c) {
  for (int i = 0; i < 10; ++i)
    a.a[i] += b * c.a[i];
  return a;
}

struct mixed foo_mixed(struct mixed a, struct mixed b) {
  return (struct mixed){a.a + 2 * b.a, a.b + b.b};
}

union number foo_union(union number a, union number b) {
  a.a += b.a;
  return a;
}

widest foo_widest(int a, widest b, widest c, int d, widest e) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e;
}

double _Complex foo_complex(double _Complex a, float _Complex b, int c, double _Complex d) {
  return a + 2 * b + c + 3 * d;
}

float _Complex foo_complex_float(float _Complex a, float _Complex b) {
  return a + 2 * b;
}

long double _Complex foo_complex_long(long double _Complex a, int b) {
  return b * a;
}

int foo_callback(int (*function)(int, double), int a, double b) {
  return function(a, b);
}

vector_8 foo_vector_8(vector_8 a, int b, vector_8 c) {
  return a + (float)b * c;
}
vector_16 foo_vector_16(vector_16 a, int b, vector_16 c) {
  return a + (float)b * c;
}
vector_32 foo_vector_32(vector_32 a, int b, vector_32 c) {
  return a + (float)b * c;
}
vector_64 foo_vector_64(vector_64 a, int b, vector_64 c) {
  return a + (float)b * c;
}
