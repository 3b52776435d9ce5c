//! about: readers of another version: no more is written than the size they name, and what they do not know stays as it was
//! alone:
//! host: host.c
//! hosts: local absent
//! expect-out: table 1, sizes right 1
#include "../common/plugin.c"
