// /etc/ld.so.cache: where glibc's loader finds libraries by their name.
#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace weakrt::explain {

/// The libraries for this machine, by name; empty where the file is not there or not
/// a cache. Format: glibc, sysdeps/generic/dl-cache.h ("glibc-ld.so.cache1.1", alone or
/// behind the older "ld.so-1.7.0"). Variants for special processors
/// (glibc-hwcaps) are left out.
std::map<std::string, std::string> read_library_cache(const std::filesystem::path &file);

} // namespace weakrt::explain
