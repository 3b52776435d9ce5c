"""The plot of times over numbers, both logarithmic, as SVG."""
import math

WIDTH, HEIGHT, LEFT, BOTTOM, RIGHT, TOP = 690, 400, 70, 350, 500, 20


def plot(lines, counts, what):
    """`lines` are (name, colour, {count: microseconds})."""
    every_time = [time for _, _, times in lines for time in times.values()]
    least, most = math.floor(math.log10(min(every_time))), math.ceil(math.log10(max(every_time)))

    def x_of(count):
        return LEFT + (RIGHT - LEFT) * math.log(count / counts[0]) / math.log(counts[-1] / counts[0])

    def y_of(time):
        return BOTTOM - (BOTTOM - TOP) * (math.log10(time) - least) / (most - least)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
           'font-size="12">', f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    for power in range(least, most + 1):
        y = y_of(10 ** power)
        out.append(f'<line x1="{LEFT}" x2="{RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#dddddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{10 ** power:,} µs</text>')
    for count in counts:
        out.append(f'<text x="{x_of(count):.1f}" y="{BOTTOM + 20}" text-anchor="middle">{count:,}</text>')
    out.append(f'<text x="{(LEFT + RIGHT) / 2}" y="{BOTTOM + 40}" text-anchor="middle">{what}</text>')
    lowest = TOP - 14
    for name, colour, times in sorted(lines, key=lambda line: y_of(line[2][counts[-1]])):
        points = " ".join(f"{x_of(count):.1f},{y_of(times[count]):.1f}" for count in counts)
        lowest = max(y_of(times[counts[-1]]), lowest + 14)  # labels keep out of each other's way
        out.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        out.append(f'<text x="{RIGHT + 8}" y="{lowest + 4:.1f}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
