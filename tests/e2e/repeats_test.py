# SPDX-License-Identifier: Apache-2.0
"""Several runs: what is run, what is said, and with which status we leave."""
import os
import signal
import subprocess
import unittest

import program
from program import Case, JOULES, TIMEOUT


class Repeats(Case):
    def test_each_run_knows_its_number_and_a_single_one_does_not(self):
        done = self.joules("-q", "-r", "2", "-w", "1", "sh", "-c", "echo $JOULES_RUN")
        self.assertEqual(done.stdout, b"warmup-0\n0\n1\n")
        self.assertEqual(self.joules("-q", "sh", "-c", "echo [$JOULES_RUN]").stdout, b"[]\n")

    def test_what_the_commands_write_can_be_discarded_and_only_that(self):
        script = "echo out; echo err >&2; ls -l /proc/self/fd/0 | wc -l >&9"
        kept = self.folder / "kept"
        done = self.joules("--discard-output", "-r", "2", "--prepare", "echo hook", "sh", "-c",
                           f"exec 9>>{kept}; {script}")
        self.assertEqual((done.returncode, done.stdout), (0, b""))
        self.assertTrue(done.stderr.startswith(b"hook\nhook\njoules: "), done.stderr)
        self.assertEqual(kept.read_text(), "1\n1\n")
        done = self.joules("--discard-output", "-r", "2", "sh", "-c", "echo why >&2; exit 3")
        self.assertEqual(done.returncode, 3)
        self.assertIn(b"run 1 of 2 failed (what it wrote was discarded)", done.stderr)
        self.assertTrue(done.stderr.startswith(b"joules: "), done.stderr)

    def test_json_has_every_run_and_their_summary(self):
        document = self.simulated("-r", "4", "-w", "1", "sleep", "0.1")
        command = document["commands"][0]
        self.assertEqual([run["index"] for run in command["runs"]], [0, 1, 2, 3])
        summary = command["summary"]["energy_host_joules"]
        energies = [run["energy_host_joules"] for run in command["runs"]]
        self.assertEqual(summary["n"], 4)
        self.assertAlmostEqual(summary["mean"], sum(energies) / 4)
        self.assertEqual(summary["max"], max(energies))
        self.assertLessEqual(summary["ci_low"], summary["mean"])
        self.assertEqual(document["plan"], {"runs": 4, "warmups": 1})

    def test_it_runs_until_the_interval_is_as_narrow_as_asked_for(self):
        # The estimate of a sleep hardly scatters; nor does a simulated host's energy.
        document = self.simulated("--precision", "50", "--scope", "host", "sleep", "0.1")
        plan, runs = document["plan"], document["commands"][0]["runs"]
        summary = document["commands"][0]["summary"]["energy_host_joules"]
        self.assertEqual((plan["runs"], plan["precision_percent"], plan["precision_metric"]),
                         (100, 50, "energy_host_joules"))
        self.assertGreaterEqual(len(runs), 6)
        self.assertLess(len(runs), 100)
        reached = 100 * (summary["ci_high"] - summary["mean"]) / summary["mean"]
        self.assertAlmostEqual(plan["precision_reached_percent"], reached)
        self.assertLessEqual(reached, 50)
        few = self.simulated("--precision", "0.000001", "-r", "7", "sleep", "0.05")
        self.assertEqual(len(few["commands"][0]["runs"]), 7)

    def test_a_recording_keeps_how_its_runs_ended(self):
        recording = self.folder / "runs.json"
        live = self.simulated("--precision", "50", "--record", str(recording), "sleep", "0.05")
        replayed = self.document("--replay", str(recording))
        self.assertEqual(replayed["plan"], live["plan"])
        self.assertEqual(replayed["commands"][0]["summary"], live["commands"][0]["summary"])

    def test_the_first_failing_run_ends_it_and_its_status_is_ours(self):
        report = self.folder / "report.json"
        done = self.joules("-j", "-o", report, "-r", "5", "sh", "-c",
                           "test $JOULES_RUN != 2 || exit 7")
        self.assertEqual(done.returncode, 7)
        document = self.validated(report.read_text())
        self.assertEqual(len(document["commands"][0]["runs"]), 2)
        self.assertEqual(document["commands"][0]["failed_run"]["exit_code"], 7)
        self.assertEqual(document["plan"]["stopped_because"], "run 3 of 5 failed")
        self.assertFalse(document["partial"])

    def test_failures_can_be_accepted(self):
        for words in (("-i",), ("--ok-codes", "0,7")):
            done = self.joules("-q", "-r", "3", *words, "sh", "-c", "echo run; exit 7")
            self.assertEqual((done.returncode, done.stdout), (0, b"run\n" * 3))
        self.assertEqual(self.joules("-r", "3", "--ok-codes", "6", "sh", "-c", "exit 7").returncode, 7)

    def test_a_hook_runs_where_standard_error_is_closed(self):
        mark = self.folder / "ran"
        done = self.joules("-q", "--prepare", f"touch {mark}", "true",
                           preexec_fn=lambda: os.close(2))
        self.assertEqual(done.returncode, 0)
        self.assertTrue(mark.exists())

    def test_prepare_runs_before_each_run_and_cleanup_at_the_end(self):
        log = self.folder / "log"
        done = self.joules("-q", "-r", "2", "-w", "1", "--prepare", f"echo p$JOULES_RUN >> {log}; echo x",
                           "--cleanup", f"echo c >> {log}", "sh", "-c", f"echo r >> {log}")
        self.assertEqual(log.read_text().split(), ["pwarmup-0", "r", "p0", "r", "p1", "r", "c"])
        self.assertEqual((done.stdout, done.stderr), (b"", b"x\n" * 3))

    def test_cleanup_runs_after_a_failure_and_after_an_interrupt_too(self):
        log = self.folder / "log"
        cleanup = ("-r", "3", "--cleanup", f"echo c >> {log}")
        interrupt = "trap '' INT; kill -INT 0"
        for words, status in ((("sh", "-c", "exit 4"), 4), (("sh", "-c", interrupt), -signal.SIGINT),
                              (("--prepare", "exit 1", "true"), 125)):
            done = self.joules(*cleanup, *words, start_new_session=True)
            self.assertEqual(done.returncode, status, done.stderr)
            self.assertEqual(log.read_text(), "c\n")
            log.unlink()

    def test_a_hook_that_fails_is_our_failure_and_loses_nothing(self):
        done = self.joules("-r", "3", "--prepare", "test $JOULES_RUN != 2", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"2 of 3 runs", done.stderr)
        self.assertIn(b"--prepare: exit status 1", done.stderr)
        done = self.joules("--prepare", "exit 3", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertEqual(done.stderr, b"joules: --prepare: exit status 3\n")
        self.assertEqual(self.joules("-r", "2", "--cleanup", "false", "true").returncode, 125)
        self.assertEqual(self.joules("--cleanup", "false", "sh", "-c", "exit 3").returncode, 3)
        done = self.joules("--cleanup", "false", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"stopped               --cleanup: exit status 1", done.stderr)

    def test_a_warm_up_that_fails_ends_a_single_run_too(self):
        done = self.joules("-w", "1", "sh", "-c", "exit 4")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"warm-up 1 of 1 failed", done.stderr)

    def test_every_run_reads_the_same_file(self):
        path = self.folder / "input"
        path.write_text("skipped\nread\n")
        with path.open("rb", buffering=0) as stream:
            stream.seek(len("skipped\n"))
            done = self.joules("-q", "-r", "3", "cat", stdin=stream)
        self.assertEqual(done.stdout, b"read\n" * 3)

    def test_the_programs_of_several_runs_have_means_and_their_processes_are_in_json_only(self):
        for words in (("-r", "2", "--by-process"), ("--compare", "--by-process")):
            self.assertEqual(self.joules(*words, "true", "true").returncode, 125)
        text = self.joules("-r", "2", "--by-command", "true").stderr.decode()
        self.assertRegex(text, r"by command +means of 2 runs\n +mean +95 % CI of mean +share +program\n")
        text = self.joules("--compare", "-r", "2", "--by-command", "true", "true").stderr.decode()
        self.assertRegex(text, r"by command +mean energies.*\n +A +B +B - A +program\n")
        runs = self.document("-r", "2", "--by-command", "true")["commands"][0]["runs"]
        self.assertEqual([run["by_command"][0]["command"] for run in runs], ["true", "true"])

    def test_one_line_a_run_in_the_users_format(self):
        done = self.joules("-r", "3", "-f", "%x", "true")
        self.assertEqual(done.stderr, b"0\n0\n0\n")

    def test_ctrl_c_reports_the_complete_runs(self):
        report = self.folder / "report.json"
        # The command sends the signal as the terminal would: to the whole group.
        script = "test $JOULES_RUN != 2 || { trap '' INT; kill -INT 0; }"
        done = self.joules("-j", "-o", report, "-r", "5", "sh", "-c", script, start_new_session=True)
        self.assertEqual(done.returncode, -signal.SIGINT)
        document = self.validated(report.read_text())
        self.assertTrue(document["partial"])
        self.assertEqual(len(document["commands"][0]["runs"]), 2)

    def test_a_signal_ends_a_pause(self):
        report = self.folder / "report.json"
        words = [JOULES, "-j", "-o", report, "-r", "2", "--pause", "1000", "sh", "-c", "echo done"]
        with subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE) as process:
            self.assertEqual(process.stdout.readline(), b"done\n")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(TIMEOUT), -signal.SIGTERM)
        self.assertTrue(self.validated(report.read_text())["partial"])

    def on_a_terminal(self, *words):
        ours, theirs = program.terminal()
        with subprocess.Popen([JOULES, *words], stderr=theirs, env=dict(os.environ, TERM="xterm")):
            os.close(theirs)
            return program.read_terminal(ours)

    def test_whom_it_waits_for_is_said_at_once_where_somebody_sits(self):
        words = ("--wait-tree", "all", "sh", "-c", "sleep 1 &")
        output = self.on_a_terminal(*words)
        self.assertRegex(output, rb"joules: waiting for \d+ s(h|leep), which outlived")
        self.assertIn(b"energy, process tree", output)
        self.assertNotIn(b"waiting for", self.on_a_terminal("-q", *words))
        self.assertNotIn(b"waiting for", self.joules(*words).stderr)  # not a terminal: after 5 s only

    def test_the_progress_line_is_gone_before_the_report_and_never_in_a_log(self):
        output = self.on_a_terminal("-r", "3", "true")
        self.assertIn(b"run 3 of 3, mean so far", output)
        last = output.rindex(b"run 3 of 3")
        self.assertLess(last, output.index(b"\r\x1b[K", last))
        self.assertLess(output.rindex(b"\x1b[K"), output.index(b"joules: true"))
        self.assertNotIn(b"run 1 of", self.on_a_terminal("true"))
        self.assertNotIn(b"of 3, mean", self.joules("-r", "3", "true").stderr)
        self.assertIn(b"of 3, mean", self.joules("-r", "3", "--progress", "always", "true").stderr)

    def joules_beside_a_terminal(self, *words, shared):
        """A run of some seconds. The terminal is the command's, too, where it is `shared`; else the
        report's alone. Returns what came there, and on standard error."""
        ours, theirs = program.terminal()
        place = ("--log-fd", str(theirs)) if not shared else ()
        with subprocess.Popen([JOULES, *place, *words, "sleep", "4"], pass_fds=(theirs,),
                              stdout=subprocess.PIPE, stderr=theirs if shared else subprocess.PIPE,
                              env=dict(os.environ, TERM="xterm")) as process:
            os.close(theirs)
            output = program.read_terminal(ours)
            errors = b"" if shared else process.stderr.read()
        return output, errors

    LIVE = rb"\x1b7\r\x1b\[999C\x1b\[\d+D0:0\d  host (about )?[0-9.]+ W[^\x1b]*\x1b8"
    ERASED = rb"\x1b7\r\x1b\[999C\x1b\[\d+D\x1b\[K\x1b8(\x1b\[1m)?joules: sleep 4"

    def test_a_single_run_shows_that_it_lives_where_only_its_report_goes(self):
        output, errors = self.joules_beside_a_terminal(shared=False)
        self.assertRegex(output, self.LIVE)
        self.assertRegex(output, self.ERASED)
        self.assertEqual(output.count(b"\x1b7"), output.count(b"\x1b8"))
        self.assertEqual(errors, b"")

    def test_on_the_commands_own_terminal_it_does_so_only_where_that_is_wanted(self):
        self.assertNotIn(b"\x1b7", self.joules_beside_a_terminal(shared=True)[0])
        output, _ = self.joules_beside_a_terminal("--progress", "always", shared=True)
        self.assertRegex(output, self.LIVE)
        self.assertRegex(output, self.ERASED)

    def test_a_single_run_shows_nothing_in_a_log_or_where_that_is_not_wanted(self):
        self.assertNotIn(b"\x1b7", self.joules("--progress", "always", "sleep", "3").stderr)
        for words in (("--progress", "never"), ("-q",)):
            self.assertNotIn(b"\x1b7", self.joules_beside_a_terminal(*words, shared=False)[0])


if __name__ == "__main__":
    unittest.main()
