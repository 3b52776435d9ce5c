#include "linkplugin/linker/thunks.h"

#include "stub/include/weakrt/record.h"

namespace weakrt {

// The numbers of DWARF's call frame information that both tables below begin with.
static constexpr char pointer_is_distance_32 = 0x1b; // DW_EH_PE_pcrel | DW_EH_PE_sdata4

// One entry of .eh_frame: its length, and what is behind it, filled up with DW_CFA_nop.
static std::string entry(const elf::Machine &machine, uint32_t id, std::string_view contents) {
  TargetBytes body(machine);
  body.words({id}).text(contents);
  // The length itself is not counted, but aligned with the rest.
  while ((body.bytes.size() + 4) % machine.word_size() != 0)
    body.bytes.push_back(0);
  TargetBytes all(machine);
  all.words({static_cast<uint32_t>(body.bytes.size())}).text(body.bytes);
  return std::move(all.bytes);
}

// LSB, "Exception Frames": how a caller is found from anywhere in this many bytes of code.
static void add_unwind_table(ObjectFile &object, const elf::Machine &machine, uint32_t code_size) {
  const elf::CallThunks::Frame &frame = machine.thunks.frame;
  std::string common{1,
                     'z',
                     'R',
                     0,
                     static_cast<char>(frame.code_alignment),
                     frame.data_alignment,
                     static_cast<char>(frame.return_register),
                     1,
                     pointer_is_distance_32};
  common += frame.at_call;
  std::string table = entry(machine, 0, common);
  auto start = static_cast<uint32_t>(table.size());
  TargetBytes range(machine);
  range.words({0, code_size}).text(std::string_view("\0", 1)).text(frame.in_thunks);
  table += entry(machine, start + 4, range.bytes);
  TargetBytes end(machine);
  object.add({.name = ".eh_frame", .alignment = machine.word_size()}, table);
  object.relocate({{.offset = start + 8, .symbol = "weakrt_thunks", .type = machine.distance_32}});
}

void add_thunks(ObjectFile &object, const elf::Machine &machine, uint32_t count) {
  const elf::CallThunks &thunks = machine.thunks;
  std::string code(thunks.head);
  for (uint32_t i = 0; i < count; ++i)
    code += thunks.thunk(i, (i + 1) * record::thunk_size);
  object.add(
      {.name = ".text.weakrt_thunks", .flags = "SHF_ALLOC, SHF_EXECINSTR", .alignment = record::thunk_size},
      code);
  object.relocate({{.offset = thunks.jump.offset,
                    .symbol = "weakrt_first_call",
                    .type = thunks.jump.type,
                    .addend = thunks.jump.addend}});
  object.define("weakrt_thunks", ".text.weakrt_thunks", "STT_FUNC", code.size());
  object.need("weakrt_first_call");
  if (!thunks.frame.at_call.empty())
    add_unwind_table(object, machine, static_cast<uint32_t>(code.size()));
}

} // namespace weakrt
