#include "stub/pe/pseudo_relocations.h"

#include "stub/core/strings.h"
#include "stub/pe/plugin.h"
#include "stub/pe/slots.h"

namespace weakrt::pe {

/// The first number of the table, and what it was.
static Address first_number;

/// Not aligned. Those of what is borrowed are as wide as an address (linkplugin/pe/detach.cc); where the
/// first one of all is not, what is behind it in its section was not touched either.
static Address read_number(const record::PseudoRelocation &one) {
  Address number;
  memcpy(&number, reinterpret_cast<const void *>(plugin_base() + one.target), sizeof number);
  return number;
}

static const record::PseudoRelocation *table(RecordView record) {
  return reinterpret_cast<const record::PseudoRelocation *>(plugin_base() +
                                                            record->pseudo_relocations.offset);
}

void remember_pseudo_relocations(RecordView record) {
  if (record->pseudo_relocations.count)
    first_number = read_number(*table(record));
}

bool move_pseudo_relocations(RecordView record, uint32_t slot, Address distance) {
  const record::PseudoRelocation *one = table(record), *end = one + record->pseudo_relocations.count;
  if (one != end && read_number(*one) == first_number)
    return true;
  for (; one != end; ++one) {
    if (one->slot != slot)
      continue;
    auto *target = reinterpret_cast<void *>(plugin_base() + one->target);
    Address number = read_number(*one) + distance;
    // It may be an operand in code: who runs in that page, maybe this very function, goes on.
    Unsealed page(reinterpret_cast<Address>(target), sizeof number, PAGE_EXECUTE_READWRITE);
    if (!page.ok())
      return false;
    memcpy(target, &number, sizeof number);
  }
  return true;
}

} // namespace weakrt::pe
