// What the command lines of linkers for Windows do not have in common, as far as a link that borrows adds to
// them.
#pragma once

#include "linkplugin/linker/link_output.h"
#include "linkplugin/linker/msvc_arguments.h"
#include "linkplugin/pe/machine.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace weakrt {

class PeCommandLine {
public:
  virtual ~PeCommandLine() = default;

  const LinkLine &line() const { return common; }
  virtual std::vector<std::filesystem::path> inputs() const = 0;
  /// How one says what the output is.
  virtual std::string_view output_flag() const = 0;

  /// Has the linker write into the output's scratch folder.
  virtual void redirect(std::vector<std::string> &arguments, const LinkOutput &file) const = 0;
  /// Names what the linker has written there besides, and what belongs beside the output.
  virtual void add_companions(LinkOutput &file) const = 0;
  /// What keeps a symbol that nothing refers to.
  virtual std::vector<std::string> keep(const std::string &symbol) const = 0;
  /// What has the linker delay the imports from a DLL.
  virtual std::string delay(const std::string &dll) const = 0;
  /// Whether the linker says where mingw's table of pseudo-relocations is.
  virtual bool defines_pseudo_relocations() const = 0;
  /// What exports the table by which a plugin is asked; nothing where that takes an object file.
  virtual std::vector<std::string> export_table() const = 0;
  /// The stub as this linker takes it, and what it imports from, as far as none of the inputs has that.
  virtual Result<std::vector<std::filesystem::path>> stub(const std::filesystem::path &object,
                                                          const std::vector<std::filesystem::path> &inputs,
                                                          const pe::Machine &machine,
                                                          const std::filesystem::path &scratch) const = 0;

protected:
  explicit PeCommandLine(LinkLine line) : common(std::move(line)) { common.for_windows = true; }
  LinkLine common;
};

/// GNU ld's, in the form that mingw's linkers have.
std::unique_ptr<PeCommandLine> gnu_command_line(const std::vector<std::string> &arguments);
/// lld-link's.
std::unique_ptr<PeCommandLine> msvc_command_line(MsvcLine line);

} // namespace weakrt
