#include "linkplugin/linker/side_files.h"

#include <algorithm>

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

std::string correct_dependencies(std::string_view text, std::string_view linked, std::string_view output,
                                 std::string_view folder, const std::vector<std::string> &files) {
  // Each also as a target without a rule, as linkers do it: a file that is gone is no error then.
  std::string more;
  std::string targets;
  for (const std::string &file : files) {
    const std::string name = escape(file);
    more.append(" ").append(name);
    targets.append("\n").append(name).append(":\n");
  }
  std::string corrected;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    std::string kept = correct_line(line, linked, output, folder, more);
    // What is left of a line that named only one of ours goes with it.
    if (kept.size() == line.size() || kept.find_first_not_of(" \\") != std::string::npos)
      corrected.append(kept).push_back('\n');
  }
  return corrected + targets;
}

static void replace_all(std::string &text, std::string_view from, std::string_view to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
    text.replace(at, from.size(), to);
}

std::string correct_map(std::string text, std::string_view linked, std::string_view output,
                        std::string_view folder) {
  replace_all(text, linked, output);
  replace_all(text, folder, "weakrt:");
  return text;
}

} // namespace weakrt
