/* A runtime in miniature, for a machine that no Debian package brings a runtime for. */
#pragma once

extern const char greet_version[];

/* The name of the file that this copy of it is in. */
const char *greet_home(void);
