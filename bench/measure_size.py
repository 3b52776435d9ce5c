"""What is in a plugin for binding it: the stub, and so many bytes for each import."""
import re

from shared import run, table

FEW, MANY = 1000, 5000
MOST_CODE = 8 << 10
# Its number, name, type, address, offset, size, size of an entry, and flags.
SECTION = re.compile(r"^ *\[ *\d+\] (\S*) +\S+ +\w+ \w+ (\w+) \w+ +([A-Za-z]*) ", re.M)


def loaded_sections(path):
    """[(name, flags, size)] of what is in memory once the file is loaded."""
    found = SECTION.findall(run("readelf", "-WS", path))
    return [(name, flags, int(size, 16)) for name, size, flags in found if "A" in flags]


def stub_sizes(path):
    sizes = dict.fromkeys(["code", "texts", "unwind tables", "data"], 0)
    for name, flags, size in loaded_sections(path):
        what = ("code" if "X" in flags else "unwind tables" if name == ".eh_frame" else
                "data" if "W" in flags else "texts")
        sizes[what] += size
    return sizes


def growth(bench, way):
    """{section: bytes} that each import adds."""
    few, many = ({name: size for name, _, size in loaded_sections(bench.folder / f"{way}-{imports}.so")
                  if name != ".relro_padding"} for imports in [FEW, MANY])
    each = {name: (size - few.get(name, 0)) / (MANY - FEW) for name, size in many.items()}
    return {name: size for name, size in each.items() if size > 0.05}


def beyond(sizes, others):
    more = {name: size - others.get(name, 0) for name, size in sizes.items()}
    return {name: size for name, size in more.items() if size > 0.05}


def spelled(sizes):
    largest = sorted(sizes.items(), key=lambda item: -item[1])
    return ", ".join(f"`{name}` {size:.0f}" for name, size in largest)


def import_table(bench):
    hard, weak, tables = (growth(bench, way) for way in ["hard", "weakrt", "implib-tables"])
    code = {".text": hard[".text"]}  # what a plugin does with its imports, here a load and a store of each
    rows = []
    by = sum(beyond(tables, code).values())
    for name, sizes in [("linked hard", beyond(hard, code)),
                        ("weakrt, beyond linked hard", beyond(weak, hard)),
                        ("weakrt, in all", beyond(weak, code)),
                        ("tables and trampolines as Implib.so's", beyond(tables, code))]:
        total = sum(sizes.values())
        rows.append([name, f"{total:.0f}", f"{total / by:.2f}", spelled(sizes)])
    return table(["each import", "bytes", "ratio", "of these"], rows)


def tell(bench):
    rows = []
    for name, file in [("binds at load", "stub.o"), ("full", "stub-full.o")]:
        sizes = stub_sizes(bench.folder / file)
        rows.append([name, *(f"{size:,}" for size in sizes.values()), f"{sizes['code'] / MOST_CODE:.2f}"])
    return f"""## What is in a plugin

Bytes of the stub, x86-64. README.md tells which plugins get the full one. The goal is
{MOST_CODE:,} bytes of code in the plain one.

{table(["stub", "code", "texts", "unwind tables", "data", "code, by the goal"], rows)}
Bytes in memory that each import adds, from {FEW:,} to {MANY:,} imports of the same runtime, but for the
plugin's own code. A plugin that weakrt links keeps what it has when it is linked hard; what it gets besides
is to be at most a quarter of what Implib.so puts into a plugin for each symbol. That is assembled and linked
by `bench/make`: a name, a pointer to it with its relocation, a slot, and a trampoline that looks whether the
slot is filled, with its unwind tables. (`.gnu.version` is in any plugin that calls the C library, as the stub
does, and the one that is linked hard does not.)

{import_table(bench)}"""
