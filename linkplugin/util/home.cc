#include "linkplugin/util/home.h"

#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

namespace fs = std::filesystem;

namespace weakrt {

Result<Home> find_home() {
  fs::path folder = own_executable().parent_path();
  struct Layout {
    fs::path data;
    fs::path linkers;
    fs::path headers;
    fs::path cmake;
  };
  const Layout layouts[] = {
      // PREFIX/bin/weakrt
      {folder / "../share/weakrt", folder / "../libexec/weakrt", folder / "../share/weakrt/include",
       folder / "../share/cmake/weakrt"},
      // BUILD/linkplugin/weakrt
      {folder / "..", folder / "ld-dir", folder / "../stub/include", ""},
  };
  std::error_code error;
  for (const Layout &layout : layouts)
    if (fs::is_directory(layout.data / "manifests", error) && fs::is_directory(layout.data / "stub", error))
      return Home{fs::weakly_canonical(layout.data / "manifests", error),
                  fs::weakly_canonical(layout.data / "stub", error),
                  fs::weakly_canonical(layout.linkers, error), fs::weakly_canonical(layout.headers, error),
                  fs::weakly_canonical(layout.cmake, error)};
  return fail({.message = fmt::format("cannot find weakrt's own files beside {}", own_executable().string()),
               .help = "keep bin/, libexec/ and share/ of an installed weakrt together"});
}

} // namespace weakrt
