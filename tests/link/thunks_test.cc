// The machine code of bind = "call", for each architecture: what weakrt writes against what an assembler
// makes of the same instructions.
#include "workshop.h"

#include "linkplugin/linker/thunks.h"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_all.hpp>

#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace link_test {

namespace {

/// Imports where an immediate operand gets longer, or another half of it is needed.
constexpr std::array<uint32_t, 11> imports = {0, 1, 127, 128, 2047, 2048, 4095, 4096, 65535, 65536, 100000};

/// By the architecture's name: its assembler's triple and features, the instructions of the head and of a
/// thunk
/// (\n is its import), and where a caller is found (in a thunk, all along).
struct Assembly {
  std::string_view name, triple, features, head, thunk, caller;
  uint32_t flags = 0; ///< e_flags of its objects
};

// i386: an assembler would write a small operand of push, which is shorter.
constexpr Assembly assemblies[] = {
    {"x86-64", "x86_64-linux-gnu", "", "{disp32} jmp weakrt_first_call; .fill 11, 1, 0xcc",
     "endbr64; movl $\\n, %r11d; {disp32} jmp head; int3", "CFA=RSP+8: RIP=[CFA-8]"},
    {"i386", "i686-linux-gnu", "", ".fill 9, 1, 0xcc; {disp32} jmp weakrt_first_call; int3; int3",
     "endbr32; .byte 0x68; .long \\n; {disp32} jmp head+9; int3; int3",
     "CFA=DW_OP_breg4 ESP+4, DW_OP_breg8 EIP+0, DW_OP_lit15, DW_OP_and, DW_OP_lit9, DW_OP_ge, DW_OP_lit2, "
     "DW_OP_shl, "
     "DW_OP_plus: EIP=[CFA-4]"},
    {"aarch64", "aarch64-linux-gnu", "+bti", "b weakrt_first_call",
     "bti c; movz w16, #(\\n & 0xffff); movk w16, #(\\n >> 16), lsl #16; b head", "CFA=WSP"},
    {"arm", "armv7-linux-gnueabihf", "", "b weakrt_first_call; udf #0; udf #0; udf #0",
     "movw r12, #(\\n & 0xffff); movt r12, #(\\n >> 16); b head; udf #0", ""},
    {"riscv64", "riscv64-linux-gnu", "", "1: auipc t3, %pcrel_hi(weakrt_first_call); jr %pcrel_lo(1b)(t3)",
     "lui t1, %hi(\\n); addiw t1, t1, %lo(\\n); 1: auipc t3, %pcrel_hi(head); jr %pcrel_lo(1b)(t3)",
     "CFA=X2"},
    {"ppc64le", "powerpc64le-linux-gnu", "", "b weakrt_first_call; trap; trap; trap",
     "lis 12, \\n >> 16; ori 12, 12, \\n & 0xffff; b head; trap", "CFA=X1", 2},
    {"s390x", "s390x-linux-gnu", "", "jg weakrt_first_call; .fill 10, 1, 7",
     "lgfi %r1, \\n; jg head; bcr 0, %r7; bcr 0, %r7", "CFA=R15D+160"},
    {"loong64", "loongarch64-linux-gnu", "+d", "b weakrt_first_call; break 0; break 0; break 0",
     "lu12i.w $t0, \\n >> 12; ori $t0, $t0, \\n & 0xfff; b head; break 0", "CFA=R3", 0x43},
};

const Assembly &assembly_of(const weakrt::elf::Machine &machine) {
  for (const Assembly &assembly : assemblies)
    if (assembly.name == machine.name)
      return assembly;
  FAIL("no assembly for " << machine.name);
  return assemblies[0];
}

class Bench {
public:
  explicit Bench(const weakrt::elf::Machine &machine) : assembly_(assembly_of(machine)) {}

  fs::path assemble(std::string_view name, std::string_view text) const {
    const fs::path object = shop_ / fmt::format("{}.o", name);
    must_run({"llvm-mc-19", "--triple=" + std::string(assembly_.triple),
              "--mattr=" + std::string(assembly_.features), "--filetype=obj", shop_.write(name, text), "-o",
              object});
    return object;
  }

  /// Links the thunks with a first call behind them.
  fs::path link(const fs::path &thunks) const {
    const fs::path entry = assemble("entry.s", ".section .text.weakrt_first_call, \"ax\"\n"
                                               ".globl weakrt_first_call\nweakrt_first_call: .fill 64\n");
    fs::path linked = thunks;
    linked.replace_extension(".out");
    must_run({"ld.lld-19", "-e", "weakrt_first_call", thunks, entry, "-o", linked});
    return linked;
  }

  std::string code(const fs::path &linked) const {
    must_run({"llvm-objcopy-19", "-O", "binary", "--only-section=.text", linked, shop_ / "code"});
    return read_file(shop_ / "code");
  }

  fs::path write(std::string_view name, std::string_view bytes) const { return shop_.write(name, bytes); }

private:
  Workshop shop_;
  const Assembly &assembly_;
};

std::string in_hex(std::string_view bytes) {
  std::string text;
  for (const unsigned char byte : bytes)
    text += fmt::format("{:02x} ", byte);
  return text;
}

} // namespace

TEST_CASE("thunks are what an assembler makes of their instructions") {
  const weakrt::elf::Machine &machine = *GENERATE(from_range(weakrt::elf::machines()));
  CAPTURE(machine.name);
  const Assembly &assembly = assembly_of(machine);
  const Bench bench(machine);

  weakrt::Target target;
  target.machine = &machine;
  target.flags = assembly.flags;
  weakrt::ObjectFile object(target);
  weakrt::add_thunks(object, machine, imports.back() + 1);
  const auto bytes = object.finish("the thunks");
  REQUIRE(bytes);
  const fs::path ours = bench.link(bench.write("ours.o", *bytes));

  const fs::path theirs = bench.link(
      bench.assemble("theirs.s", fmt::format("{}.section .text.weakrt_thunks, \"ax\"\n.p2align 4\nhead: {}\n"
                                             ".irp n, {}\n.org 16 * (\\n + 1)\n{}\n.endr\n.p2align 4\n",
                                             machine.name == "ppc64le" ? ".abiversion 2\n" : "",
                                             assembly.head, fmt::join(imports, ", "), assembly.thunk)));

  const std::string our_code = bench.code(ours), their_code = bench.code(theirs);
  REQUIRE(our_code.size() == their_code.size());
  CHECK(in_hex(our_code.substr(0, 16)) == in_hex(their_code.substr(0, 16)));
  for (const uint32_t import : imports) {
    CAPTURE(import);
    const size_t offset = 16 * (size_t(import) + 1);
    CHECK(in_hex(our_code.substr(offset, 16)) == in_hex(their_code.substr(offset, 16)));
  }

  const Outcome tables = must_run({"llvm-dwarfdump-19", "--eh-frame", ours});
  CHECK(tables.err == "");
  if (!assembly.caller.empty())
    CHECK(count(tables.out, fmt::format(": {}\n", assembly.caller)) == 1);
}

} // namespace link_test
