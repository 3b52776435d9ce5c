//! about: the finished file: same inputs same bytes, notes in one segment, build-id, markings, no room to spare moved
//! hosts: local
//! plugin-flags: -Wl,--build-id=sha1 -Wl,-soname,plugin.so
//! check: sh "$CASE/deterministic"
//! check: sh "$CASE/notes"
//! check: sh "$CASE/slots"
//! check: sh "$CASE/build-id"
//! check: sh "$CASE/nothing-else-changes"
//! variant: plain
//! variant: gc-sections | plugin-flags: -Wl,--gc-sections
//! variant: noseparate-code | plugin-flags: -Wl,-z,noseparate-code | linkers: bfd lld mold
#include "../common/plugin.c"
