#include "linkplugin/linker/side_files.h"

#include "linkplugin/util/scratch.h"

#include <algorithm>
#include <filesystem>

namespace weakrt {

// The next word: up to white space that is not escaped, as make reads it.
static std::string_view next_word(std::string_view line) {
  size_t end = 0;
  while (end < line.size() && line[end] != ' ')
    end += line[end] == '\\' && end + 1 < line.size() ? 2 : 1;
  return line.substr(0, std::min(end, line.size()));
}

// As make reads a name.
static std::string escape(std::string_view name) {
  std::string escaped;
  for (char c : name) {
    if (c == ' ' || c == '#')
      escaped += '\\';
    if (c == '$')
      escaped += '$';
    escaped += c;
  }
  return escaped;
}

static void replace_all(std::string &text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

// GNU ld, gold and lld write one input a line, mold all of them in one line.
static std::string correct_line(std::string_view line, std::string_view linked, std::string_view output,
                                std::string_view folder, std::string_view more) {
  std::string corrected;
  while (!line.empty()) {
    size_t space = std::min(line.find_first_not_of(' '), line.size());
    std::string_view word = next_word(line.substr(space));
    if (word.starts_with(linked) && word.substr(linked.size()) == ":")
      corrected.append(line.substr(0, space)).append(output).append(":").append(more);
    else if (!word.starts_with(folder))
      corrected.append(line.substr(0, space)).append(word);
    line.remove_prefix(space + word.size());
  }
  return corrected;
}

std::string correct_dependencies(std::string text, std::string_view linked, std::string_view output,
                                 std::string_view folder, std::string_view stub,
                                 const std::vector<std::string> &files) {
  // Only lld writes names as make reads them; the others write "a folder/x.o", which make takes for two.
  for (std::string_view name : {linked, folder, stub})
    if (std::string escaped = escape(name); escaped != name)
      replace_all(text, name, escaped);
  // Each also as a target without a rule, as linkers do it: a file that is gone is no error then.
  std::string more;
  std::string targets;
  for (const std::string &file : files) {
    const std::string name = escape(file);
    more.append(" ").append(name);
    targets.append("\n").append(name).append(":\n");
  }
  const std::string target = escape(linked);
  const std::string called = escape(output);
  const std::string ours = escape(folder);
  std::string corrected;
  for (std::string_view rest = text; !rest.empty();) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    std::string kept = correct_line(line, target, called, ours, more);
    // What is left of a line that named only one of ours goes with it.
    if (kept.size() == line.size() || kept.find_first_not_of(" \\") != std::string::npos)
      corrected.append(kept).push_back('\n');
  }
  return corrected + targets;
}

std::string correct_map(std::string text, std::string_view linked, std::string_view output,
                        std::string_view folder) {
  replace_all(text, linked, output);
  replace_all(text, folder, "weakrt:");
  return text;
}

Result<void> correct_side_files(const LinkLine &line, const LinkOutput &output, std::string_view stub,
                                const std::vector<std::string> &files) {
  std::string folder = output.scratch().string() + "/", linked = output.linked().string();
  if (!line.dependency_file.empty()) {
    auto text = read_text(line.dependency_file);
    if (!text)
      return std::unexpected(text.error());
    if (auto written =
            write_file(line.dependency_file,
                       correct_dependencies(std::move(*text), linked, line.output, folder, stub, files));
        !written)
      return written;
  }
  // GNU ld takes a folder or "-" here as well; then there is no such file.
  std::error_code error;
  if (!line.map_file.empty() && std::filesystem::is_regular_file(line.map_file, error)) {
    auto text = read_text(line.map_file);
    if (!text)
      return std::unexpected(text.error());
    return write_file(line.map_file, correct_map(std::move(*text), linked, line.output, folder));
  }
  return {};
}

Result<void> write_dependencies(const LinkLine &line, const std::vector<std::filesystem::path> &inputs,
                                const std::vector<std::string> &files) {
  std::vector<std::string> all = files;
  all.insert(all.end(), inputs.begin(), inputs.end());
  std::string text = escape(line.output) + ":", targets;
  for (const std::string &file : all) {
    text += " \\\n  " + escape(file);
    targets += "\n" + escape(file) + ":\n";
  }
  return write_file(line.dependency_file, text + "\n" + targets);
}

} // namespace weakrt
