# SPDX-License-Identifier: Apache-2.0
"""joules itself is stopped or killed while the command runs on."""
import os
import pathlib
import signal
import subprocess
import time
import unittest

import program
from program import Case, JOULES, SIMULATOR, the_run

# At 1000 W, the most that joules reckons with, this range is over in 0.45 s.
WRAPS_SOON = "name=package-0,watts=900,range=450000000"


class Interrupted(Case):
    def start(self, *words, before=(), **options):
        """Returns once the command, which prints a line, runs."""
        self.report = self.folder / "report.json"
        started = subprocess.Popen([str(word) for word in (
            *before, JOULES, "-j", "-o", self.report, *words)], stdout=subprocess.PIPE, **options)
        self.addCleanup(started.stdout.close)
        self.assertEqual(started.stdout.readline(), b"started\n")
        return started

    def child_of(self, process):
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children")
        return int(children.read_text().split()[0])

    def test_a_stop_longer_than_a_counters_wrap_makes_a_lower_bound(self):
        root = self.folder / "powercap"
        simulator = self.start("--powercap-root", root, "sh", "-c",
                               "echo started; sleep 2.5; echo ended; exit 3",
                               before=(SIMULATOR, "--zone", WRAPS_SOON, root, "--"))
        joules = self.child_of(simulator)
        os.kill(joules, signal.SIGSTOP)
        time.sleep(1.5)
        os.kill(joules, signal.SIGCONT)
        self.assertEqual(simulator.stdout.read(), b"ended\n")
        self.assertEqual(simulator.wait(program.TIMEOUT), 3)
        document = self.validated(self.report.read_text())
        self.assertIn("counter_wrapped", self.codes(document))
        self.assertTrue(the_run(document)["energy_is_lower_bound"])
        self.assertLess(the_run(document)["energy_host_joules"],
                        900 * the_run(document)["wall_seconds"])
        self.assert_books_close(document)

    def test_a_command_outlives_a_joules_that_is_killed(self):
        joules = self.start("sh", "-c", "echo started; read line; echo read $line; exit 7",
                            stdin=subprocess.PIPE)
        joules.kill()
        self.assertEqual(joules.wait(program.TIMEOUT), -signal.SIGKILL)
        joules.stdin.write(b"on\n")
        joules.stdin.close()
        self.assertEqual(joules.stdout.read(), b"read on\n")
        self.assertFalse(self.report.exists())


if __name__ == "__main__":
    unittest.main()
