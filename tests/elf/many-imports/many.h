// 300 functions: more imports than the record has room for at first, so the plugin is linked twice.
#pragma once
// clang-format off: it moves these lines each time it sees them
#define TENS(X, hundreds)                                                                                    \
  ONES(X, hundreds##0)                                                                                       \
  ONES(X, hundreds##1)                                                                                       \
  ONES(X, hundreds##2) ONES(X, hundreds##3) ONES(X, hundreds##4) ONES(X, hundreds##5) ONES(X, hundreds##6)   \
      ONES(X, hundreds##7) ONES(X, hundreds##8) ONES(X, hundreds##9)
#define ONES(X, tens)                                                                                        \
  X(tens##0)                                                                                                 \
  X(tens##1) X(tens##2) X(tens##3) X(tens##4) X(tens##5) X(tens##6) X(tens##7) X(tens##8) X(tens##9)
#define MANY(X) TENS(X, 1) TENS(X, 2) TENS(X, 3)
// clang-format on
