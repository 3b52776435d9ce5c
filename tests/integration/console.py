"""Runs the commands of a console transcript and compares what they print: console.py FILE

A line that begins with "$ " is a command, "> " goes on with it, what follows is what it prints. "…" stands for any
text of a line, and a line "…" for any lines. All commands run in one shell. A command that fails must be followed by a
line "(exit code N)".
"""
import re
import subprocess
import sys


def read(path):
    """The transcript as [command, expected lines]."""
    steps = []
    for line in open(path).read().splitlines():
        if line.startswith("$ "):
            steps.append([line[2:], []])
        elif line.startswith("> ") and steps and not steps[-1][1]:
            steps[-1][0] += "\n" + line[2:]
        else:
            steps[-1][1].append(line)
    return steps


def fits(said, expected):
    pattern = "".join("(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
                      for line in expected)
    return re.fullmatch(pattern, said) is not None


def main(path):
    shell = subprocess.Popen(["bash", "--norc"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                             text=True)
    end = "end of the command, exit code "
    for command, expected in read(path):
        # In a group of its own, so that it cannot read what comes after it.
        shell.stdin.write(f"{{ {command}\n}} </dev/null; echo; echo '{end}'$?\n")
        shell.stdin.flush()
        said = ""
        for line in shell.stdout:
            if line.startswith(end):
                break
            said += line
        else:
            sys.exit(f"$ {command}\n{said}the shell has ended")
        said = said.removesuffix("\n")
        code = line.removeprefix(end).strip()
        if code != "0":
            said += f"(exit code {code})\n"
        print(f"$ {command}\n{said}", end="", flush=True)
        if not fits(said, expected):
            sys.exit("but the transcript says:\n" + "\n".join(expected))


main(sys.argv[1])
