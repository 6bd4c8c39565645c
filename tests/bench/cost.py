# SPDX-License-Identifier: Apache-2.0
"""What joules itself uses of a CPU while the command runs, at the default sampling interval."""
import statistics
import subprocess

from programs import LOAD, main, report
from table import print_table, verdict

SMALL, LARGE, FOREIGN = 10, 1000, 5000
FOREIGN_LIFE = 60  # seconds, should we not be there to end them


class ForeignProcesses:
    """So many that sleep and do not belong to the command. They die with the first of them."""

    def __enter__(self):
        self.first = subprocess.Popen([LOAD, "sleepers", str(FOREIGN), str(FOREIGN_LIFE)],
                                      stdout=subprocess.PIPE)
        if self.first.stdout.readline() != b"asleep\n":
            self.__exit__()
            raise RuntimeError(f"{FOREIGN} processes: not allowed")

    def __exit__(self, *_):
        self.first.kill()
        # The last of them to die closes the pipe.
        self.first.stdout.read()
        self.first.stdout.close()
        self.first.wait()


def cost(processes, seconds):
    """In percent of one CPU."""
    measured = report(LOAD, "sleepers", processes, seconds)
    return 100 * measured["sampler_cpu_seconds"] / measured["wall_seconds"]


def own_cost(options):
    runs, seconds = (options.runs or 1, 2) if options.quick else (options.runs or 3, 10)
    small, large, beside = [], [], []
    for _ in range(runs):
        small.append(cost(SMALL, seconds))
        large.append(cost(LARGE, seconds))
        with ForeignProcesses():
            beside.append(cost(SMALL, seconds))
    rows = []
    for name, figures, bar in ((f"tree of {SMALL}", small, 0.3), (f"tree of {LARGE}", large, 0.5)):
        figure = statistics.median(figures)
        rows.append([name, f"{figure:.3f} %", f"{bar} %", f"{figure - bar:+.3f} %",
                     verdict(figure, bar)])
    ratio, bar = statistics.median(b / s for b, s in zip(beside, small)), 1.2
    rows.append([f"tree of {SMALL} beside {FOREIGN} foreign processes",
                 f"{statistics.median(beside):.3f} %", "", "", ""])
    rows.append(["  / the same without them", f"{ratio:.2f} x", f"{bar} x", f"{ratio - bar:+.2f} x",
                 verdict(ratio, bar)])
    print_table(f"CPU time of joules / wall time, {seconds} s; median of {runs}",
                ["own cost", "figure", "bar", "off", "verdict"], rows,
                ["All processes sleep. sampler_cpu_seconds / wall_seconds of the JSON report."])


if __name__ == "__main__":
    main(own_cost, __doc__)
