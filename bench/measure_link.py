"""Linking: weakrt in the place of ld.lld, with the command line that the compiler driver gives the linker."""
import json
import os
import re
import shlex

from shared import run, table

LINKERS = ["lld", "weakrt"]
# Rounds, and runs in each: (is it quick, is it the small plugin).
HOW_OFTEN = {(True, True): (3, 6), (True, False): (2, 3), (False, True): (20, 8), (False, False): (8, 3)}


def measure(bench, commands, rounds, runs):
    """{linker: seconds of its fastest run}. They take turns, as far as hyperfine lets them."""
    times = {linker: [] for linker in LINKERS}
    out = bench.folder / "hyperfine.json"
    for number in range(rounds):
        in_turn = LINKERS if number % 2 == 0 else LINKERS[::-1]
        run("hyperfine", "--shell=none", "--style=none", "--warmup=1", f"--runs={runs}",
            f"--export-json={out}", *(shlex.join(commands[linker]) for linker in in_turn))
        for linker, result in zip(in_turn, json.loads(out.read_text())["results"]):
            times[linker] += result["times"]
    return {linker: min(all_times) for linker, all_times in times.items()}


def links_llvm(program):
    """What LLVM is to it, which decides how long it takes to start."""
    path = run("sh", "-c", f"command -v {shlex.quote(program)}").strip()
    shared = re.search(r"\(NEEDED\).*\[libLLVM", run("readelf", "-d", path))
    return "a shared library" if shared else "linked statically"


def tell(bench):
    rows = []
    links = json.loads((bench.folder / "links.json").read_text())
    for name, commands in links.items():
        often = HOW_OFTEN[bench.quick, name.startswith("one")]
        times = measure(bench, commands, *often)
        output = commands["lld"][commands["lld"].index("-o") + 1]
        rows.append([name, f"{os.path.getsize(output) / 1e6:,.2f} MB", f"1 ({times['lld'] * 1e3:,.1f} ms)",
                     f"{times['weakrt'] / times['lld']:.2f}"])
    lld, weak = (links_llvm(next(iter(links.values()))[linker][0]) for linker in LINKERS)
    return f"""## Linking

The linker's command line as the compiler driver gives it, run by `hyperfine`: `ld.lld-19` alone with the
runtime's library, and weakrt with the same arguments and the plugin's manifest; the fastest run of each. The
goal is 1.0. LLVM was, to this `ld.lld-19`, {lld}; to this weakrt, {weak}.

{table(["plugin", "output", "ld.lld", "weakrt"], rows)}"""
