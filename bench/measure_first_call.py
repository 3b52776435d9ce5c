"""Binding at the first call: weakrt's bind = "call" beside ld.so's lazy binding."""
from shared import medians, table


def measure(bench, imports):
    """{way: nanoseconds of each import}: calling all for the first time, less what doing it again takes."""
    lines = {"lazy": [], "call": []}
    for _ in range(3 if bench.quick else 7):
        for way, rounds in lines.items():
            rounds += [line.split() for line in bench.program("first_call", way, imports, 5).splitlines()]
    costs = {}
    for way, rounds in lines.items():
        first, again = medians([[int(number) for number in numbers] for numbers in rounds])
        costs[way] = (first - again) / imports
    return costs


def tell(bench):
    rows = []
    for imports in bench.counts("call"):
        costs = measure(bench, imports)
        rows.append([f"{imports:,}", f"1 ({costs['lazy']:,.0f} ns)", f"{costs['call'] / costs['lazy']:.2f}"])
    return f"""## The first call

With `bind = "call"` the first call of any import binds all of them; a plugin linked hard with `-z lazy` has
each bound at its own first call. Both plugins call every import once, and then again: the difference, by the
number of imports. The runtime is mapped anew each time, after the plugin that waits for it and before the
other. The goal is 0.3.

{table(["imports", "ld.so, each", "weakrt, each"], rows)}"""
