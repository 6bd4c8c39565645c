# SPDX-License-Identifier: Apache-2.0
"""The host's busy time against the kernel's own account of all processes, beside one that is busy
half of the time."""
import bisect
import os
import statistics
import subprocess
import threading
import time

from account import all_cpus
from programs import WORKLOAD, main, report
from table import print_table, verdict

BAR, BAR_SECONDS = 0.01, 0.02  # the median; each: two ticks
STEP = 0.002                   # seconds between looks at the account
TICK = 1 / os.sysconf("SC_CLK_TCK")


class Watch:
    """Both accounts again and again, as long as the block lasts."""

    def __init__(self, path):
        self.files = [os.open(name, os.O_RDONLY) for name in (path, "/proc/stat")]
        self.seen = []  # (instant, CPU seconds of all processes, seconds not idle by /proc/stat)
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.look)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self.thread.join()
        for file in self.files:
            os.close(file)

    def look(self):
        while not self.is_over.wait(STEP):
            before = time.monotonic()
            used = sum(map(int, os.pread(self.files[0], 65536, 0).split())) * 1e-9
            instant = (before + time.monotonic()) / 2
            columns = os.pread(self.files[1], 300, 0).split()
            rested = sum(int(columns[i]) for i in (4, 5, 8)) * TICK  # idle, iowait, steal
            self.seen.append((instant, used, instant * os.cpu_count() - rested))

    def used_until(self, instant):
        i = bisect.bisect(self.seen, (instant,))
        (start, less, _), (end, more, _) = self.seen[i - 1:i + 1]
        return less + (more - less) * (instant - start) / (end - start)

    def over_all(self):
        (_, used_before, busy_before), (_, used, busy) = self.seen[0], self.seen[-1]
        return used - used_before, busy - busy_before


def row_of(path, burst_ms, runs, seconds):
    competitor = subprocess.Popen([WORKLOAD, "bursts", "1000000", str(burst_ms)])
    try:
        with Watch(path) as watch:
            time.sleep(0.1)
            measured = [report("sleep", seconds) for _ in range(runs)]
            time.sleep(0.1)
    finally:
        competitor.kill()
        competitor.wait()
    truths = [watch.used_until(run["ended_monotonic_seconds"]) -
              watch.used_until(run["started_monotonic_seconds"]) for run in measured]
    off = [run["host_busy_cpu_seconds"] - truth for run, truth in zip(measured, truths)]
    middle = statistics.median(one / truth for one, truth in zip(off, truths))
    worst = max(off, key=abs)
    used, not_idle = watch.over_all()
    return [f"{burst_ms} ms on / off", f"{statistics.median(truths):.3f}", f"{100 * middle:+.2f}",
            verdict(abs(middle), BAR), f"{1000 * worst:+.1f}", verdict(abs(worst), BAR_SECONDS),
            f"{100 * (not_idle / used - 1):+.2f}"]


def host_busy(options):
    path = all_cpus()
    if not path:
        print("\nThe host's busy time: not compared, there is no cpuacct of cgroup v1 here.\n")
        return
    runs = options.runs or (5 if options.quick else 20)
    rows = [row_of(path, burst_ms, runs, 1) for burst_ms in (5, 20)]
    print_table(f"The host's busy time against cpuacct's root: {runs} runs of 1 s",
                ["competitor", "truth s", "median %", f"bar {100 * BAR:g} %", "worst ms",
                 f"bar {1000 * BAR_SECONDS:g} ms", "stat %"], rows,
                ["stat: what /proc/stat by itself, over all of the time, calls not idle, against the "
                 "same. The two differ by themselves, perhaps since interrupts on an idle CPU, and "
                 "its way into idle and out, are not idle, and no process has them."])


if __name__ == "__main__":
    main(host_busy, __doc__)
