//! about: AArch64: BTI, PAC and GCS stay, and with BTI enforced by qemu all that the stub is entered by is a landing pad
//! alone:
//! hosts: local
//! requires: aarch64-linux-gnu-gcc qemu-aarch64 clang-19
//! variant: gcc | check: sh "$CASE/check" gcc
//! variant: forced | linkers: bfd lld | check: sh "$CASE/check" gcc -Wl,-z,force-bti
//! variant: pac-plt | linkers: bfd lld | check: sh "$CASE/check" gcc -Wl,-z,pac-plt
//! variant: clang | check: sh "$CASE/check" clang
#include "../common/plugin.c"
