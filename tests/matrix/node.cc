// The cases of node.

#include "cell.h"

#include "settings.h"

#include <fmt/format.h>

namespace matrix {

namespace fs = std::filesystem;

namespace {

Command operator+(Command left, const Command &right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

std::optional<std::string> why_not(const auto &...needed) {
  std::optional<std::string> reason;
  ((reason = reason || needed ? reason : needed.error()), ...);
  return reason;
}

const fs::path libraries = "usr/lib/x86_64-linux-gnu";

} // namespace

const Runtime &runtime() {
  static const Runtime instance = [] {
    const Settings &paths = settings();
    const auto inside = static_node();
    const auto debian = debian_node();
    const fs::path root = debian ? debian->root : fs::path("/");
    const Command in_debian = debian ? debian->environment : Command{};
    const std::string node20 = inside ? inside->string() : "";
    const std::string node18 = (root / "usr/bin/node").string();
    const std::string script = (paths.examples / "hosts/host.js").string();
    const std::string probe = (paths.hosts / "probe_node.node").string();
    const std::string c_host = (paths.hosts / "c_host").string();
    return Runtime{
        // Every plugin is linked to Debian's libnode, also the one that will meet another node.
        .plugin = {.runtime = "node",
                   .version = ">=18",
                   .sources = {paths.examples / "node/node_addon.cc", paths.examples / "node/start_node.cc"},
                   .suffix = ".node",
                   .compile = {"-I" + (root / "usr/include/node").string(),
                               "-I" + (root / "usr/include").string()},
                   .link = {"-L" + (root / libraries).string(), "-lnode", "-luv"}},
        .address_key = "napi_address",
        .has_companion = true,
        .cases = {
            {.name = "static-exe",
             .why_not = why_not(inside, debian),
             // Here, too, Debian's libnode can be found, and must not be.
             .host =
                 [=](const fs::path &plugin) {
                   return in_debian + Command{node20, script, probe, plugin.string()};
                 },
             .evaluate = [=](const std::string &expression) { return Command{node20, "-p", expression}; },
             .provider = node20},
            {.name = "linked-exe",
             .why_not = why_not(debian),
             .host =
                 [=](const fs::path &plugin) {
                   return in_debian + Command{node18, script, probe, plugin.string()};
                 },
             .evaluate =
                 [=](const std::string &expression) { return in_debian + Command{node18, "-p", expression}; },
             .provider = fs::weakly_canonical(root / libraries / "libnode.so.108")},
            {.name = "absent",
             .why_not = why_not(debian),
             .host =
                 [=](const fs::path &plugin) { return in_debian + Command{c_host, "node", plugin.string()}; },
             .evaluate =
                 [=](const std::string &expression) { return in_debian + Command{node18, "-p", expression}; },
             .provider = fs::weakly_canonical(root / libraries / "libnode.so.108")},
        }};
  }();
  return instance;
}

} // namespace matrix
