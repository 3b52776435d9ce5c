// What core/ has of the C library: the platform's, or, where a plugin may have none, its own.
#pragma once

#include <stddef.h>

extern "C" {
int strcmp(const char *a, const char *b);
char *strstr(const char *text, const char *part);
size_t strlen(const char *text);
void *memcpy(void *to, const void *from, size_t size);
}
