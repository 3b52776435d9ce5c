// Globs of symbol names: `*` and `?` only, on bytes. A symbol is not a path, so there is
// nothing that `*` stops at, and C++ names are full of the brackets that other globs give
// a meaning.
#include "linkplugin/manifest/manifest.h"

#include <algorithm>

namespace weakrt {

bool matches_glob(std::string_view glob, std::string_view name) {
  // On a mismatch only the last `*` has to be tried again, one byte longer: what an
  // earlier one could take instead, the last one can take as well. So no recursion, and
  // at worst |glob| * |name| steps.
  constexpr size_t none = std::string_view::npos;
  size_t g = 0, n = 0, star = none, resume = 0;
  while (n < name.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = n;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == name[n])) {
      g++;
      n++;
    } else if (star != none) {
      g = star + 1;
      n = ++resume;
    } else {
      return false;
    }
  }
  while (g < glob.size() && glob[g] == '*')
    g++;
  return g == glob.size();
}

bool matches_any(const std::vector<std::string> &globs, std::string_view name) {
  return std::ranges::any_of(globs, [&](const std::string &glob) { return matches_glob(glob, name); });
}

std::vector<std::string> api_of(const RuntimeManifest &runtime) {
  std::vector<std::string> api = runtime.symbols;
  for (const Companion &companion : runtime.companions)
    api.insert(api.end(), companion.symbols.begin(), companion.symbols.end());
  return api;
}

} // namespace weakrt
