// Who asks for a symbol.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace weakrt {

/// An undefined symbol of an object, which may be an archive's member or LLVM bitcode.
struct Reference {
  std::string_view symbol;
  bool weak;
  bool thread_local_data; ///< of an object; of bitcode it is not known
};

/// Calls `visit` with each undefined symbol of the inputs, and the object that it is in.
void for_each_reference(
    const std::vector<std::filesystem::path> &inputs,
    const std::function<void(const std::string &input, const Reference &reference)> &visit);

/// The inputs (objects and archive members) in which `symbol` is undefined.
std::vector<std::string> find_referrers(const std::vector<std::filesystem::path> &inputs,
                                        const std::string &symbol);

} // namespace weakrt
