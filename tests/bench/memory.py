# SPDX-License-Identifier: Apache-2.0
"""How much memory joules itself takes, however many processes there were."""
import fcntl
import os
import re
import subprocess
import time

from programs import JOULES, LOAD, TIMEOUT, main, why_not
from simulated import CPUS
from table import print_table, verdict

BAR_MIB = 10
FLAT_MIB = 0.5
MODES = ([], ["--by-command"])


def full_pipe():
    """Whoever writes to it has to wait until it is read."""
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    size = fcntl.fcntl(write_end, fcntl.F_SETPIPE_SZ, 4096)
    os.write(write_end, b" " * size)
    os.set_blocking(write_end, True)
    return read_end, write_end


def has_children(pid):
    path = f"/proc/{pid}/task/{pid}/children"
    with open(path, encoding="ascii") as children:
        return children.read() != ""


def peak_mib(pid):
    with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read())[1]) / 1024


def peak_of_joules(options, forks):
    """joules waits for us with its report, all its work done, so the peak is its last one. The
    maximum of wait4(2) would have the command's in it."""
    read_end, write_end = full_pipe()
    words = [JOULES, *options, "taskset", "-c", str(CPUS[0]), LOAD, "forks", str(forks)]
    process = subprocess.Popen(words, stderr=write_end, stdout=subprocess.DEVNULL)
    os.close(write_end)
    try:
        deadline = time.monotonic() + TIMEOUT
        time.sleep(0.2)
        while has_children(process.pid):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{forks} forks take too long")
            time.sleep(0.1)
        time.sleep(0.2)
        peak = peak_mib(process.pid)
        while os.read(read_end, 4096):
            pass
        if process.wait() != 0:
            raise RuntimeError(f"status {process.returncode}: {' '.join(words)}")
        return peak
    finally:
        os.close(read_end)
        if process.poll() is None:
            process.kill()
            process.wait()


def memory(options):
    few, many = (10_000, 100_000) if options.quick else (100_000, 1_000_000)
    rows = []
    for words in MODES:
        name = " ".join(["joules", *words])
        if reason := why_not(*words):
            rows.append([f"{name}: {reason}", "", "", "", ""])
            continue
        peaks = [peak_of_joules(words, forks) for forks in (few, many)]
        for forks, peak in zip((few, many), peaks):
            rows.append([f"{name}, {forks} forks", f"{peak:.2f}", BAR_MIB, f"{peak - BAR_MIB:+.2f}",
                         verdict(peak, BAR_MIB)])
        growth = peaks[1] - peaks[0]
        rows.append(["  growth", f"{growth:.2f}", FLAT_MIB, f"{growth - FLAT_MIB:+.2f}",
                     verdict(growth, FLAT_MIB)] if not words else
                    ["  growth, up to 1024 intervals", f"{growth:.2f}", "", "", ""])
    print_table("Peak resident memory of joules itself", ["memory", "MiB", "bar", "off", "verdict"],
                rows, ["VmHWM at the end. Children share their parent's memory (vfork) and end at "
                       "once."])


if __name__ == "__main__":
    main(memory, __doc__)
