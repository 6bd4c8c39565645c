# SPDX-License-Identifier: Apache-2.0
"""The tree's CPU time against the kernel's own account of a group: cpuacct.usage or cpu.stat."""
import pathlib
import shutil
import sys
import tempfile
from dataclasses import dataclass, field

from account import measure, usable_root
from programs import LOAD, WORKLOAD, main
from table import print_table

BAR_OF_GROUP = 0.001       # of the truth, with --cpu-clock cgroup
BAR = 0.003                # of the truth, and
BAR_SECONDS = 0.02         # two ticks, where it is not known better
ENTERING_SECONDS = 0.0015  # of the shell that puts the command into the group
ENTERING_BELOW = 0.004     # and of one that makes the group, by mkdir
PYTHON = ["python3", "-S", "-c", "pass"]
POOL = """
from multiprocessing import Pool
with Pool(4) as pool:
    pool.map(sum, [range(1000000)] * 40)
"""


@dataclass
class Case:
    name: str
    words: list
    waited_for: bool = True  # every process, by its parent or by joules
    options: list = field(default_factory=list)


def make_folder(folder, files):
    """A small build."""
    rule = "\n\techo 'int f;' | cc -x c -c -o $@ -\n"
    names = " ".join(f"{i}.o" for i in range(files))
    pathlib.Path(folder, "Makefile").write_text(f"all: {names}\n{names}:{rule}", encoding="ascii")
    return ["make", "-s", "-B", "-j2", "-C", folder]


def cases(folder, scale):
    def times(count):
        return max(1, int(count * scale))

    def programs(how, words, count):
        return [LOAD, "programs", how, times(count), *words]

    all_waited = ["--wait-tree", "all"]
    found = [
        Case("steady", [WORKLOAD, "burn", 2 * scale]),
        Case("threads", [WORKLOAD, "threads", 4, 0.5 * scale]),
        Case("a shell's loop", ["sh", "-c", f"for i in $(seq {times(400)}); do /bin/true; done"]),
        Case("multiprocessing", ["python3", "-c", POOL]),
        Case("C children, waited for", [LOAD, "storm", times(600), 1]),
        Case("Python, waited for", programs("wait", PYTHON, 300)),
        Case("daemonised", [WORKLOAD, "daemon", 1 * scale], options=all_waited),
        Case("Python, forked twice", programs("twice", PYTHON, 300), options=all_waited),
    ]
    if shutil.which("make") and shutil.which("cc"):
        found.append(Case("make -j2, 50 files", make_folder(folder, times(50))))
    for how, name in (("ignore", "SIGCHLD ignored"), ("nocldwait", "SA_NOCLDWAIT")):
        found.append(Case(f"C children, {name}", programs(how, ["true"], 600), False))
        found.append(Case(f"Python, {name}", programs(how, PYTHON, 600), False))
    found.append(Case("one long child, ignored", [WORKLOAD, "longignore", 2 * scale], False))
    return found


def verdict_on(case, clock, seen, truth, is_bound):
    off = seen - truth
    if clock == "cgroup":
        good = abs(off) <= BAR_OF_GROUP * truth + ENTERING_BELOW and not is_bound
        return "within" if good else "off"
    near = BAR * truth + (0 if case.waited_for else BAR_SECONDS)
    if off > BAR * truth + ENTERING_SECONDS:
        return "too much"
    if is_bound and case.waited_for:
        return "false alarm"
    if off < -near and not is_bound:
        return "silent loss"
    return "lower bound" if is_bound else "within"


def row_of(root, case, clock, runs):
    print(f"{case.name}, {clock} ...", file=sys.stderr, flush=True)
    rows = []
    for _ in range(runs):
        run, truth = measure(root, case.words, ["--cpu-clock", clock, *case.options])
        seen, is_bound = run["tree_cpu_seconds"], run["tree_cpu_is_lower_bound"]
        rows.append((abs(seen / truth - 1),
                     [case.name, clock, f"{truth:.4f}", f"{'>= ' if is_bound else ''}{seen:.4f}",
                      f"{100 * (seen / truth - 1):+.2f}", run["coverage"]["clock"],
                      f"{run['tree_cpu_unseen_at_most_seconds']:.3f}",
                      verdict_on(case, clock, seen, truth, is_bound)]))
    return max(rows)[1]


def cpu_time(options):
    root = usable_root()
    if root is None:
        print("\nThe tree's CPU time: not compared, no group of cgroup v1's cpuacct or of cgroup v2 "
              "can be made here (as root, or in a delegated group).\n")
        return
    runs, scale = (options.runs or 1, 0.2) if options.quick else (options.runs or 3, 1)
    with tempfile.TemporaryDirectory(prefix="joules-bench-") as folder:
        rows = [row_of(root, case, clock, runs)
                for case in cases(folder, scale) for clock in ("procfs", "auto", "cgroup")]
    print_table(f"The tree's CPU time against {root[1]}; the worst of {runs}",
                ["tree", "--cpu-clock", "truth s", "joules s", "error %", "clock", "unseen s",
                 "verdict"], rows,
                ["Within: 0.3 % of the truth, 0.1 % with cgroup. The shell that puts the command into the group, a "
                 "millisecond, or three where it makes one, is in joules's figure alone. Lower bound: said, and not above the "
                 "truth; unseen s: what joules says it may be more, of processes that it met. Silent "
                 "loss: more than 0.3 % and two ticks below the truth, and not said."])


if __name__ == "__main__":
    main(cpu_time, __doc__)
