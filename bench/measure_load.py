"""Loading a plugin whose runtime is in the process: time, instructions, memory, beside ld.so and others."""
import json
import re
import statistics

from plot import plot
from shared import run, table

# The runtime's builds: the one that the plugins are linked to, the same without a build-id, and a later one.
BUILDS = ["known", "unknown", "rebuilt"]
# What is timed with the first of them: its word in load.cc, its name, its colour in the plot. With the others
# only the first two, and the floor.
WAYS = [
    ("hard", "ld.so", "#444444"),
    ("weakrt", "weakrt, known provider", "#0072b2"),
    ("dlsym", "dlsym loop", "#d55e00"),
    ("implib", "as Implib.so", "#cc79a7"),
    ("hash_map", "hash map of all", "#009e73"),
]
NET = ["hard", "weakrt", "floor"]


def measure_times(bench, build):
    """{(way, imports): seconds}. The ways take turns, so that what else the machine does hits all of them."""
    all_times = {}
    # Several processes: where one has its memory makes a difference to all that it times.
    for _ in range(1 if bench.quick else 3):
        out = bench.folder / "times.json"
        bench.program("load", build, f"--benchmark_out={out}", "--benchmark_out_format=json",
                      "--benchmark_enable_random_interleaving=true",
                      f"--benchmark_repetitions={3 if bench.quick else 5}",
                      f"--benchmark_min_time={0.02 if bench.quick else 0.1}",
                      "--benchmark_filter=" + ("." if build == BUILDS[0] else f"^({'|'.join(NET)})/"))
        for line in json.loads(out.read_text())["benchmarks"]:
            if line["run_type"] == "iteration":
                way, imports = line["run_name"].split("/")[:2]
                all_times.setdefault((way, int(imports)), []).append(line["real_time"] * 1e-6)
    return {what: statistics.median(times) for what, times in all_times.items()}


def count_instructions(bench, build, way, imports):
    """Of one load, whatever the machine does: callgrind counts between the two marks in load.cc."""
    out = bench.folder / "callgrind.out"
    run("valgrind", "-q", "--tool=callgrind", "--collect-atstart=no", f"--callgrind-out-file={out}",
        bench.folder / "load", bench.folder, build, "count", way, imports)
    return int(re.search(r"^(?:summary|totals): (\d+)", out.read_text(), re.M)[1])


def instructions(bench, build, imports):
    hard, weak, floor = (count_instructions(bench, build, way, imports) for way in NET)
    return {"hard": hard, "weakrt": weak, "ratio": weak / hard, "each": (weak - floor) / imports}


def time_table(times, counts):
    head = ["imports", "ld.so", "weakrt, known", "no build-id", "rebuilt", *(name for _, name, _ in WAYS[2:])]
    rows = []
    for imports in counts:
        ratios = [times[build]["weakrt", imports] / times[build]["hard", imports] for build in BUILDS]
        hard = times[BUILDS[0]]["hard", imports]
        ratios += [times[BUILDS[0]][way, imports] / hard for way, _, _ in WAYS[2:]]
        rows.append([f"{imports:,}", f"1 ({hard * 1e6:,.0f} µs)", *(f"{ratio:.2f}" for ratio in ratios)])
    return table(head, rows)


def net_table(times, counts):
    rows, known = [], times[BUILDS[0]]
    for imports in counts:
        row = [f"{imports:,}", f"{known['floor', imports] / known['hard', imports]:.2f}"]
        for build in BUILDS:
            hard, weak, floor = (times[build][way, imports] for way in NET)
            row.append(f"{(weak - floor) / (hard - floor):.2f}")
        rows.append(row)
    return table(["imports", "the floor", "weakrt, known, net", "no build-id, net", "rebuilt, net"], rows)


def instruction_table(bench, counts):
    rows = []
    for imports in counts:
        known, rebuilt = (instructions(bench, build, imports) for build in ["known", "rebuilt"])
        rows.append([f"{imports:,}", f"1 ({known['hard']:,})"])
        for counted in [known, rebuilt]:
            rows[-1] += [f"{counted['ratio']:.2f}", f"{counted['each']:.0f}"]
    return table(["imports", "ld.so", "weakrt, known", "each import", "rebuilt", "each import"], rows)


def memory_table(bench, counts):
    rows = []
    for imports in counts:
        hard, weak = (int(bench.program("load", "known", "dirty", way, imports)) >> 10
                      for way in ["hard", "weakrt"])
        rows.append([f"{imports:,}", f"{hard:,} KiB", f"{weak:,} KiB", f"{weak / hard:.2f}"])
    return table(["imports", "ld.so", "weakrt", "ratio"], rows)


def plot_times(times, counts):
    """In microseconds. What was timed with another build of the runtime is told by its ratio to ld.so."""
    known, rebuilt = times["known"], times["rebuilt"]

    def line(way):
        return {imports: known[way, imports] * 1e6 for imports in counts}

    later = {imports: rebuilt["weakrt", imports] / rebuilt["hard", imports] * known["hard", imports] * 1e6
             for imports in counts}
    lines = [(name, colour, line(way)) for way, name, colour in WAYS]
    return plot([*lines, ("weakrt, rebuilt provider", "#56b4e9", later),
                 ("bound by nobody", "#aaaaaa", line("floor"))], counts, "imports")


def tell(bench):
    times = {build: measure_times(bench, build) for build in BUILDS}
    counts = sorted({imports for _, imports in times[BUILDS[0]]})
    bench.plots["bind-time.svg"] = plot_times(times, counts)
    return f"""## Loading a plugin

The time of `dlopen`, as a ratio to that of the same plugin linked hard with `-z now`, in the same process.
The goal is 0.2 at 5,000 imports, and 0.05 at 50,000 where the provider is the known one.

{time_table(times, counts)}
The floor, as a ratio to the hard-linked plugin's time; and what of weakrt's time is above the floor, as a
ratio to what of the hard-linked plugin's is:

{net_table(times, counts)}
Instructions of one `dlopen`, as a ratio to those of ld.so's; and weakrt's own for each import, those of the
floor taken away:

{instruction_table(bench, counts)}
Memory that one `dlopen` writes and that is the process's own from then on:

{memory_table(bench, counts)}"""
