// Where things are: relative to this program in the build folder, unless the environment says otherwise.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace elf_test {

struct Settings {
  std::filesystem::path corpus;  // WEAKRT_ELF_CORPUS: the folder of cases
  std::filesystem::path ld_dir;  // WEAKRT_LD_DIR: the folder for -B
  std::filesystem::path weakrt;  // WEAKRT: the tool
  std::filesystem::path include; // WEAKRT_INCLUDE: the folder of weakrt/weakrt.h
  std::filesystem::path work;    // WEAKRT_ELF_WORK: things are built here, and stay
  std::filesystem::path lld;     // WEAKRT_LLD: the real ld.lld, for links without weakrt
  std::string linkers;           // WEAKRT_ELF_LINKERS: of a case that names none
  std::string gcc, gxx;          // WEAKRT_GCC, WEAKRT_GXX
  std::string clang, clangxx;    // WEAKRT_CLANG, WEAKRT_CLANGXX
  // For another machine; ../machines/with-machine sets them.
  std::string machine;    // WEAKRT_MACHINE: its architecture and its C library, "aarch64-musl"
  std::string tools;      // WEAKRT_TOOLS: a folder of programs before all others
  std::string runner;     // WEAKRT_RUNNER: in front of a host that this machine does not run by itself
  std::string host_flags; // WEAKRT_HOST_FLAGS: for the link of a host
};

const Settings &settings();

/// The program's full path by PATH, or nothing.
std::filesystem::path find_program(const std::string &name);

} // namespace elf_test
