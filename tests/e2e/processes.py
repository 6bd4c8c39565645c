# SPDX-License-Identifier: Apache-2.0
"""Running processes: started, waited for, and looked at from outside."""
import os
import subprocess
import time

import program
from program import JOULES


def started(*words, **options):
    return subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)


def wait_until(condition):
    for _ in range(program.TIMEOUT * 100):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("did not happen")


def children_of(pid):
    with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as children:
        return [int(child) for child in children.read().split()]


def command_of(joules):
    """The pid of the command that `joules` runs, once it runs its own program."""
    found = []

    def runs():
        pids = children_of(joules.pid)
        if not pids:
            return False
        found[:] = pids[:1]
        return os.readlink(f"/proc/{pids[0]}/exe") != os.path.realpath(JOULES)

    wait_until(runs)
    return found[0]


def is_asleep(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        exe = os.readlink(f"/proc/{pid}/exe")
        return exe == os.path.realpath(JOULES) and stat.read().rsplit(")", 1)[1].split()[0] == "S"


def is_stopped(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "T"


def is_held_back(pid, number):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        text = dict(line.split(":", 1) for line in status.read().splitlines())
    return bool(int(text["SigBlk"], 16) & (1 << (number - 1)))


def is_waiting(pid, number):
    """Sleeps in the kernel, with its signals set up."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        text = dict(line.split(":", 1) for line in status.read().splitlines())
    caught = int(text["SigCgt"], 16) | int(text["SigIgn"], 16)
    return text["State"].strip().startswith("S") and bool(caught & (1 << (number - 1)))
