// Texts that must stay as they are until somebody says otherwise: golden/NAME.
// WEAKRT_BLESS=1 writes the files instead of comparing them.
#pragma once

#include <string>

namespace explain_test {

/// Checks a text against golden/NAME.
void check_golden(const std::string &name, const std::string &text);

/// The text with every `what` replaced: folders and numbers that differ from run to run.
std::string replaced(std::string text, const std::string &what, const std::string &with);

} // namespace explain_test
