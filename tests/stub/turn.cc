#include "turn.h"

#include "stub/elf/bind.h"

int weakrt::elf::busy;
unsigned long weakrt::elf::binder;

namespace turn {

struct Held : weakrt::elf::Turn {};

Held *take() {
  return new Held;
}
bool is_mine(const Held *turn) {
  return turn->mine;
}
void give_back(Held *turn) {
  delete turn;
}
void pretend_taken_by(int process) {
  weakrt::elf::busy = process;
}

} // namespace turn
