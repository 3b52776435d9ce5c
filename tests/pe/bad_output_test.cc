// Links of plugins for Windows that come to nothing: what a linker may write, and what cannot borrow.
#include "kit.h"

#include <fmt/format.h>

using namespace pe_test;

namespace {

/// A linker that links, and then changes what it has written: `change` is Python that has it in `image`, the
/// offset of its headers in `headers`, and that of the record in `record`.
fs::path changing_linker(const Workshop &here, const std::string &name, const std::string &change) {
  const std::string script = "import struct, sys\n"
                             "image = bytearray(open(sys.argv[1], 'rb').read())\n"
                             "def word(at): return struct.unpack_from('<I', image, at)[0]\n"
                             "def put(at, value, size='I'): struct.pack_into('<' + size, image, at, value)\n"
                             "headers = word(0x3c)\n"
                             "record = word(image.index(b'.weakrt\\0') + 20)\n" +
                             change + "\nopen(sys.argv[1], 'wb').write(image)\n";
  here.write(name + ".py", script);
  return here.script(name, fmt::format("ld.lld-19 \"$@\" || exit\nwhile [ \"$1\" != -o ]; do shift; done\n"
                                       "exec python3 {}.py \"$2\"",
                                       (here / name).string()));
}

void check_refused(const Workshop &here, const Command &link) {
  const Outcome outcome = run(link);
  INFO(outcome.err);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(link, outcome));
  CHECK_FALSE(fs::exists(here / "plugin.dll"));
}

} // namespace

TEST_CASE("a linker's output for Windows that cannot be detached is refused with the reason") {
  Workshop here;
  const Maker maker(here);
  struct Change {
    std::string name, text;
  };
  const Change changes[] = {
      {"signed", "put(headers + 24 + 112 + 8 * 4, 4096); put(headers + 24 + 112 + 8 * 4 + 4, 8)"},
      {"detached", "put(record + 16, 1)"},
      {"moved", "put(record + 48, 4096, 'Q')"},
      {"small", "put(record + 36, 0)"},
      {"other-format", "put(record + 8, 99)"},
      {"cut-record", "put(record + 12, 0x7fffffff)"},
      {"without-record", "put(record, 0)"},
      {"many-runtimes", "put(record + 24, 9)"},
      {"imports-elsewhere", "put(headers + 24 + 112 + 8, 0x7fffffff)"},
      {"exports-elsewhere", "put(headers + 24 + 112, 0x7fffffff)"},
      {"callbacks-elsewhere", "put(headers + 24 + 112 + 8 * 9, 0x7fffffff)"},
      // The section ends behind the first slot of the runtime's.
      {"two-sections",
       "count, = struct.unpack_from('<H', image, headers + 6)\n"
       "size, = struct.unpack_from('<H', image, headers + 20)\n"
       "sections = range(headers + 24 + size, headers + 24 + size + 40 * count, 40)\n"
       "def holder(address): return next(s for s in sections if 0 <= address - word(s + 12) < word(s + 16))\n"
       "def offset(address): return address - word(holder(address) + 12) + word(holder(address) + 20)\n"
       "entry = offset(word(headers + 24 + 112 + 8))\n"
       "while image[offset(word(entry + 12)):][:3] != b'rt.': entry += 20\n"
       "slots = word(entry + 16)\n"
       "put(holder(slots) + 8, slots + 8 - word(holder(slots) + 12))"},
      {"half", "del image[len(image) // 2:]"},
      {"nothing", "del image[:]"},
  };
  for (const Change &change : changes) {
    CAPTURE(change.name);
    check_refused(here,
                  maker.plugin_link(here / "plugin.dll") +
                      Command{"--weakrt-linker=" + changing_linker(here, change.name, change.text).string()});
  }
  // An ELF file, or none at all.
  const fs::path elf = here.library("elf.so", "int f(void) { return 1; }");
  for (const auto &[name, body] :
       {std::pair("elf", "while [ \"$1\" != -o ]; do shift; done; cp " + elf.string() + " \"$2\""),
        std::pair("lazy", std::string("exit 0"))})
    check_refused(here, maker.plugin_link(here / "plugin.dll") +
                            Command{"--weakrt-linker=" + here.script(name, body).string()});
}

TEST_CASE("kinds of output for Windows that cannot borrow are one error that names the fix") {
  Workshop here;
  const Maker maker(here);
  check_refused(here, maker.plugin_link(here / "plugin.dll", "", "", {"-r"}));
  const Command nameless = maker.plugin_link("");
  check_refused(here, in_folder(here.folder(), nameless));
  check_refused(here, maker.plugin_link(here / "missing/plugin.dll"));
}

TEST_CASE("without the compiler's collect2 there is no link by gcc") {
  const Command command = {"env", "-i", ld_dir() / "collect2", "-o", "a.out"};
  const Outcome outcome = run(command);
  CHECK(outcome.how_it_ended() == "exit code 1");
  CHECK(check_golden(command, outcome));
}

TEST_CASE("a program for Windows that wants to be refused is told that it cannot be") {
  Workshop here;
  const Command link =
      Maker(here).plugin_link(here / "program.exe", "on-failure = \"refuse\"\n", "", {"-e", "plugin_run"});
  CHECK(check_golden(link, must_run(link)));
}
