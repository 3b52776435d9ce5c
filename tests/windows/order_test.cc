// The stub comes first: before TLS callbacks of the plugin, constructors and DllMain, and also where the
// plugin has none of them.
#include "kit.h"

#include <catch2/generators/catch_generators.hpp>

using namespace windows_test;

TEST_CASE("order: whoever runs in the plugin finds the runtime") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  struct Form {
    std::string name;
    Command flags;
    std::string trace;
  };
  const Command no_start = {"-DNO_START", "-nostartfiles", "-nostdlib", "-lkernel32"};
  const Form form = GENERATE_COPY(
      Form{"as usual", {}, "SDR"}, Form{"callbacks of its own", {"-DOWN_CALLBACKS"}, "ACSDR"},
      Form{"stripped", {"-DOWN_CALLBACKS", "-s"}, "ACSDR"},
      Form{"sections collected", {"-DOWN_CALLBACKS", "-ffunction-sections", "-Wl,--gc-sections"}, "ACSDR"},
      Form{"without the C runtime's start", no_start + Command{"-Wl,-e,DllMain"}, "DR"},
      Form{"without any entry", no_start + Command{"-DNO_ENTRY", "-Wl,-e,0"}, "R"});
  const auto [compiler, linker] = GENERATE(std::pair(gcc, "bfd"), std::pair(gcc, "lld"),
                                           std::pair(clang, "bfd"), std::pair(clang, "lld"));
  CAPTURE(form.name, compiler.name, linker);
  // With LLD there is no way past gcc's own -e.
  if (form.name == "without any entry" && linker == std::string("lld"))
    return;
  const fs::path plugin = work() / "order.dll";
  must_run(weak_link(compiler, linker, plugin, sources / "order.cc") + form.flags);
  const Outcome outcome = run_host(with_rt, plugin);
  INFO(outcome.how_it_ended() << "\n" << outcome.err);
  CHECK(outcome.ok());
  CHECK(behind(outcome.out, with_rt.tells) == form.trace);
}

TEST_CASE("order: optimised across the link") {
  if (const std::string why = why_no_wine(); !why.empty())
    SKIP(why);
  const auto [compiler, linker, lto] =
      GENERATE(std::tuple(gcc, "bfd", "-flto"), std::tuple(clang, "lld", "-flto"),
               std::tuple(clang, "lld", "-flto=thin"));
  CAPTURE(compiler.name, lto);
  must_run(weak_link(compiler, linker, work() / "lto.dll", sources / "order.cc") +
           Command{"-DOWN_CALLBACKS", lto});
  const Outcome outcome = run_host(with_rt, work() / "lto.dll");
  CHECK(behind(outcome.out, with_rt.tells) == "ACSDR");
}
