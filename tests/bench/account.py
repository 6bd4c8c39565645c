# SPDX-License-Identifier: Apache-2.0
"""A group of processes whose CPU time the kernel counts to the nanosecond, the dead and their exits
included: an account that joules does not read."""
import pathlib
import tempfile

from programs import report

# To the command, so that joules itself stays outside.
ENTER = ["sh", "-c", 'echo $$ > "$0" && exec "$@"']

# Below the group that joules made for the command, whose account is another one.
ENTER_BELOW = ["sh", "-c", 'for group in "$0"/joules-$PPID-*; do mkdir "$group/bench"; done && '
                           'echo $$ > "$group/bench/cgroup.procs" && exec "$@"']


def lines_of(path):
    return pathlib.Path(path).read_text(encoding="utf-8").splitlines()


def own_folder(controller):
    """Where we are below the root of that hierarchy; "" is that of cgroup v2."""
    for line in lines_of("/proc/self/cgroup"):
        _, controllers, path = line.split(":", 2)
        if controller in controllers.split(","):
            return path.strip("/")
    return ""


def roots():
    """(where groups can be made, the name of a group's account, seconds of its unit)"""
    for line in lines_of("/proc/self/mounts"):
        _, where, kind, options, *_ = line.split()
        if kind == "cgroup" and "cpuacct" in options.split(","):
            yield pathlib.Path(where, own_folder("cpuacct")), "cpuacct.usage", 1e-9
        if kind == "cgroup2":
            yield pathlib.Path(where, own_folder("")), "cpu.stat", 1e-6


def all_cpus():
    """The file that says what all processes had on each CPU so far; "" where there is none."""
    for line in lines_of("/proc/self/mounts"):
        _, where, kind, options, *_ = line.split()
        file = pathlib.Path(where, "cpuacct.usage_percpu")
        if kind == "cgroup" and "cpuacct" in options.split(",") and file.exists():
            return str(file)
    return ""


class Account:
    """Exists as long as the block lasts. OSError: it cannot be made."""

    def __init__(self, root, name, unit):
        self.root, self.name, self.unit = root, name, unit
        self.folder = None

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="joules-bench-", dir=self.root))
        return self

    def __exit__(self, *_):
        self.folder.rmdir()

    @property
    def cpu_seconds(self):
        words = (self.folder / self.name).read_text(encoding="ascii").split()
        if words[0] == "usage_usec":
            words = words[1:]
        return int(words[0]) * self.unit


def measure(root, words, options):
    """The run of the report, and the CPU seconds of the account."""
    if "cgroup" in options:
        return measure_below(root, words, options)
    with Account(*root) as account:
        command = [*ENTER, account.folder / "cgroup.procs", *words]
        return report(*options, *command), account.cpu_seconds


def measure_below(root, words, options):
    run = report(*options, *ENTER_BELOW, root[0], *words)
    account = Account(*root)
    account.folder, = root[0].glob("joules-*/bench")
    seconds = account.cpu_seconds
    account.folder.rmdir()
    account.folder.parent.rmdir() # joules leaves it, for what was made in it
    return run, seconds


def usable_root():
    """Where a group can be made, entered and left here; None: nowhere."""
    for root in roots():
        try:
            if measure(root, ["true"], [])[1] > 0:
                return root
        except (OSError, RuntimeError):
            continue
    return None
