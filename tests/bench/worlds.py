# SPDX-License-Identifier: Apache-2.0
"""How far attribution leans, and whether +- covers its error: simulated machines, known throughout."""
import subprocess

from programs import WORLDS, main
from table import print_table, verdict

COVERED, WIDEST, BIAS = 184, 6, 5


def lines(what, runs):
    out = subprocess.run([WORLDS, what, str(runs)], check=True, stdout=subprocess.PIPE, text=True)
    return [line.split("|") for line in out.stdout.splitlines()]


def coverage(runs):
    rows = []
    for name, covered, error, width, ratio in lines("coverage", runs):
        rows.append([name, covered, str(COVERED), verdict(COVERED, int(covered)), error, width,
                     ratio])
    print_table(f"Does +- cover the error? {runs} runs of each workload, on 2 CPUs if not said",
                ["workload", "in 200", "bar", "verdict", "error %", "+- %", "+- / error"], rows,
                ["The error is that to perfect clocks at the same samples; error, +- and their "
                 f"ratio are medians. In 200: of all runs, so many in 200. The ratio is to be {WIDEST} at most in the median of the "
                 "workloads. Ticks alone, a counter of 1 ms, samples as they are taken where a light "
                 "one costs 30 us and a full one 100."])


def bias(runs):
    rows = []
    for power, beside, period, part, seen, at_samples in lines("bias", runs):
        has_bar = float(period) >= 50 and beside == "steady"
        rows.append([f"{power}, beside {beside}", period, part, seen, at_samples,
                     str(BIAS) if has_bar else "",
                     verdict(abs(float(seen)), BIAS) if has_bar else ""])
    print_table("How far does the tree's energy lean? Bursts, in percent of the truth",
                ["power", "period ms", "busy %", "ticks", "perfect clocks", "bar", "verdict"], rows,
                ["Two CPUs; 10 W, and 20 W for each busy CPU, or 40 W while the tree runs. The "
                 "truth is that of each instant. Perfect clocks: at the same samples, so what is "
                 "left comes of the interval. Periods below 50 ms are near the interval of 15 ms: "
                 "nobody can tell then when the tree ran. Beside turns as short, t / B of an "
                 "interval is not that of each instant."])


def sums(worlds):
    (more, beyond, outside, worst), = lines("sums", worlds)
    print_table(f"Two trees measured at once: do they sum to more than their host? {worlds} random "
                "machines, in percent", ["they do", "by over 2 %", "outside their +-", "worst"],
                [[more, beyond, outside, worst]],
                ["Each is divided by the time that the others ran, which is known by ticks from "
                 "samples of its own. --merge says so where it shows."])


def both(options):
    coverage(40 if options.quick else 1000)
    bias(5 if options.quick else 21)
    sums(200 if options.quick else 2000)


if __name__ == "__main__":
    main(both, __doc__)
