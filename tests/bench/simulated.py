# SPDX-License-Identifier: Apache-2.0
"""Measures a load beside a simulated counter of constant power, by joules and by a naive poller."""
import json
import os
import pathlib
import subprocess
import tempfile
from dataclasses import dataclass

from programs import JOULES, POLLER, SIMULATOR, WORKLOAD, run

WATTS = 50
CPUS = sorted(os.sched_getaffinity(0))
TICK = 1 / os.sysconf("SC_CLK_TCK")

# A real counter waits for nobody: where we may, the simulator goes before all that compete for its
# CPU. Its child is a normal process again (-R).
AT_ONCE = ["chrt", "-R", "-f", "1"]
if subprocess.run([*AT_ONCE, "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
    AT_ONCE = []


def stolen_seconds():
    """By the hypervisor, of all CPUs: the first line of /proc/stat."""
    with open("/proc/stat", encoding="ascii") as stat:
        return int(stat.readline().split()[8]) * TICK


@dataclass
class Measured:
    tree_joules: float
    host_joules: float
    wall_seconds: float  # of the host energy
    told: dict           # what the load printed about itself
    steal_part: float    # of all CPUs, over the whole run
    span: tuple = ()     # from when to when, by CLOCK_MONOTONIC
    interval: float = 0  # between samples, in the mean

    def joules_of(self, cpu_seconds):
        """What the policy `busy` gives to so much of the tree's CPU time, at constant power and no
        CPU idle: energy / busy time. What the hypervisor stole is not busy time."""
        return cpu_seconds * WATTS / (len(CPUS) * (1 - self.steal_part))


class Competitors:
    """Keeps each of the CPUs busy, as long as the block lasts."""

    def __init__(self, cpus):
        self.cpus = cpus
        self.running = []

    def __enter__(self):
        for cpu in self.cpus:
            words = ["taskset", "-c", str(cpu), WORKLOAD, "wall", "300"]
            self.running.append(subprocess.Popen(words))

    def __exit__(self, *_):
        for competitor in self.running:
            competitor.kill()
            competitor.wait()


def beside_simulator(words_of):
    """Runs the words beside a simulated zone, and waits until all that they started has ended. The
    words are a function of the zone's root. Returns the process, the wall time and the stolen part."""
    with tempfile.TemporaryDirectory(prefix="joules-bench-") as folder:
        root, truth = pathlib.Path(folder) / "powercap", pathlib.Path(folder) / "truth.json"
        alive, held_by_all = os.pipe()
        before = stolen_seconds()
        try:
            done = run(*AT_ONCE, SIMULATOR, "--cpu", CPUS[-1], "--zone",
                       f"name=package-0,watts={WATTS},step=0.001", "--truth", truth, root, "--",
                       *words_of(root), pass_fds=(held_by_all,))
        finally:
            os.close(held_by_all)
        stolen = stolen_seconds() - before
        os.read(alive, 1)  # a daemon that was not waited for holds the other end
        os.close(alive)
        wall = json.loads(truth.read_text())["seconds"]
        return done, wall, stolen / (wall * len(CPUS))


def told_by(done):
    return json.loads(done.stdout) if done.stdout else {}


def measure_with_joules(load, options=()):
    with tempfile.TemporaryDirectory(prefix="joules-bench-") as folder:
        report = pathlib.Path(folder) / "report.json"
        done, _, steal = beside_simulator(lambda root: [
            JOULES, "-j", "-o", report, "--powercap-root", root, *options, *load])
        document = json.loads(report.read_text())
    the_run = document["commands"][0]["runs"][0]
    span = the_run["started_monotonic_seconds"], the_run["ended_monotonic_seconds"]
    return Measured(the_run["energy_tree_joules"], the_run["energy_host_joules"],
                    the_run["wall_seconds"], told_by(done), steal, span,
                    document["method"]["sampling_interval_seconds"])


def measure_with_poller(load, interval_ms):
    done, wall, steal = beside_simulator(lambda root: [POLLER, interval_ms, root, *load])
    # The load's own words, if any, come before ours.
    measured = json.loads(done.stderr.splitlines()[-1])
    return Measured(measured["energy_tree_joules"], measured["energy_host_joules"], wall,
                    told_by(done), steal)
