# SPDX-License-Identifier: Apache-2.0
"""Nobody reads what joules writes: not yet, not fast enough, or not any more."""
import os
import signal
import unittest

import program
from processes import is_asleep, started, wait_until
from program import Case, JOULES, WORKLOAD, the_run


class NotYet(Case):
    def test_who_waits_for_a_reader_can_be_ended(self):
        fifo, ran = self.folder / "fifo", self.folder / "ran"
        os.mkfifo(fifo)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
            for where in ("-o", "--export", "GITHUB_STEP_SUMMARY"):
                with self.subTest(signal=number.name, where=where):
                    options = {"-o": ["-o", fifo], "--export": ["--export", f"csv={fifo}"],
                               "GITHUB_STEP_SUMMARY": ["--github"]}[where]
                    joules = started(JOULES, *options, "touch", ran,
                                     env=dict(os.environ, GITHUB_STEP_SUMMARY=str(fifo)))
                    wait_until(lambda: is_asleep(joules.pid))
                    joules.send_signal(number)
                    joules.communicate(timeout=program.TIMEOUT)
                    self.assertEqual(joules.returncode, -number)
                    self.assertFalse(ran.exists())


class NotAnyMore(Case):
    """The status is the command's, or the gate's, and what goes to files is written."""

    def joules_without_a_reader(self, *words, stream):
        reader, writer = os.pipe()
        os.close(reader)
        try:
            return self.joules(*words, **{stream: writer})
        finally:
            os.close(writer)

    def test_annotations_without_a_reader_cost_neither_status_nor_report(self):
        report = self.folder / "report.json"
        done = self.joules_without_a_reader("--github", "-b", "1uJ", "--on-unavailable", "estimate",
                                            "-j", "-o", report, "sh", "-c", "exit 3",
                                            stream="stdout")
        self.assertEqual(done.returncode, 3)
        self.assertEqual(the_run(self.validated(report.read_text()))["exit_code"], 3)

    def test_a_limit_that_was_exceeded_is_so_with_nobody_to_hear_it(self):
        for where in ([], ["-j", "-o", self.folder / "report.json"]):
            done = self.joules_without_a_reader("-b", "1uJ", "--on-unavailable", "estimate", *where,
                                                WORKLOAD, "burn", "0.01", stream="stderr")
            self.assertEqual(done.returncode, 122)

    def test_our_own_failures_and_progress_end_by_no_SIGPIPE(self):
        done = self.joules_without_a_reader("--no-such-option", stream="stderr")
        self.assertEqual(done.returncode, 125)
        done = self.joules_without_a_reader("-r", "2", "--progress", "always", "true",
                                            stream="stderr")
        self.assertEqual(done.returncode, 0)

    def test_a_limit_of_file_sizes_ends_us_by_no_SIGXFSZ(self):
        done = program.run("sh", "-c", f"ulimit -f 0; exec {JOULES} sh -c 'exit 3' 2>err",
                           cwd=self.folder)
        self.assertEqual(done.returncode, 3)

    def test_the_report_is_written_before_exports_wait_for_a_reader(self):
        report = self.folder / "report.json"
        reader, writer = os.pipe()
        self.addCleanup(os.close, reader)
        os.set_blocking(writer, False)
        try:
            while True:
                os.write(writer, b" " * 65536)
        except BlockingIOError:
            os.set_blocking(writer, True)
        joules = started(JOULES, "-j", "-o", report, "--export", f"csv=/proc/self/fd/{writer}",
                         "sh", "-c", "exit 3", pass_fds=(writer,))
        os.close(writer)
        wait_until(report.exists)
        joules.send_signal(signal.SIGTERM)
        joules.communicate(timeout=program.TIMEOUT)
        self.assertEqual(joules.returncode, -signal.SIGTERM)
        self.assertEqual(the_run(self.validated(report.read_text()))["exit_code"], 3)


if __name__ == "__main__":
    unittest.main()
