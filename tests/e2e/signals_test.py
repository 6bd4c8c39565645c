# SPDX-License-Identifier: Apache-2.0
"""How the command ends, and what signals to us do."""
import os
import signal
import subprocess
import time
import unittest

import program
from program import Case, JOULES, WORKLOAD, the_run


def started(*words, **options):
    return subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, **options)


def wait_until(condition):
    for _ in range(program.PATIENCE * 100):
        if condition():
            return
        time.sleep(0.01)
    raise AssertionError("did not happen")


def command_of(joules):
    """The pid of the command that `joules` runs, once it runs its own program."""
    found = []

    def runs():
        with open(f"/proc/{joules.pid}/task/{joules.pid}/children", encoding="ascii") as children:
            pids = children.read().split()
        if not pids:
            return False
        found[:] = [int(pids[0])]
        return os.readlink(f"/proc/{pids[0]}/exe") != os.path.realpath(JOULES)

    wait_until(runs)
    return found[0]


def is_asleep(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        exe = os.readlink(f"/proc/{pid}/exe")
        return exe == os.path.realpath(JOULES) and stat.read().rsplit(")", 1)[1].split()[0] == "S"


def is_waiting(pid, number):
    """Sleeps in the kernel, with its signals set up."""
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        text = dict(line.split(":", 1) for line in status.read().splitlines())
    caught = int(text["SigCgt"], 16) | int(text["SigIgn"], 16)
    return text["State"].strip().startswith("S") and bool(caught & (1 << (number - 1)))


class Ended(Case):
    def test_the_status_is_the_commands_E44_P29(self):
        for status in (0, 1, 7, 99, 121, 125, 126, 127, 128, 137, 255):
            with self.subTest(status=status):
                document = self.document("sh", "-c", f"exit {status}", status=status)
                self.assertEqual(the_run(document)["exit_code"], status)
                self.assertIsNone(the_run(document)["signal"])

    def test_we_die_of_what_killed_the_command_after_the_report_E43(self):
        for name in ("KILL", "TERM", "SEGV", "ABRT", "INT", "QUIT", "PIPE", "HUP", "USR1"):
            with self.subTest(signal=name):
                document = self.document("sh", "-c", f"ulimit -c 0; kill -{name} $$",
                                         status=-getattr(signal, "SIG" + name))
                self.assertEqual(the_run(document)["signal"], "SIG" + name)
                self.assertIsNone(the_run(document)["exit_code"])
                self.assertFalse(document["partial"])

    def test_no_core_of_our_own_is_written(self):
        done = program.run("sh", "-c", f"ulimit -c unlimited; exec {JOULES} -q sh -c "
                           "'ulimit -c 0; kill -SEGV $$'", cwd=self.folder)
        self.assertEqual(done.returncode, -signal.SIGSEGV)
        self.assertEqual(os.listdir(self.folder), [])


class SentToUs(Case):
    def start(self, *words):
        self.report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", self.report, *words)
        self.addCleanup(joules.stdout.close)
        self.addCleanup(joules.stderr.close)
        return joules, command_of(joules)

    def finish(self, joules):
        joules.wait(program.PATIENCE)
        return self.validated(self.report.read_text())

    def test_TERM_and_HUP_are_passed_on_and_the_report_is_partial(self):
        for name in ("TERM", "HUP"):
            with self.subTest(signal=name):
                number = getattr(signal, "SIG" + name)
                joules, command = self.start(WORKLOAD, "catch", name, "60")
                wait_until(lambda: is_waiting(command, number))
                joules.send_signal(number)
                document = self.finish(joules)
                self.assertEqual(joules.returncode, -number)
                self.assertIn(name, joules.stdout.read().decode())
                self.assertTrue(document["partial"])
                self.assertEqual(the_run(document)["exit_code"], 7)

    def test_a_command_that_ignores_TERM_is_reported_and_left_alone(self):
        joules, command = self.start(WORKLOAD, "ignore-signal", "TERM", "30")
        wait_until(lambda: is_waiting(command, signal.SIGTERM))
        joules.send_signal(signal.SIGTERM)
        document = self.finish(joules)
        self.assertEqual(joules.returncode, -signal.SIGTERM)
        self.assertTrue(document["partial"])
        self.assertIsNone(the_run(document)["exit_code"])
        self.assertIsNone(the_run(document)["signal"])
        self.assertEqual(the_run(document)["processes_left_running"], 1)
        os.kill(command, signal.SIGKILL)  # raises when it is gone: it must not be

    def test_INT_sent_by_a_process_is_passed_on_and_the_command_decides(self):
        joules, command = self.start(WORKLOAD, "catch", "INT", "60")
        wait_until(lambda: is_waiting(command, signal.SIGINT))
        joules.send_signal(signal.SIGINT)
        document = self.finish(joules)
        self.assertEqual(joules.returncode, 7)
        self.assertFalse(document["partial"])

    def test_a_signal_that_we_inherited_ignored_is_not_taken(self):
        def ignore_hangup():
            signal.signal(signal.SIGHUP, signal.SIG_IGN)

        joules = started(JOULES, "-q", "sh", "-c", "read line; exit 5", stdin=subprocess.PIPE,
                         preexec_fn=ignore_hangup)
        command_of(joules)
        joules.send_signal(signal.SIGHUP)
        joules.communicate(b"go\n", timeout=program.PATIENCE)
        self.assertEqual(joules.returncode, 5)

    def test_the_temporary_report_is_gone_when_the_command_was_not_found(self):
        self.joules("-o", self.folder / "report", "/nonexistent")
        self.assertEqual(os.listdir(self.folder), [])


    def test_an_interrupt_while_idle_power_is_measured_leaves_nothing_behind(self):
        joules = started(JOULES, "--policy", "marginal", "--idle-power", "measure", "-o",
                         self.folder / "report", "true")
        wait_until(lambda: is_asleep(joules.pid))
        joules.send_signal(signal.SIGINT)
        joules.communicate(timeout=program.PATIENCE)
        self.assertEqual(joules.returncode, -signal.SIGINT)
        self.assertEqual(os.listdir(self.folder), [])


class Stopped(Case):
    def test_the_time_that_the_command_was_stopped_is_told(self):
        script = "kill -STOP $$; :"
        report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", report, "sh", "-c", script)
        command = command_of(joules)

        def stopped():
            with open(f"/proc/{command}/stat", encoding="ascii") as stat:
                return stat.read().rsplit(")", 1)[1].split()[0] == "T"

        wait_until(stopped)
        time.sleep(0.3)
        os.kill(command, signal.SIGCONT)
        joules.communicate(timeout=program.PATIENCE)
        measured = the_run(self.validated(report.read_text()))
        self.assertGreater(measured["stopped_seconds"], 0.1)
        self.assertLessEqual(measured["stopped_seconds"], measured["wall_seconds"])

    def test_a_stop_of_ours_alone_does_not_harm_the_measurement_E33(self):
        report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", report, WORKLOAD, "wall", "1.5")
        command_of(joules)
        joules.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        joules.send_signal(signal.SIGCONT)
        joules.communicate(timeout=program.PATIENCE)
        measured = the_run(self.validated(report.read_text()))
        self.assertEqual(measured["exit_code"], 0)
        self.assertEqual(measured["stopped_seconds"], 0)
        self.assertGreater(measured["wall_seconds"], 1.4)


if __name__ == "__main__":
    unittest.main()
