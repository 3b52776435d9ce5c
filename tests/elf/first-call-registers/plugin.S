#include "registers.S"
  registers_callers
