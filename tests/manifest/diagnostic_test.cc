#include "linkplugin/diagnostic.h"

#include <catch2/catch_test_macros.hpp>

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

using weakrt::Diagnostic;
using weakrt::render;

namespace {

Diagnostic diagnostic(std::string excerpt, uint32_t column, uint32_t end_column, uint32_t line = 3) {
  Diagnostic result;
  result.message = "wrong";
  result.file = "a.toml";
  result.span = {line, column, line, end_column};
  result.excerpt = std::move(excerpt);
  return result;
}

/// The excerpt and the carets, without the first line.
std::string excerpt_of(const Diagnostic &diagnostic) {
  std::string text = render(diagnostic, false);
  return text.substr(text.find('\n') + 1);
}

/// The text that stands above the carets, for excerpts of one cell a byte.
std::string underlined(const Diagnostic &diagnostic) {
  std::string text = excerpt_of(diagnostic);
  size_t line_end = text.find('\n');
  std::string first = text.substr(0, line_end), second = text.substr(line_end + 1);
  size_t from = second.find('^'), to = second.rfind('^');
  if (first.find("…") < from) // three bytes, one cell
    from += 2, to += 2;
  return first.substr(from, to - from + 1);
}

class Variable {
public:
  Variable(const char *name, const char *value) : name(name) {
    if (const char *old = std::getenv(name))
      before = old;
    if (value)
      setenv(name, value, 1);
    else
      unsetenv(name);
  }
  ~Variable() {
    if (before.empty())
      unsetenv(name);
    else
      setenv(name, before.c_str(), 1);
  }
  Variable(const Variable &) = delete;
  Variable &operator=(const Variable &) = delete;

private:
  const char *name;
  std::string before;
};

/// A terminal of this process's own.
std::FILE *open_terminal() {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  REQUIRE(master >= 0);
  REQUIRE(grantpt(master) == 0);
  REQUIRE(unlockpt(master) == 0);
  std::FILE *terminal = fopen(ptsname(master), "w");
  REQUIRE(terminal);
  return terminal; // the master stays open until the test ends
}

} // namespace

TEST_CASE("a diagnostic has a line for programs, an excerpt, notes and help") {
  Diagnostic d = diagnostic("symbols = [\"napi_*\", 42]", 22, 24);
  d.message = "expected a string, found an integer";
  d.notes = {"referenced by plug.o", "and by\nmore.o"};
  d.help = "list symbol names or globs";
  CHECK(render(d, false) == "a.toml:3:22: error: expected a string, found an integer\n"
                            " 3 | symbols = [\"napi_*\", 42]\n"
                            "   |                      ^^\n"
                            ">>> referenced by plug.o\n"
                            ">>> and by\n"
                            ">>> more.o\n"
                            "   = help: list symbol names or globs\n");
}

TEST_CASE("the first line leaves out what there is not") {
  CHECK(render({.message = "no such file", .file = "a.toml"}, false) == "a.toml: error: no such file\n");
  CHECK(render({.message = "no linker"}, false) == "weakrt: error: no linker\n");
  CHECK(render({.severity = weakrt::Severity::warning, .message = "odd"}, false) == "weakrt: warning: odd\n");
}

TEST_CASE("an excerpt that belongs to no line has no number") {
  Diagnostic d;
  d.message = "wrong";
  d.excerpt = "--flag=x";
  d.span.column = 8;
  d.span.end_column = 9;
  CHECK(render(d, false) == "weakrt: error: wrong\n"
                            "   | --flag=x\n"
                            "   |        ^\n");
}

TEST_CASE("the gutter is as wide as the line's number") {
  Diagnostic d = diagnostic("x = 1", 5, 6, 1234);
  d.help = "no";
  CHECK(excerpt_of(d) == " 1234 | x = 1\n"
                         "      |     ^\n"
                         "      = help: no\n");
}

TEST_CASE("carets stand under their text whatever is before it") {
  CHECK(excerpt_of(diagnostic("\tx = 1", 6, 7)) == " 3 |     x = 1\n   |         ^\n");
  CHECK(excerpt_of(diagnostic("ab\tx", 4, 5)) == " 3 | ab  x\n   |     ^\n");
  CHECK(excerpt_of(diagnostic("ä = 1", 6, 7)) == " 3 | ä = 1\n   |     ^\n");
  CHECK(excerpt_of(diagnostic("日 = 1", 7, 8)) == " 3 | 日 = 1\n   |      ^\n");
  CHECK(excerpt_of(diagnostic("e\u0301 = 1", 7, 8)) == " 3 | e\u0301 = 1\n   |     ^\n");
}

TEST_CASE("a span reaches at most to the end of its line and at least over one cell") {
  CHECK(underlined(diagnostic("name = 1  ", 1, 60)) == "name = 1");
  CHECK(excerpt_of(diagnostic("x = [", 6, 7)) == " 3 | x = [\n   |      ^\n");
  CHECK(excerpt_of(diagnostic("x", 99, 120)) == " 3 | x\n   |  ^\n");
  CHECK(underlined(diagnostic("x = 1", 5, 5)) == "1");
  Diagnostic lines = diagnostic("x = [", 5, 2);
  lines.span.end_line = 7;
  CHECK(underlined(lines) == "[");
}

TEST_CASE("nothing of a file can act on the terminal") {
  Diagnostic d = diagnostic("a\x1b[31m\x07 \xff \u009b \u202e", 1, 2);
  d.message = "found \x1b]0;title\x07";
  d.file = "evil\n\x1b[2J.toml";
  d.help = "do\r not";
  d.notes = {"no\x08"};
  for (bool color : {false, true}) {
    std::string text = render(d, color);
    CHECK(text.find("\x1b]") == std::string::npos);
    CHECK(text.find("\x1b[2J") == std::string::npos);
    CHECK(text.find("\x1b[31m\\") == std::string::npos);
    CHECK(text.find_first_of("\x07\x08\r\xff") == std::string::npos);
    CHECK(text.find("\u009b") == std::string::npos);
    CHECK(text.find("\u202e") == std::string::npos);
    CHECK(text.starts_with(color ? "\x1b[1mevil\\n\\x1b[2J.toml:3:1:" : "evil\\n\\x1b[2J.toml:3:1: error: "));
  }
  CHECK(excerpt_of(diagnostic("\x01z", 2, 3)) == " 3 | \\x01z\n   |     ^\n");
}

TEST_CASE("an excerpt wider than a terminal is cut around its span") {
  std::string words;
  for (int i = 0; i < 400; i++)
    words += std::to_string(1000 + i) + " ";
  for (uint32_t column : {1U, 91U, 501U, 1996U}) {
    Diagnostic d = diagnostic(words, column, column + 4);
    CAPTURE(column, render(d, false));
    CHECK(underlined(d) == words.substr(column - 1, 4));
    std::string text = excerpt_of(d);
    CHECK(text.find('\n') < 120);
    CHECK((text.find(" | …") != std::string::npos) == (column > 96));
  }
  std::string many;
  for (int i = 0; i < 100; i++)
    many += words;
  for (uint32_t column : {1U, 3001U, 100'001U, 199'996U}) {
    Diagnostic d = diagnostic(many, column, column + 4);
    CAPTURE(column, render(d, false));
    CHECK(underlined(d) == many.substr(column - 1, 4));
    CHECK((excerpt_of(d).find(" | …") != std::string::npos) == (column > 96));
    CHECK((excerpt_of(d).find("…\n") != std::string::npos) == (column < 199'000));
  }
  Diagnostic everything = diagnostic(words, 1, 2000);
  CHECK(excerpt_of(everything).size() < 300);
}

TEST_CASE("colors are added only on request") {
  Diagnostic d = diagnostic("x = 1", 5, 6);
  CHECK(render(d, false).find('\x1b') == std::string::npos);
  CHECK(render(d, true) == "\x1b[1ma.toml:3:5:\x1b[0m \x1b[1;31merror:\x1b[0m \x1b[1mwrong\x1b[0m\n"
                           " \x1b[34m3 |\x1b[0m x = 1\n"
                           " \x1b[34m  |\x1b[0m     \x1b[1;31m^\x1b[0m\n");
}

TEST_CASE("NO_COLOR forbids, CLICOLOR_FORCE forces, else a terminal that is not dumb decides") {
  std::FILE *terminal = open_terminal();
  std::FILE *file = std::tmpfile();
  struct Case {
    const char *no_color, *force, *term;
    bool on_terminal, in_file;
  };
  const Case cases[] = {
      {nullptr, nullptr, "xterm", true, false},  {"1", nullptr, "xterm", false, false},
      {"", nullptr, "xterm", true, false},       {nullptr, "1", "xterm", true, true},
      {nullptr, "0", "xterm", true, false},      {nullptr, "", "xterm", true, false},
      {"1", "1", "xterm", false, false},         {nullptr, nullptr, "dumb", false, false},
      {nullptr, nullptr, nullptr, false, false}, {nullptr, "1", "dumb", true, true},
  };
  for (const Case &c : cases) {
    Variable no_color("NO_COLOR", c.no_color), force("CLICOLOR_FORCE", c.force), term("TERM", c.term);
    CAPTURE(c.no_color, c.force, c.term);
    CHECK(weakrt::color_wanted(terminal) == c.on_terminal);
    CHECK(weakrt::color_wanted(file) == c.in_file);
  }
  std::fclose(terminal);
  std::fclose(file);
}

TEST_CASE("all diagnostics are printed, in their order") {
  std::FILE *file = std::tmpfile();
  weakrt::print_diagnostics({{.message = "one"}, {.message = "two"}}, file);
  std::rewind(file);
  char buffer[200];
  std::string text(buffer, std::fread(buffer, 1, sizeof(buffer), file));
  CHECK(text == "weakrt: error: one\nweakrt: error: two\n");
  std::fclose(file);
}
