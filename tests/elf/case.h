// The cases of a corpus (this folder, ../binding), read from the comments at the top of their sources.
//
// One folder is one behaviour. Its C and C++ files start with lines
//
//   //! KEY: VALUE
//
// which say how to build and run them and what must come of it. With no more than an `about` the case
// means: link the plugin hard and with weakrt, run the host with either of them in each configuration,
// and both must print the same and end with exit code 0.
//
// What is built (FLAGS, FILES: words separated by blanks, '…' around one that has blanks in it)
//   about: TEXT              what the case shows
//   plugin: FILES            else plugin*.c and plugin*.cc, sorted
//   runtime: FILES           libfoo.so.1; else runtime*.c(c) of the folder, else common/runtime.c; `none`
//   host: FILES              else host.c(c) of the folder, else common/host.c
//   manifest: FILE           else plugin.toml of the folder, else common/plugin.toml
//   compiler: gcc|clang      else gcc; the driver is that of C++ where a source of the plugin is C++
//   cflags: FLAGS            for all sources; plugin-cflags, runtime-cflags, host-cflags: for some
//   plugin-flags: FLAGS      for its link; runtime-flags, host-flags likewise
//   libs: FLAGS              what the plugin links against, else -l:libfoo.so.1
//   prepare: COMMAND         runs before the plugin is linked
//   after: COMMAND           rewrites {plugin} after the link, both the hard and the weak one
//   program:                 the plugin is an executable, with common/program.c in it, and its own host
//
// How it is run
//   hosts: NAMES             local, global, renamed: the host loads it before the plugin, so, RTLD_GLOBAL, or
//                            under another file name and soname; linked, nonpie, static: the host is linked
//                            to it, is no PIE, has it inside; absent: nobody has it; none: and it cannot be
//                            loaded; needs-first, needs-last, needs-only: the host is linked to the plugin,
//                            before the runtime, after it, without it. Else: static linked local absent.
//                            Of a program: absent, none
//   linkers: NAMES           else $WEAKRT_ELF_LINKERS, else bfd gold lld mold
//   env: NAME=VALUE …        the host's environment
//   host-args: WORDS         behind {mode} {plugin}
//   run: COMMAND             else {host} {mode} {plugin}, then the host-args
//   requires: FILES          programs or paths; the case is skipped where one is not there. `root`: it is
//                            skipped where the tests are not run by root; `cpu:FLAG`: where /proc/cpuinfo has
//                            no such flag
//   only-on: ARCHITECTURES   as `gcc -dumpmachine` begins; elsewhere there is no such case
//   slow:                    has the tag [slow] for a test of its own
//   everywhere:              has the tag [everywhere]: ../machines runs it on every machine
//   not-on: MACHINES: WHY    the case is skipped there; an architecture, a C library, or "aarch64-musl"
//
// What must come of it
//   alone:                   nothing to compare with: the hard plugin is neither linked nor run
//   differs: HOST: OLD -> NEW  the hard plugin prints OLD there where the weak one prints NEW; HOST may be *,
//                            \n is a new line
//   expect-exit: HOST: END   how the weak one ends, and the hard one unless `alone`: exit code N, SIGABRT
//   expect-hard-exit: HOST: END
//   expect-out: LINE         the weak one prints this line in all hosts
//   expect-stdout: HOST: TEXT  the weak one prints this and nothing else; \n is a new line
//   expect-err: REGEX        the weak one's stderr matches
//   golden:                  the weak one's stderr, whatever the host, is what golden/CASE.txt of the corpus
//   holds
//                            (golden.h)
//   expect-dynamic: REGEX    a line of `readelf -dW` of the weak one matches; expect-no-dynamic: none does
//   expect-link-error: REGEX the weak link fails and says so, and leaves no output
//   check: COMMAND           run by the shell in the folder of the build; must end with exit code 0. Knows
//                            $HARD and $WEAK, the plugins, $LINK_HARD and $LINK_WEAK, commands that lack only
//                            `-o FILE`, $CASE, the source folder, $LIBDIR, $LINKER, $WEAKRT, $CC
//
//   variant: NAME | KEY: VALUE | KEY: VALUE …
//
// makes one more case of the folder with these keys added: flags to the flags, and in place of what was said
// of plugin, runtime, host, manifest, hosts, linkers, run, only-on. A folder with variants is those and
// no other. In
// all values {plugin} {host} {mode} {out} {case} {libdir} {linker} {weakrt} stand for what they
// say.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace elf_test {

struct Case {
  /// "exit-order/dlclose": the folder, and the variant where there are any.
  std::string name;
  std::filesystem::path folder;
  std::map<std::string, std::vector<std::string>> directives;

  bool has(const std::string &key) const { return directives.contains(key); }
  /// All values of a key, in order.
  const std::vector<std::string> &all(const std::string &key) const;
  /// The last value of a key: a variant's, where it has one.
  std::string one(const std::string &key, const std::string &otherwise = {}) const;
  /// The words of all values of a key.
  std::vector<std::string> words(const std::string &key, const std::string &otherwise = {}) const;
  /// The last value that is said for this host, of a key whose values start with "HOST:".
  std::string for_host(const std::string &key, const std::string &host, const std::string &otherwise) const;
};

/// The cases in the folders of `corpus`, sorted. Throws on what is not a directive.
std::vector<Case> read_cases(const std::filesystem::path &corpus);

/// Blank-separated words; '…' keeps blanks.
std::vector<std::string> split_words(const std::string &text);

/// The text behind "HOST:" or "*:" where that is for this host, else nothing.
std::vector<std::string> values_for_host(const std::vector<std::string> &values, const std::string &host);

} // namespace elf_test
