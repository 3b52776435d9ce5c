"""A call through a bound import, and an access of bound data: the machine code, and the time."""
import json
import re

from shared import run, table

WHAT = {"call": "a call", "read": "an access of data"}
FLAGS = {"pic": "`-fPIC`", "no-plt": "`-fPIC -fno-plt`"}
LINE = re.compile(r"^ *([0-9a-f]+):\t(.*)$", re.M)


def disassemble(library, *what):
    """[(address, instruction)]"""
    listing = run("objdump", "-d", "--no-show-raw-insn", *what, library)
    return [(int(address, 16), text) for address, text in LINE.findall(listing)]


def relative(code):
    """Without what is where: how far each instruction is from the first, and no displacement."""
    masked = []
    for address, text in code:
        text = re.sub(r" *#.*| *<.*", "", text)
        text = re.sub(r"-?0x[0-9a-f]+\(%rip\)", "SLOT(%rip)", text)
        masked.append((address - code[0][0], re.sub(r"^(call|jmp) +[0-9a-f]+$", r"\1 PLT", text).strip()))
    return masked


def executed(library, function):
    """The function's instructions, and those of the linker's table that it calls, to the jump by the slot."""
    code = disassemble(library, f"--disassemble={function}")
    ways = [relative(code)]
    for _, text in code:
        if called := re.match(r"call +([0-9a-f]+)", text):
            start = int(called[1], 16)
            entry = disassemble(library, f"--start-address={start}", f"--stop-address={start + 16}")
            jump = next(number for number, (_, text) in enumerate(entry) if "jmp" in text)
            ways.append(relative(entry[:jump + 1]))
    return [instruction for way in ways for instruction in way]


def measure_times(bench):
    """{(what, way, flags): nanoseconds} of a thousand: the least of all repetitions, the rest is others'."""
    out = bench.folder / "access.json"
    bench.program("access", f"--benchmark_out={out}", "--benchmark_out_format=json",
                  "--benchmark_enable_random_interleaving=true",
                  f"--benchmark_repetitions={9 if bench.quick else 31}",
                  f"--benchmark_min_time={0.01 if bench.quick else 0.05}")
    times = {}
    for line in json.loads(out.read_text())["benchmarks"]:
        if line["run_type"] == "iteration":
            what, way, flags = re.match(r"(\w+)/(\w+)-([\w-]+)", line["run_name"]).groups()
            times.setdefault((what, way, flags), []).append(line["cpu_time"])
    return {key: min(each) for key, each in times.items()}


def tell(bench):
    times = measure_times(bench)
    rows, differences = [], ""
    for what, name in WHAT.items():
        for flags, compiled in FLAGS.items():
            hard, weak = (executed(bench.folder / "access-plugins" / f"{way}-{flags}.so", f"{what}_once")
                          for way in ["hard", "weakrt"])
            same = hard == weak
            if not same:
                differences += "".join(f"\n{way}: {'; '.join(text for _, text in code)}\n"
                                       for way, code in [("ld.so", hard), ("weakrt", weak)])
            time = times[what, "hard", flags]
            rows.append([name, compiled, f"{len(weak)}, {'the same' if same else 'not the same'}",
                         f"1 ({time / 1000:.2f} ns)", f"{times[what, 'weakrt', flags] / time:.2f}"])
    return f"""## A call, and an access

One object file, linked hard and by weakrt: the instructions of a function that calls an import, or reads an
imported variable, with those of the linker's table (PLT) that it goes through, compared in the two files but
for their displacements; and the time of a thousand in a loop. The goal is the same instructions, and so 1.00.

{table(["", "compiled with", "instructions", "ld.so's", "weakrt's time"], rows)}{differences}"""
