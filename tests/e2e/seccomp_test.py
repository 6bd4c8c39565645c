# SPDX-License-Identifier: Apache-2.0
"""System calls that a seccomp filter forbids, as container runtimes do: each by itself. The command
runs as it would without joules, or joules refuses to start it and says why."""
import signal
import subprocess
import unittest

import program
from program import Case, FORBID, JOULES, WORKLOAD, the_run

ERRNOS = {"EPERM": b"Operation not permitted", "ENOSYS": b"Function not implemented"}

# Without these the command is followed all the same.
DISPENSABLE = ("perf_event_open", "pidfd_open", "child_subreaper", "process_clocks",
               "clock_getres", "timerfd_create", "open_directory", "sched_getaffinity",
               "getrandom", "unnamed_file", "openat2")
# Without these nobody would hear of its end, or of a signal to pass on.
NEEDED = ("waitid", "wait4", "rt_sigtimedwait")


class Forbidden(Case):
    def forbidding(self, names, *words, errno="EPERM", **options):
        return program.run(FORBID, "--errno", errno, names, *words, env=program.WITHOUT_LEAK_CHECK,
                           **options)

    def measured_without(self, names, *words, status=7, errno="EPERM"):
        report = self.folder / "report.json"
        done = self.forbidding(names, JOULES, "-j", "-o", report, *words, errno=errno)
        self.assertEqual(done.returncode, status, done.stderr)
        document = self.validated(report.read_text())
        self.assert_books_close(document)
        return document, done

    def test_the_command_keeps_its_output_and_its_status(self):
        for errno in ERRNOS:
            for name in DISPENSABLE:
                with self.subTest(forbidden=name, errno=errno):
                    document, done = self.measured_without(name, "sh", "-c", "echo ran; exit 7",
                                                           errno=errno)
                    self.assertEqual((done.stdout, done.stderr), (b"ran\n", b""))
                    self.assertEqual(the_run(document)["exit_code"], 7)

    def test_and_so_it_does_without_all_of_them(self):
        document, done = self.measured_without(",".join(DISPENSABLE), "sh", "-c",
                                               "echo ran; exit 7")
        self.assertEqual(done.stdout, b"ran\n")
        self.assertEqual(the_run(document)["exit_code"], 7)

    def test_what_joules_cannot_do_without_is_named_before_the_command_starts(self):
        for errno, reason in ERRNOS.items():
            for name in NEEDED:
                with self.subTest(forbidden=name, errno=errno):
                    mark, report = self.folder / "ran", self.folder / "report"
                    done = self.forbidding(name, JOULES, "-o", report, "touch", mark, errno=errno)
                    self.assertEqual(done.returncode, 125)
                    self.assertIn(b"joules: " + name.encode() + b": " + reason, done.stderr)
                    self.assertIn(b"seccomp", done.stderr)
                    self.assertFalse(mark.exists())
                    self.assertFalse(report.exists())

    def test_so_it_is_before_a_hook_starts(self):
        mark = self.folder / "ran"
        done = self.forbidding("waitid", JOULES, "--prepare", f"touch {mark}", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"waitid: Operation not permitted", done.stderr)
        self.assertFalse(mark.exists())

    def test_without_the_clocks_of_processes_the_ticks_of_proc_count(self):
        document, _ = self.measured_without("process_clocks,perf_event_open", WORKLOAD, "burn",
                                            "0.5", status=0)
        self.assertAlmostEqual(the_run(document)["tree_cpu_seconds"], 0.5, delta=0.1)

    def test_orphans_that_cannot_be_adopted_are_told(self):
        document, _ = self.measured_without("child_subreaper", "sh", "-c", "exit 7")
        self.assertIn("cpu_time_uncertain", self.codes(document))
        messages = " ".join(warning["message"] for warning in document["warnings"])
        self.assertIn("PR_SET_CHILD_SUBREAPER", messages)

    def test_a_directory_that_cannot_be_opened_leaves_the_tree_unknown_not_empty(self):
        document, _ = self.measured_without("open_directory", "sh", "-c", "exit 7")
        self.assertIsNone(the_run(document)["processes_left_running"])

    def test_without_perf_the_programs_are_still_told_apart(self):
        document, _ = self.measured_without("perf_event_open", "--by-command", "sh", "-c",
                                            "exit 7")
        self.assertIn("perf_event_open", document["method"]["perf_unavailable_reason"])


class Passed(Case):
    def test_a_signal_reaches_the_command_without_pidfds_and_subreaper(self):
        script = "trap 'echo heard; exit 7' TERM; echo ready; while :; do sleep 0.05; done"
        joules = subprocess.Popen([FORBID, "pidfd_open,child_subreaper", JOULES, "-o",
                                   self.folder / "report", "sh", "-c",
                                   script], stdout=subprocess.PIPE, env=program.WITHOUT_LEAK_CHECK)
        self.addCleanup(joules.stdout.close)
        self.assertEqual(joules.stdout.readline(), b"ready\n")
        joules.send_signal(signal.SIGTERM)
        self.assertEqual(joules.wait(program.TIMEOUT), -signal.SIGTERM)
        self.assertEqual(joules.stdout.read(), b"heard\n")


if __name__ == "__main__":
    unittest.main()
