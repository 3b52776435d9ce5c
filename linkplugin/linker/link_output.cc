#include "linkplugin/linker/link_output.h"

#include "linkplugin/util/subprocess.h"

#include <fmt/format.h>

#include <algorithm>

namespace fs = std::filesystem;

namespace weakrt {

// A file name may have 255 bytes, and the output's may have all of them.
static fs::path scratch_beside(const fs::path &output) {
  return output.parent_path() / (output.filename().string().substr(0, 240) + ".weakrt");
}

// Beside the output: the same file system, so the last step is a rename; and named after it, because gold's
// build-id depends on the output's name. What is no file (-o /dev/null) must not be replaced, only written
// to.
Result<void> LinkOutput::open(const LinkLine &line, const std::vector<fs::path> &inputs) {
  std::error_code error;
  output = line.output;
  for (const fs::path &input : inputs)
    if (same_file(input, output))
      return fail({.message = "this is an input and the output of the same link", .file = input});
  fs::file_type type = fs::symlink_status(output, error).type();
  if (type == fs::file_type::directory)
    return fail({.message = "cannot write: this is a folder", .file = output});
  is_special =
      type != fs::file_type::not_found && type != fs::file_type::regular && type != fs::file_type::symlink;
  fs::path beside = is_special ? fs::temp_directory_path(error) / fmt::format("weakrt-{}", own_process_id())
                               : scratch_beside(output);
  auto made = ScratchFolder::create(beside);
  if (!made)
    return std::unexpected(made.error());
  folder.emplace(std::move(*made));
  linked_file = folder->path() / output.filename();
  return {};
}

void LinkOutput::redirect(std::vector<std::string> &arguments, const LinkLine &line) const {
  if (line.output_place) {
    std::string &argument = arguments[line.output_place->index];
    argument = argument.substr(0, line.output_place->prefix) + linked_file.string();
  } else
    arguments.insert(arguments.end(), {"-o", linked_file.string()});
}

// What a linker writes beside its output and names after it: --save-temps, --time-trace.
void LinkOutput::move_companions() {
  std::error_code error;
  std::string prefix = linked_file.filename().string() + ".";
  for (fs::directory_iterator file(folder->path(), error), end; !error && file != end; file.increment(error))
    if (std::string name = file->path().filename().string(); name.starts_with(prefix))
      fs::rename(file->path(), output.parent_path() / name, error);
  for (const fs::path &name : companions)
    if (fs::exists(folder->path() / name, error))
      fs::rename(folder->path() / name, output.parent_path() / name, error);
}

Result<void> LinkOutput::rename(const fs::path &finished) const {
  std::error_code error;
  fs::rename(finished, output, error);
  if (error)
    return fail({.message = fmt::format("cannot write: {}", error.message()), .file = output});
  return {};
}

// The new file replaces the linked one, and only then takes its place.
Result<void> LinkOutput::place(std::string_view contents) {
  if (is_special)
    return write_file(output, contents);
  move_companions();
  fs::path finished = folder->path() / "detached";
  std::error_code error;
  if (auto written = write_file(finished, contents); !written)
    return written;
  fs::permissions(finished, fs::status(linked_file, error).permissions(), error);
  if (error)
    return fail({.message = fmt::format("cannot write: {}", error.message()), .file = output});
  return rename(finished);
}

// A linker may have given a file of its own a second name, or forbidden to write to it.
static bool can_be_changed(const fs::path &file) {
  std::error_code error;
  return fs::hard_link_count(file, error) == 1 &&
         (fs::status(file, error).permissions() & fs::perms::owner_write) != fs::perms::none;
}

// The linked file may be large, and what is changed in it is little.
Result<void> LinkOutput::place(std::string_view contents, const std::vector<ByteRange> &changes) {
  if (is_special || !can_be_changed(linked_file))
    return place(contents);
  move_companions();
  if (auto changed = change_file(linked_file, contents, changes); !changed)
    return changed;
  return rename(linked_file);
}

} // namespace weakrt
