/* A host library in MetaCall's style. It evaluates expressions of several languages in whatever process it
 * is in; each language has a loader library beside this one, lib<tag>_loader.so.
 *
 * One thread at a time, and minicall_destroy() in the thread that evaluated first. */
#ifndef MINICALL_H
#define MINICALL_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What comes of it; the result is the value, the language's error, or why the loader cannot be used. */
enum minicall_outcome { MINICALL_VALUE, MINICALL_ERROR, MINICALL_NO_LOADER };

/* Evaluates an expression by the loader `tag`, "py" or "node", which is loaded when it is first asked for. */
int minicall_evaluate(const char *tag, const char *code, char *result, size_t size);

/* Which runtimes the loaders use, whose they are, and who has started them: a line for each loader. */
void minicall_describe(char *result, size_t size);

/* Stops the runtimes that this library has started. */
void minicall_destroy(void);

#ifdef __cplusplus
}
#endif

#endif
