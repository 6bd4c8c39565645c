# SPDX-License-Identifier: Apache-2.0
"""How near to the truth the energies are: of joules, and of the usual way to poll /proc.

One CPU is for the command, competitors keep the others busy: all CPUs are busy all the time, and
each second of the tree's CPU time costs 1 / CPUs of 50 W, whatever else the machine does."""
import os
import statistics
import sys
from dataclasses import dataclass, field

from account import all_cpus
from definition import Bursts
from programs import LOAD, WORKLOAD, main
from simulated import CPUS, WATTS, Competitors, measure_with_joules, measure_with_poller
from table import print_table, verdict

BAR = 0.01           # of the truth,
BAR_SECONDS = 0.002  # or so long at the host's power, whichever is more
INTERVALS_MS = (100, 1000)  # of the pollers
USUAL_INTERVAL = 0.015      # seconds, of joules


@dataclass
class Case:
    name: str
    load: list
    cpu_seconds: float = None  # where the load does not say it itself
    options: list = field(default_factory=list)
    competitors: list = field(default_factory=lambda: CPUS[1:])
    pinned: bool = True

    @property
    def words(self):
        return ["taskset", "-c", CPUS[0], *self.load] if self.pinned else self.load

    def truth(self, measured):
        if "bursts" in measured.told:
            return self.truth_of_bursts(measured)
        cpu_seconds = measured.told.get("cpu_seconds", self.cpu_seconds)
        return measured.joules_of(cpu_seconds)

    @staticmethod
    def truth_of_bursts(measured):
        """By the definition, at the interval that joules took, or would have taken."""
        told = measured.told
        first = told["bursts"][0][0]
        started, ended = measured.span or (first, first + measured.wall_seconds)
        bursts = Bursts(told["bursts"], told["burst_seconds"], told["others_seconds"], len(CPUS),
                        started, ended)
        return bursts.joules(WATTS, measured.interval or USUAL_INTERVAL)

    def error(self, measured):
        return measured.tree_joules / self.truth(measured) - 1


def cases(scale):
    """Durations are no multiples of the sampling interval: edges fall anywhere in it."""
    def burn(seconds):
        return [WORKLOAD, "burn", seconds]

    def times(count):
        return int(count * scale)

    steady, niced, slow_bursts = 3 * scale, 0.6 * scale, max(1, times(2))
    return [
        Case("steady, on all CPUs", [LOAD, "wall", steady, *CPUS], competitors=[],
             pinned=False),
        Case("steady, beside another", burn(steady), steady),
        Case("bursty, 5 ms on / off", [LOAD, "bursts", times(300), 5, all_cpus()]),
        Case("bursty, 4 s on / off", [LOAD, "bursts", slow_bursts, 4030, all_cpus()]),
        Case("threads, 4 x 0.77 s", [WORKLOAD, "threads", 4, 0.77 * scale], 4 * 0.77 * scale),
        Case("storm of 1 ms children", [LOAD, "storm", times(2500), 1]),
        Case("storm, SIGCHLD ignored", [LOAD, "ignore", times(2500), 1]),
        Case("daemonised, waited for", [WORKLOAD, "daemon", steady], steady,
             options=["--wait-tree", "all"]),
        Case("nice 10, beside others", ["nice", "-n", 10, *burn(niced)], niced,
             competitors=CPUS),
        Case("20 ms", burn(0.02), 0.02),
    ]


def percent(ratio):
    return f"{100 * ratio:+.2f}"


def middle(case, runs):
    """The run whose error is the median."""
    return sorted(runs, key=case.error)[(len(runs) - 1) // 2]


def row_of(case, runs):
    print(f"{case.name} ...", file=sys.stderr, flush=True)
    with Competitors(case.competitors):
        measured = [measure_with_joules(case.words, case.options) for _ in range(runs)]
        polled = [measure_with_poller(case.words, interval) for interval in INTERVALS_MS]
    chosen = middle(case, measured)
    truth = case.truth(chosen)
    bar = max(BAR, BAR_SECONDS * WATTS / truth)
    error, worst = case.error(chosen), max(map(case.error, measured), key=abs)
    cells = [case.name, f"{truth:.2f}", f"{chosen.tree_joules:.2f}", percent(error), percent(worst),
             f"{100 * bar:.1f}", verdict(abs(error), bar),
             *[percent(case.error(one)) for one in polled]]
    return cells, chosen


def host_rows(runs, scale):
    rows = []
    for seconds in (0.02, 0.2, 3 * scale):
        measured = [measure_with_joules(["sleep", seconds]) for _ in range(runs)]
        off = [one.host_joules - WATTS * one.wall_seconds for one in measured]
        worst = max(off, key=abs)
        bar = BAR_SECONDS * WATTS
        rows.append([f"sleep {seconds:g}", f"{measured[-1].wall_seconds * WATTS:.3f}",
                     f"{statistics.median(off):+.3f}", f"{worst:+.3f}", f"{bar:.3f}",
                     verdict(abs(worst), bar)])
    return rows


def notes(storm):
    exit_work = storm.told["children_seconds"] / storm.told["told_seconds"] - 1
    return [
        "Simulated: one counter of 50 W, updated each millisecond. Truth: the tree's CPU seconds x "
        f"50 W / {len(CPUS)} CPUs, all of them busy, less what the hypervisor stole.",
        "Poll: the usual way, by naive_poller.cpp; errors in % of one run. At each interval it "
        "finds the live descendants and takes the growth of their ticks. A daemon is out of its "
        "sight, and it ends with the command.",
        "Bursts: the truth is the definition's, by the instants at which the bursts began and ended "
        "and by what cpuacct says that others had of the command's CPU: in each interval between "
        "two samples, energy x tree time / busy time. Nobody knows when joules took its samples; "
        "their mean distance is that of the report, and the truth is the mean over where they may "
        "have lain.",
        "Storm: the truth is what the kernel charged to the parent and to its children, fork "
        "and exit included. SIGCHLD ignored: the truth is what each child told just before its "
        "exit; the kernel's work of exit is not in it. For the children of the storm above, that "
        f"work was {100 * exit_work:.1f} % of what they told.",
    ]


def accuracy(options):
    if len(CPUS) < 2 or len(CPUS) != os.cpu_count():
        raise RuntimeError("needs two CPUs or more, and all that the host has")
    os.sched_setaffinity(0, {CPUS[-1]})  # inherited by joules, the pollers and the simulator
    runs, scale = (options.runs or 1, 0.2) if options.quick else (options.runs or 3, 1)
    rows, storm = [], None
    for case in cases(scale):
        cells, chosen = row_of(case, runs)
        rows.append(cells)
        storm = chosen if "storm" in case.load else storm
    head = ["tree energy", "truth J", "joules J", "error %", "worst %", "bar %", "verdict",
            *[f"poll {interval / 1000:g} s" for interval in INTERVALS_MS]]
    print_table(f"Tree energy against the truth: joules (median of {runs}) and naive pollers",
                head, rows, notes(storm))
    print_table("Host energy against the simulator's power x wall time",
                ["host energy", "truth J", "median off J", "worst off J", "bar J", "verdict"],
                host_rows(max(runs, 3), scale), [f"Bar: 2 ms x {WATTS} W, at any length."])


if __name__ == "__main__":
    main(accuracy, __doc__)
