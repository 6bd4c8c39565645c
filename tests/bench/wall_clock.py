# SPDX-License-Identifier: Apache-2.0
"""Wall times of commands that are run in turn, so that what disturbs one disturbs the others."""
import os
import shutil
import statistics
import time


def wall_time(words):
    """Of posix_spawn(3) until the command's end; it is silent. Fails with the command."""
    words = [str(word) for word in words]
    silent = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
    path = shutil.which(words[0])
    start = time.perf_counter()
    pid = os.posix_spawn(path, words, os.environ, file_actions=silent)
    status = os.waitpid(pid, 0)[1]
    seconds = time.perf_counter() - start
    if status != 0:
        raise RuntimeError(f"status {os.waitstatus_to_exitcode(status)}: {' '.join(words)}")
    return seconds


def take_turns(commands, rounds, rest=0):
    """Wall times by name. The order is turned round each time; the first round warms up. `rest`:
    seconds before each command."""
    times = {name: [] for name in commands}
    for number in range(rounds + 1):
        order = list(commands.items())
        for name, words in order if number % 2 else reversed(order):
            time.sleep(rest)
            seconds = wall_time(words)
            if number > 0:
                times[name].append(seconds)
    return times


def median_ratio(numerators, denominators):
    """Of neighbours in time."""
    return statistics.median(a / b for a, b in zip(numerators, denominators))
