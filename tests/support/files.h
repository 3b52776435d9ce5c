// Whole files. What fails is an exception: a test cannot go on without them.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace support {

std::string read_file(const std::filesystem::path &path);
void write_bytes(const std::filesystem::path &path, std::string_view bytes);

} // namespace support
