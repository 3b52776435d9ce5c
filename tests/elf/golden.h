// What users are told at run time, word for word: a file in the corpus's golden/ for each case that says
// `golden:`.
//
// WEAKRT_BLESS=1 writes the files instead of comparing them, and removes those that belong to no case.
#pragma once

#include "build.h"

namespace elf_test {

/// How the program ended in this host and what it said on stderr, without what is another in each run.
std::string golden_entry(const Builder &build, const std::string &mode, const Outcome &outcome);

/// Holds the entries of all hosts of a case against its golden file; what is wrong, or nothing.
std::string check_golden(const Case &test, const std::string &text);

/// Left over from cases that are gone or say `golden:` no more.
std::vector<std::string> golden_files_of_no_case(const std::vector<Case> &cases);

} // namespace elf_test
