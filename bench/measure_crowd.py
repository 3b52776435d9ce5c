"""Many plugins of one runtime in one process: what the first one costs, and each after it."""
import os
import statistics

from shared import medians, table

IMPORTS = 10
LAST = 10
HEAD = ["the runtime is", "the first", "mean of the others", f"of the last {LAST}", "the others, by ld.so's"]


def measure(bench, where):
    """{way: [nanoseconds of each plugin]}, in the order in which they are loaded."""
    environment = {**os.environ, "LD_LIBRARY_PATH": str(bench.folder / "known")}
    times = {"weakrt": [], "floor": [], "hard": []}
    for _ in range(5 if bench.quick else 31):
        for way, runs in times.items():
            lines = bench.program("crowd", way, IMPORTS, where, env=environment).split()
            runs.append([int(line) for line in lines])
    return {way: medians(runs) for way, runs in times.items()}


def tell(bench):
    rows = []
    for where, name in [("absent", "absent: the first loads it"), ("present", "there already")]:
        times = measure(bench, where)
        net = [weak - floor for weak, floor in zip(times["weakrt"], times["floor"])]
        others, last = statistics.mean(net[1:]), statistics.mean(net[-LAST:])
        rows.append([name, f"1 ({net[0] / 1000:,.1f} µs)", f"{others / net[0]:.3f}", f"{last / net[0]:.3f}",
                     f"{sum(times['weakrt'][1:]) / sum(times['hard'][1:]):.2f}"])
    plugins = len(net)
    return f"""## {plugins} plugins of one runtime

Copies of one plugin with {IMPORTS} imports, loaded one after the other in one process: the time of `dlopen`
above that of the same plugin bound by nobody, as a ratio to the first one's. The goal is 0.1. The last column
is all of `dlopen`, as a ratio to that of the same plugins linked hard.

{table(HEAD, rows)}"""
