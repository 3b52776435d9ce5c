#!/usr/bin/env python3
"""Finds the messages that no golden file holds.

A message is any text in a source that reads like one: a string literal with a letter and a blank in it.
Literals that stand side by side are one; where a value is filled in ({} and the like, % in the stub) anything may
stand. Each must be said in a golden file, or be excused in unprovoked.toml with a reason; an excuse that is not
needed is an error too. Whether a golden file is right is the business of the test that compares it.
"""

import re
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

# Where messages are written, and where it is held what users get to see.
SOURCES = ["linkplugin/**/*.cc", "linkplugin/**/*.h", "stub/**/*.cc", "stub/**/*.h"]
# There texts are machine code.
NO_MESSAGES = ["linkplugin/elf/arch", "stub/elf/arch", "stub/pe/arch"]
GOLDEN = [
    "tests/manifest/golden/*.txt",
    "tests/link/golden/*.txt",
    "tests/explain/golden/*",
    "tests/binding/golden/*.txt",
    "tests/pe/golden/*.txt",
    "tests/pe/golden-tool/*.txt",
    "tests/windows/golden/*.txt",
    "tests/windows/first_call/golden/*.txt",
]

TOKEN = re.compile(
    r"""
      (?P<skip>     \s+ | //[^\n]* | /\*.*?\*/ | ^\#\s*include[^\n]* )
    | (?P<number>   \d[\w.']* )
    | (?P<raw>      R"(?P<fence>[^(\s]*)\((?P<inside>.*?)\)(?P=fence)" )
    | (?P<string>   "(?:\\.|[^"\\\n])*" )
    | (?P<char>     '(?:\\.|[^'\\\n])+' )
    | (?P<other>    \w+ | . )
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "0": "\0"}
ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]+)|([0-7]{1,3})|(.))")
PLACEHOLDER = re.compile(r"\{\{|\}\}|\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|%[-+ #0]*\d*(?:l|ll|z)?[dsxup]|%")


def unescape(text):
    def value(match):
        hexadecimal, octal, other = match.groups()
        if hexadecimal or octal:
            return chr(int(hexadecimal or octal, 16 if hexadecimal else 8))
        return SIMPLE.get(other, other)

    return ESCAPE.sub(value, text)


def literals(source):
    """The string literals of a C++ text with their lines, adjacent ones joined."""
    parts, line, first = [], 1, 1
    for token in TOKEN.finditer(source):
        if token.lastgroup in ("raw", "inside", "fence", "string"):
            first = first if parts else line
            parts.append(token["inside"] if token["raw"] else unescape(token["string"][1:-1]))
        elif not token["skip"] and parts:
            yield first, "".join(parts)
            parts = []
        line += token[0].count("\n")


def is_message(literal):
    return re.search(r"[A-Za-z]", literal) and re.search(r"\S\s|\s\S", literal)


def pattern_of(literal):
    """What the literal looks like when it is printed."""
    pattern, end = "", 0
    for placeholder in PLACEHOLDER.finditer(literal):
        pattern += re.escape(literal[end : placeholder.start()])
        pattern += re.escape(placeholder[0][0]) if placeholder[0] in ("{{", "}}") else ".*?"
        end = placeholder.end()
    pattern += re.escape(literal[end:])
    # The lines of a help text are indented where it is printed.
    return re.compile(pattern.replace("\\\n", r"\n *"))


def main(root):
    # What a golden file is about, in its first line, hosts and commands are not what is said.
    golden = "\n".join(
        re.sub(r"(?m)\A# .*$|^\$ .*$|^# host .*$", "", path.read_text(errors="replace"))
        for glob in GOLDEN
        for path in sorted(root.glob(glob))
    )
    with open(Path(__file__).parent / "unprovoked.toml", "rb") as file:
        excuses = {name: dict(texts) for name, texts in tomllib.load(file).items()}
    messages, errors = 0, []
    for path in sorted(path for glob in SOURCES for path in root.glob(glob)):
        if str(path.parent.relative_to(root)) in NO_MESSAGES:
            continue
        name = str(path.relative_to(root))
        unused = set(excuses.get(name, {}))
        for line, literal in literals(path.read_text()):
            if not is_message(literal):
                continue
            messages += 1
            excuse = {text for text in excuses.get(name, {}) if fnmatchcase(literal, text)}
            unused -= excuse
            said = pattern_of(literal).search(golden)
            if not said and not excuse:
                errors.append(f"{name}:{line}: error: no golden file holds {literal!r}")
            if said and excuse:
                errors.append(f"{name}:{line}: error: excused in unprovoked.toml, but a golden file holds {literal!r}")
        errors += [f"unprovoked.toml: error: {name} says nothing like {text!r}" for text in sorted(unused)]
        excuses.pop(name, None)
    errors += [f"unprovoked.toml: error: {name} is not among the sources" for name in excuses]
    for error in errors:
        print(error, file=sys.stderr)
    print(f"{messages} messages, {len(errors)} errors")
    return 1 if errors or not messages else 0


sys.exit(main(Path(sys.argv[1])))
