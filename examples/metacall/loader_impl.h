/* What a loader library offers to the host library that has loaded it. */
#ifndef LOADER_IMPL_H
#define LOADER_IMPL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct loader_impl_interface {
  /* Starts the runtime; 0 if it runs then. The host library calls it where the runtime is there and does not
   * run. */
  int (*initialize)(void);
  /* Evaluates an expression: 0 and the value as text, or 1 and the error that the language has raised. */
  int (*evaluate)(const char *code, char *result, size_t size);
  /* Stops what `initialize` has started. */
  void (*destroy)(void);
};

/* Each loader library exports its own, <tag>_loader_impl. */
extern const struct loader_impl_interface py_loader_impl, node_loader_impl;

#ifdef __cplusplus
}
#endif

#endif
