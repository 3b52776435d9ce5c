#include "registers.S"
  registers_store
  registers_clobber
