# SPDX-License-Identifier: Apache-2.0
"""What the definition gives to bursts, by perfect clocks: in each interval, energy x tree / busy."""
import bisect
import itertools

GOLDEN_RATIO = 0.6180339887498949
WIDEST_JITTER = 0.005  # seconds; joules moves its samples about by half an interval or so much
PHASES = 40            # of the first sample, over which the mean is taken


class Bursts:
    """When the tree ran, on one CPU, and for how long each time; what others had of that CPU, taken
    as even outside the bursts but for what stretched them; all other CPUs were busy with others."""

    def __init__(self, bursts, burst_seconds, others_seconds, cpus, started, ended):
        self.edges = [started, *itertools.chain.from_iterable(bursts), ended]
        self.burst_seconds = burst_seconds
        stretched = sum(end - start - burst_seconds for start, end in bursts)
        idle = ended - started - len(bursts) * burst_seconds - stretched
        self.others_part = max(others_seconds - stretched, 0) / idle
        self.others_cpus = cpus - 1

    def tree_until(self, instant):
        i = bisect.bisect(self.edges, instant) - 1
        whole = i // 2 * self.burst_seconds
        if i % 2 == 0:
            return whole
        start, end = self.edges[i:i + 2]
        return whole + self.burst_seconds * (instant - start) / (end - start)

    def share(self, start, end):
        tree = self.tree_until(end) - self.tree_until(start)
        idle = end - start - tree
        others = (end - start) * self.others_cpus + idle * self.others_part
        return tree / (tree + others)

    def joules(self, watts, interval):
        """Of the tree. Nobody knows when joules took its samples: by the mean over phases."""
        energies = [self.joules_from(watts, interval, phase / PHASES) for phase in range(PHASES)]
        return sum(energies) / PHASES

    def joules_from(self, watts, interval, phase):
        started, ended = self.edges[0], self.edges[-1] - 1e-9
        width = min(interval / 2, WIDEST_JITTER)
        instants = [started]
        for i in itertools.count():
            jitter = width * ((i * GOLDEN_RATIO + phase) % 1 - 0.5)
            instant = started + (i + 0.5 + phase) * interval + jitter
            if instant >= ended:
                break
            instants.append(instant)
        instants.append(ended)
        return sum(watts * (b - a) * self.share(a, b) for a, b in zip(instants, instants[1:]))
