// Where things are: what the build knows, unless the environment says otherwise.
#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <vector>

namespace matrix {

/// How plugins are linked: as users of weakrt do, or, to see the cells fail, in one of the two old ways.
enum class LinkMode { weakrt, hard, unlinked };

/// A distribution's nodejs: the folder that holds usr/bin/node, and the command that runs something in its
/// environment.
struct DebianNode {
  std::filesystem::path root;
  std::vector<std::string> environment;
};

struct Settings {
  LinkMode link_mode;                  // WEAKRT_MATRIX_LINK=weakrt|hard|unlinked
  std::filesystem::path ld_dir;        // WEAKRT_LD_DIR: the folder for -B
  std::filesystem::path work_dir;      // WEAKRT_MATRIX_WORK: plugins are built here, and stay
  std::filesystem::path examples;      // sources of plugins and host scripts
  std::filesystem::path hosts;         // built hosts and probes
  std::filesystem::path python_static; // WEAKRT_PYTHON_STATIC
};

const Settings &settings();

/// A node that has the runtime inside, or why there is none: WEAKRT_NODE_STATIC, `static/node` in
/// WEAKRT_NODE_RUNTIMES, or the one installed.
std::expected<std::filesystem::path, std::string> static_node();

/// A node that is linked to libnode, or why there is none: WEAKRT_NODE_DEBIAN, `debian` in
/// WEAKRT_NODE_RUNTIMES, or the one installed.
std::expected<DebianNode, std::string> debian_node();

} // namespace matrix
