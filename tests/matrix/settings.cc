#include "settings.h"

#include "elf_file.h"
#include "matrix_paths.h"

#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>

namespace matrix {

namespace fs = std::filesystem;

namespace {

std::string from_environment(const char *name, const std::string &otherwise) {
  const char *value = std::getenv(name);
  return value && *value ? value : otherwise;
}

LinkMode link_mode() {
  const std::string mode = from_environment("WEAKRT_MATRIX_LINK", "weakrt");
  if (mode == "weakrt")
    return LinkMode::weakrt;
  if (mode == "hard")
    return LinkMode::hard;
  if (mode == "unlinked")
    return LinkMode::unlinked;
  throw std::runtime_error(fmt::format("WEAKRT_MATRIX_LINK={}: expected weakrt, hard or unlinked", mode));
}

fs::path node_runtimes() {
  return from_environment("WEAKRT_NODE_RUNTIMES", NODE_RUNTIMES);
}

std::string how_to_get_them() {
  return fmt::format("{}/node-runtimes {}", SOURCE_DIR, node_runtimes().string());
}

} // namespace

const Settings &settings() {
  static const Settings instance = {
      .link_mode = link_mode(),
      .ld_dir = from_environment("WEAKRT_LD_DIR", LD_DIR),
      .work_dir = from_environment("WEAKRT_MATRIX_WORK", WORK_DIR),
      .examples = EXAMPLES_DIR,
      .hosts = HOSTS_DIR,
      // Not the first python3 of PATH: that may be a version manager's script, or one linked to a libpython.
      .python_static = from_environment("WEAKRT_PYTHON_STATIC", "/usr/bin/python3.11"),
  };
  return instance;
}

std::expected<fs::path, std::string> static_node() {
  for (const fs::path &node : {fs::path(from_environment("WEAKRT_NODE_STATIC", "")),
                               node_runtimes() / "static/node", fs::path("/usr/bin/node")})
    if (fs::exists(node) && exports(node, "napi_create_function"))
      return fs::canonical(node);
  return std::unexpected(
      fmt::format("no node that has the runtime inside; get one by: {}", how_to_get_them()));
}

std::expected<DebianNode, std::string> debian_node() {
  const fs::path wrapper = fs::path(SOURCE_DIR) / "with-debian-node";
  for (const fs::path &root :
       {fs::path(from_environment("WEAKRT_NODE_DEBIAN", "")), node_runtimes() / "debian", fs::path("/")}) {
    if (root.empty() || !fs::exists(root / "usr/lib/x86_64-linux-gnu/libnode.so.108"))
      continue;
    for (const char *needed :
         {"usr/bin/node", "usr/lib/x86_64-linux-gnu/libnode.so", "usr/include/node/node_api.h"})
      if (!fs::exists(root / needed))
        return std::unexpected(
            fmt::format("{} lacks {}; get it by: {}", root.string(), needed, how_to_get_them()));
    return DebianNode{fs::canonical(root), {wrapper.string(), fs::canonical(root).string()}};
  }
  return std::unexpected(
      fmt::format("no nodejs that is linked to libnode; get one by: {}", how_to_get_them()));
}

} // namespace matrix
