# SPDX-License-Identifier: Apache-2.0
"""The built programs, as benchmarks call them. CMake names them in the environment; without it they
are looked for in build/test."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import traceback

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build" / "test"


def built(variable, path):
    return os.environ.get(variable, str(BUILD / path))


JOULES = built("JOULES", "joules")
SIMULATOR = built("SIMULATOR", "powercap_simulator")
WORKLOAD = built("WORKLOAD", "workload")
LOAD = built("BENCH_LOAD", "bench_load")
WORLDS = built("BENCH_WORLDS", "bench_worlds")
VERDICTS = built("BENCH_VERDICTS", "bench_verdicts")
POLLER = built("NAIVE_POLLER", "naive_poller")

# Only a hang reaches it.
TIMEOUT = 300


def run(*words, **options):
    """Runs a program to its end; any status but 0 is an error."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    done = subprocess.run([str(word) for word in words], timeout=TIMEOUT, check=False, **options)
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace") if done.stderr else ""
        raise RuntimeError(f"status {done.returncode}: {' '.join(map(str, words))}\n{said}")
    return done


def why_not(*options):
    """Why this joules does not run with these options here; empty when it does."""
    known = run(JOULES, "--help", "all").stdout.decode()
    if any(word not in known for word in options if word.startswith("--")):
        return "not in this version"
    try:
        run(JOULES, "-q", *options, "true")
    except RuntimeError:
        return "not possible on this machine"
    return ""


def report(*words, **options):
    """Measures a command; its one run of the JSON report."""
    with tempfile.TemporaryDirectory(prefix="joules-bench-") as folder:
        path = pathlib.Path(folder) / "report.json"
        run(JOULES, "-j", "-o", path, *words, **options)
        return json.loads(path.read_text())["commands"][0]["runs"][0]


def main(benchmark, description):
    """Whatever the figures, the status is 0: it is 1 when there are none."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--runs", type=int, metavar="N", help="take the median of N runs")
    parser.add_argument("--quick", action="store_true", help="fewer runs, shorter loads")
    options = parser.parse_args()
    missing = [path for path in (JOULES, SIMULATOR, WORKLOAD, LOAD, POLLER)
               if shutil.which(path) is None]
    if missing:
        sys.exit(f"not built: {' '.join(missing)} (cmake --build --preset test)")
    try:
        benchmark(options)
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc()
        sys.exit(1)
