# SPDX-License-Identifier: Apache-2.0
"""By how much a fork storm is slower under joules. All keep to one CPU, joules too, as on a machine
that is busy otherwise; what joules needs to start is included."""
import statistics

from programs import JOULES, WORKLOAD, main, why_not
from simulated import CPUS
from table import print_table, verdict
from wall_clock import median_ratio, take_turns

MODES = (
    (["--cpu-clock", "procfs"], 3),
    (["--cpu-clock", "perf"], 12),
    (["--by-command"], None),
    ([], None),
)


def row_of(options, bar, rounds, storm):
    name = " ".join(["joules", *options])
    if reason := why_not(*options):
        return [f"{name}: {reason}", "", "", "", "", "", ""]
    on_one_cpu = ["taskset", "-c", CPUS[0]]
    times = take_turns({"alone": [*on_one_cpu, *storm],
                        "measured": [*on_one_cpu, JOULES, *options, *storm]}, rounds)
    percent = 100 * (median_ratio(times["measured"], times["alone"]) - 1)
    alone, measured = (f"{statistics.median(times[side]):.3f}" for side in ("alone", "measured"))
    if bar is None:
        return [name, alone, measured, f"{percent:+.1f} %", "", "", ""]
    return [name, alone, measured, f"{percent:+.1f} %", f"{bar} %", f"{percent - bar:+.1f} %",
            verdict(percent, bar)]


def slowdown(options):
    rounds, forks = (options.runs or 3, 2000) if options.quick else (options.runs or 9, 5000)
    rows = []
    for kind, storm, modes in (
            ("that end at once", [WORKLOAD, "storm", forks, 0], MODES),
            ("of 1 ms", [WORKLOAD, "storm", forks // 10, 1], MODES[:2])):
        rows.append([f"children {kind}", "", "", "", "", "", ""])
        rows += [row_of(words, bar, rounds, storm) for words, bar in modes]
    print_table(f"Fork storm of {forks} and of {forks // 10} children; medians of {rounds} pairs",
                ["slowdown", "alone s", "under joules s", "figure", "bar", "off", "verdict"], rows)


if __name__ == "__main__":
    main(slowdown, __doc__)
