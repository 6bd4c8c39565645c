# SPDX-License-Identifier: Apache-2.0
"""The built programs, as tests call them. CMake names them in the environment."""
import fcntl
import json
import os
import pathlib
import pty
import shutil
import signal
import struct
import subprocess
import tempfile
import termios
import unittest

import jsonschema

JOULES = os.environ["JOULES"]
SIMULATOR = os.environ["SIMULATOR"]
WORKLOAD = os.environ["WORKLOAD"]
FORBID = os.environ["FORBID"]
FAILING_READS = os.environ["FAILING_READS"]
SIGNAL_AT_FORK = os.environ["SIGNAL_AT_FORK"]
JUMPING_BOOTTIME = os.environ["JUMPING_BOOTTIME"]
SCHEMAS = {kind: json.loads((pathlib.Path(os.environ["SCHEMAS"]) / f"{kind}-1.schema.json")
                            .read_text()) for kind in ("report", "diff", "merge", "doctor", "recording")}

# What a background job or a CI runner may have handed down is not what these tests are about.
for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD,
               signal.SIGPIPE, signal.SIGTSTP):
    signal.signal(number, signal.SIG_DFL)

# LeakSanitizer wants a process of its own, which some tests take away; and a readable /proc, where
# it also looks for its options.
SANITIZED = bool(os.environ.get("SANITIZED"))
WITHOUT_LEAK_CHECK = dict(os.environ, ASAN_OPTIONS="detect_leaks=0")

# Where /proc hides other users' processes, neither tests nor joules see what they look at.
PROC_HIDES_OTHERS = any(" /proc " in line and "hidepid=" in line and "hidepid=off" not in line
                        for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines())

# A generous bound for a loaded machine; only a hang reaches it.
TIMEOUT = 120


def run(*words, **options):
    """Runs a program to its end; its output is bytes."""
    options.setdefault("stdout", subprocess.PIPE)
    options.setdefault("stderr", subprocess.PIPE)
    return subprocess.run([str(word) for word in words], timeout=TIMEOUT, check=False, **options)


def terminal():
    """The two ends of one of 80 columns; the second is for the program."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return ours, theirs


def read_terminal(ours):
    """All that is written to it, until nobody has it open any more."""
    output = b""
    try:
        while chunk := os.read(ours, 65536):
            output += chunk
    except OSError:  # what Linux says instead of the end
        pass
    os.close(ours)
    return output


def validator_of(schema):
    """Schemas refer to one another by their names, which no network knows."""
    try:
        import referencing  # what jsonschema resolves by from 4.18 on
    except ImportError:
        known = {other["$id"]: other for other in SCHEMAS.values()}
        resolver = jsonschema.RefResolver.from_schema(schema, store=known)
        return jsonschema.Draft202012Validator(schema, resolver=resolver)
    known = [referencing.Resource.from_contents(other) for other in SCHEMAS.values()]
    return jsonschema.Draft202012Validator(schema, registry=known @ referencing.Registry())


class Case(unittest.TestCase):
    """A test with a folder of its own, which is kept when the test fails and removed when not."""

    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="joules-test-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.zones_made = 0

    def joules(self, *words, **options):
        return run(JOULES, *words, **options)

    def validated(self, text, kind="report"):
        """The one JSON document in `text`, which keeps its schema."""
        document = json.loads(text)
        validator_of(SCHEMAS[kind]).validate(document)
        return document

    def document(self, *words, status=0, **options):
        """Measures a command; its report as JSON."""
        report = self.folder / "report.json"
        done = self.joules("-j", "-o", report, *words, **options)
        self.assertEqual(done.returncode, status, done.stderr)
        return self.validated(report.read_text())

    def simulated(self, *words, zones=("name=package-0,watts=50",), faults=(), status=0,
                  simulator=(), before=(), joules=JOULES, **options):
        """Measures a command beside simulated sensors; `before` stands before joules's own name.
        Returns the report, with the simulator's own truth in joules by zone as "truth" and the
        exit status as "status", which is asserted unless it is None."""
        self.zones_made += 1
        root = self.folder / f"powercap-{self.zones_made}"
        report, truth = self.folder / "simulated.json", self.folder / "truth.json"
        specs = [word for zone in zones for word in ("--zone", zone)]
        if SANITIZED and "--interval" not in words:
            # By itself it samples as rarely as a sanitizer makes its samples dear.
            words = ("--interval", "50", *words)
        specs += [word for fault in faults for word in ("--fault", fault)]
        done = run(SIMULATOR, *simulator, *specs, "--truth", truth, root, "--", *before, joules,
                   "-j", "-o", report, "--powercap-root", root, *words, **options)
        if status is not None:
            self.assertEqual(done.returncode, status, done.stderr)
        document = self.validated(report.read_text())
        document["status"] = done.returncode
        document["truth"] = json.loads(truth.read_text())
        return document

    def assert_books_close(self, document):
        """0 <= tree <= host, always."""
        for measured in document["commands"][0]["runs"]:
            tree, host = measured["energy_tree_joules"], measured["energy_host_joules"]
            if tree is None or host is None:
                continue
            self.assertLessEqual(0, tree)
            self.assertLessEqual(tree, host)

    def codes(self, document):
        return [warning["code"] for warning in document["warnings"]]


def the_run(document):
    return document["commands"][0]["runs"][0]
