// What a linked file says about itself, as readelf tells it: not by the code under test.
#pragma once

#include "workshop.h"

#include <set>

namespace link_test {

/// DT_NEEDED, in order.
std::vector<std::string> needed_by(const fs::path &file);

/// The symbols of its detached relocations: R_X86_64_NONE with a symbol.
std::multiset<std::string> detached_in(const fs::path &file);

/// The symbols that other relocations name, which the platform's loader looks for.
std::multiset<std::string> bound_by_loader(const fs::path &file);

/// The global symbols that it defines, versions cut off.
std::set<std::string> exports_of(const fs::path &file);

/// Which linker wrote it: bfd, gold, lld or mold, from .comment and the notes.
std::string linker_of(const fs::path &file);

/// Checks that it is a plugin that borrows demo and nothing else: no DT_NEEDED on it, its
/// three imports detached, weakrt_plugin_1 exported.
void check_borrows_demo(const fs::path &plugin);

} // namespace link_test
