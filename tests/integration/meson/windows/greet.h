/* A runtime in miniature. */
#pragma once

#ifdef greet_EXPORTS
#define GREET_API __declspec(dllexport)
#else
#define GREET_API __declspec(dllimport)
#endif

GREET_API extern const char greet_version[];

/* The name of the file that this copy of it is in. */
GREET_API const char *greet_home(void);
