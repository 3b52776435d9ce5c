// `weakrt manifest --from`: proposes a runtime manifest.
#include "linkplugin/tool/verbs.h"

#include "linkplugin/manifest/schema.h"
#include "linkplugin/propose/propose.h"
#include "linkplugin/tool/output.h"
#include "linkplugin/util/home.h"
#include "linkplugin/util/scratch.h"

#include <fmt/format.h>

#include <filesystem>

namespace weakrt {

namespace fs = std::filesystem;

// Both files or none, and nothing of the user's is overwritten.
static Result<void> write_proposal(const propose::Proposal &proposal, const fs::path &folder) {
  fs::path manifest = folder / (proposal.name + ".toml"), symbols = folder / (proposal.name + ".symbols");
  std::error_code error;
  for (const fs::path &file : {manifest, symbols})
    if (fs::exists(fs::symlink_status(file, error)))
      return fail({.message = "this file is there already",
                   .file = file,
                   .help = "remove it, or name another folder"});
  auto written = write_file(symbols, proposal.symbols);
  if (written)
    written = write_file(manifest, proposal.manifest);
  if (!written) {
    fs::remove(symbols, error);
    fs::remove(manifest, error);
    return written;
  }
  say("{}\n{}\n", manifest.string(), symbols.string());
  return {};
}

static Result<void> propose_to(const std::string &from, const std::optional<std::string> &name,
                               const std::optional<std::string> &folder) {
  auto home = find_home();
  if (!home)
    return std::unexpected(home.error());
  if (name)
    if (auto problem = check_runtime_name(*name))
      return fail({.message = problem->message, .excerpt = "--name " + *name, .help = problem->help});
  auto proposal = propose::propose_manifest(from, name, home->manifests, folder.has_value());
  if (!proposal)
    return std::unexpected(proposal.error());
  if (folder)
    return write_proposal(*proposal, *folder);
  say("{}", proposal->manifest);
  return {};
}

int propose_manifest(const std::string &from, const std::optional<std::string> &name,
                     const std::optional<std::string> &folder) {
  auto done = propose_to(from, name, folder);
  if (!done)
    print_diagnostics(done.error(), stderr);
  return done ? 0 : 1;
}

} // namespace weakrt
