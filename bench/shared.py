"""What all passes of bench/report use: where things are, running programs, tables."""
import dataclasses
import pathlib
import statistics
import subprocess
import sys


def run(*command, **options):
    """What it prints. What it says on stderr is shown only if it fails."""
    ended = subprocess.run([str(word) for word in command], text=True, capture_output=True, **options)
    if ended.returncode:
        name = pathlib.Path(command[0]).name
        sys.exit(f"{ended.stderr}report: {name} ended with exit code {ended.returncode}")
    return ended.stdout


@dataclasses.dataclass
class Bench:
    folder: pathlib.Path  # what bench/make and bench/make_objects have made, and the programs
    quick: bool
    plots: dict = dataclasses.field(default_factory=dict)  # name: SVG

    def program(self, name, *arguments, **options):
        """One of the programs that are built from bench/*.cc; the first thing they take is the folder."""
        return run(self.folder / name, self.folder, *arguments, **options)

    def counts(self, way):
        """The numbers of imports that there are such plugins of."""
        found = (path.stem.removeprefix(f"{way}-") for path in self.folder.glob(f"{way}-*.so"))
        return sorted(int(count) for count in found if count.isdigit())


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def medians(rows):
    """Of each column."""
    return [statistics.median(column) for column in zip(*rows)]
