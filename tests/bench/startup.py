# SPDX-License-Identifier: Apache-2.0
"""How long `joules true` takes beside `/usr/bin/time true`, and beside others of its kind."""
import pathlib
import shutil
import statistics
import tempfile

from programs import JOULES, main
from table import print_table, verdict
from wall_clock import median_ratio, take_turns

BAR = 1.5
REFERENCE = "/usr/bin/time true"
REST = 1.3  # seconds; the kernel keeps perf ready for one


def make_zones(root):
    """Counters that stand still: reading them costs what it costs."""
    for number, name in enumerate(("package-0", "dram")):
        zone = root / f"intel-rapl:{number}"
        zone.mkdir(parents=True)
        for file, text in (("name", name), ("energy_uj", 1000000),
                           ("max_energy_range_uj", 262143328850)):
            (zone / file).write_text(f"{text}\n", encoding="ascii")


def row_of(name, words, rounds, rest=0):
    if shutil.which(words[0]) is None:
        return [f"{name}: not installed", "", "", "", "", "", ""]
    times = take_turns({REFERENCE: ["/usr/bin/time", "true"], name: words}, rounds, rest)
    ratio = median_ratio(times[name], times[REFERENCE])
    cells = [name, *(f"{1000 * statistics.median(times[one]):.2f}" for one in (name, REFERENCE)),
             f"{ratio:.2f}"]
    if not name.startswith("joules"):
        return [*cells, "", "", ""]
    return [*cells, BAR, f"{ratio - BAR:+.2f}", verdict(ratio, BAR)]


def startup(options):
    rounds = options.runs or (100 if options.quick else 600)
    if shutil.which("/usr/bin/time") is None:
        raise RuntimeError("/usr/bin/time is not installed: nothing to compare with")
    with tempfile.TemporaryDirectory(prefix="joules-bench-") as folder:
        root = pathlib.Path(folder) / "powercap"
        make_zones(root)
        rows = [row_of(name, words, rounds) for name, words in (
            ("joules true", [JOULES, "true"]),
            ("joules --cpu-clock procfs true", [JOULES, "--cpu-clock", "procfs", "true"]),
            ("joules true, two powercap zones", [JOULES, "--powercap-root", root, "true"]),
            ("true", ["true"]),
            ("perf stat -e task-clock true", ["perf", "stat", "-e", "task-clock", "true"]))]
        rests = 2 if options.quick else max(rounds // 60, 5)
        rows += [row_of(f"{name}, after a rest", words, rests, REST)
                 for name, words in (
                     ("joules true", [JOULES, "true"]),
                     ("joules --cpu-clock procfs true", [JOULES, "--cpu-clock", "procfs", "true"]),
                     ("perf stat", ["perf", "stat", "-e", "task-clock", "true"]))]
    print_table(f"Start-up beside {REFERENCE}, in turns; medians of {rounds} pairs",
                ["start-up", "ms", "time's ms", "ratio", "bar", "off", "verdict"], rows,
                ["`joules true` looks for this machine's sensors; another row finds two zones.",
                 f"After a rest of {REST} s nobody uses perf any more, and the kernel takes its time "
                 "to begin with it again."])


if __name__ == "__main__":
    main(startup, __doc__)
