# SPDX-License-Identifier: Apache-2.0
"""How the command ends, and what signals to us do."""
import ctypes
import os
import signal
import subprocess
import time
import unittest

import program
from processes import (children_of, command_of, is_asleep, is_held_back, is_stopped, is_waiting, started,
                       wait_until)
from program import Case, JOULES, WORKLOAD, the_run


class Ended(Case):
    def test_the_status_is_the_commands(self):
        for status in (0, 1, 7, 99, 121, 125, 126, 127, 128, 137, 255):
            with self.subTest(status=status):
                document = self.document("sh", "-c", f"exit {status}", status=status)
                self.assertEqual(the_run(document)["exit_code"], status)
                self.assertIsNone(the_run(document)["signal"])

    def test_we_die_of_what_killed_the_command_after_the_report(self):
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
        joules.wait(program.TIMEOUT)
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
        joules.communicate(b"go\n", timeout=program.TIMEOUT)
        self.assertEqual(joules.returncode, 5)

    def test_what_the_command_says_to_its_parent_does_not_come_back(self):
        document = self.document("sh", "-c", "kill -USR1 $PPID; sleep 0.2; exit 3", status=3)
        self.assertEqual(the_run(document)["exit_code"], 3)

    def test_a_parent_that_was_killed_takes_the_command_along_if_that_was_asked_for(self):
        prctl = ctypes.CDLL(None).prctl
        words = [JOULES, WORKLOAD, "ignore-signal", "TERM", 10 * program.TIMEOUT]
        joules = started(*words, preexec_fn=lambda: prctl(1, signal.SIGKILL))  # PR_SET_PDEATHSIG
        command = command_of(joules)
        joules.kill()
        joules.communicate(timeout=program.TIMEOUT)  # its end of the command's output, too
        wait_until(lambda: not os.path.exists(f"/proc/{command}"))

    def test_the_temporary_report_is_gone_when_the_command_was_not_found(self):
        self.joules("-o", self.folder / "report", "/nonexistent")
        self.assertEqual(os.listdir(self.folder), [])


    def test_an_interrupt_while_idle_power_is_measured_leaves_nothing_behind(self):
        joules = started(JOULES, "--policy", "marginal", "--idle-power", "measure", "-o",
                         self.folder / "report", "true")
        wait_until(lambda: is_asleep(joules.pid))
        joules.send_signal(signal.SIGINT)
        joules.communicate(timeout=program.TIMEOUT)
        self.assertEqual(joules.returncode, -signal.SIGINT)
        self.assertEqual(os.listdir(self.folder), [])


class BeforeTheStart(Case):
    def still_counter(self):
        """A counter that never moves: --align waits for it for two seconds."""
        zone = self.folder / "zones" / "intel-rapl:0"
        zone.mkdir(parents=True)
        for name, text in (("name", "package-0"), ("energy_uj", "1000"),
                           ("max_energy_range_uj", "262143328850")):
            (zone / name).write_text(text + "\n")
        return zone.parent

    def test_a_signal_while_align_waits_is_obeyed(self):
        zones, ran = self.still_counter(), self.folder / "ran"
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGUSR1):
            with self.subTest(signal=number.name):
                joules = started(JOULES, "--align", "--sensor", "powercap", "--powercap-root", zones,
                                 "touch", ran)
                wait_until(lambda: is_held_back(joules.pid, number))
                joules.send_signal(number)
                _, said = joules.communicate(timeout=program.TIMEOUT)
                self.assertEqual((joules.returncode, said), (-number, b"joules: interrupted\n"))
                self.assertFalse(ran.exists())

    @unittest.skipIf(program.SANITIZED, "preloads a library")
    def test_a_key_at_the_terminal_during_the_launch_reaches_the_command(self):
        """The command was not there yet when the terminal told the group."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            with self.subTest(signal=number.name):
                environment = dict(os.environ, LD_PRELOAD=program.SIGNAL_AT_FORK,
                                   SIGNAL_AT_FORK=str(int(number)))
                joules = started(JOULES, "-q", "sleep", program.TIMEOUT, env=environment)
                joules.communicate(timeout=program.TIMEOUT / 2)
                self.assertEqual(joules.returncode, -number)

    def test_a_stop_during_the_launch_stops_us_with_the_command(self):
        """The longest PATH keeps the child from its exec for a while."""
        joules = started(JOULES, "-q", "sh", "-c", "sleep 0.1; exit 5", preexec_fn=os.setpgrp,
                         env=dict(os.environ, PATH="x:" * 60000 + os.environ["PATH"]))
        self.addCleanup(joules.kill)
        wait_until(lambda: children_of(joules.pid))
        os.killpg(joules.pid, signal.SIGTSTP)
        command, = children_of(joules.pid)
        wait_until(lambda: is_stopped(joules.pid) and is_stopped(command))
        os.killpg(joules.pid, signal.SIGCONT)
        joules.communicate(timeout=program.TIMEOUT)
        self.assertEqual(joules.returncode, 5)


class Hooks(Case):
    def test_a_hook_that_does_not_end_holds_us_for_the_grace_only(self):
        """After the report of what is complete, its number is named, and it goes on."""
        ready, log = self.folder / "ready", self.folder / "log"
        os.mkfifo(ready)
        ignores = f"trap '' TERM HUP; echo $$ >{ready}; read line"
        for script, number in ((f"echo $$ >{ready}; kill -STOP $$", signal.SIGTERM),
                               (f"echo $$ >{ready}; kill -STOP $$", signal.SIGINT),
                               (ignores, signal.SIGHUP),
                               (f"test $JOULES_RUN = 0 || {{ {ignores}; }}", signal.SIGTERM)):
            with self.subTest(script=script):
                joules = started(JOULES, "-j", "-o", log, "-r", 2, "--prepare", script, "true",
                                 stdin=subprocess.PIPE)
                pid = int(ready.read_text())
                if "STOP" in script:
                    wait_until(lambda: is_stopped(pid))
                joules.send_signal(number)
                self.assertEqual(joules.wait(program.TIMEOUT), -number)
                os.kill(pid, signal.SIGKILL)  # raises when it is gone: it must not be
                said = joules.communicate()[1].decode()
                if "JOULES_RUN" in script:
                    document = self.validated(log.read_text())
                    self.assertEqual(len(document["commands"][0]["runs"]), 1)
                    said = document["plan"]["stopped_because"]
                self.assertIn(f"interrupted; --prepare goes on as process {pid}", said)


    def test_a_hook_hears_the_signals_that_we_get(self):
        ready, told = self.folder / "ready", self.folder / "told"
        os.mkfifo(ready)
        for number, name in ((signal.SIGTERM, "TERM"), (signal.SIGHUP, "HUP"), (signal.SIGINT, "INT")):
            with self.subTest(name=name):
                script = f"trap 'echo {name} >> {told}; exit 0' {name}; echo >{ready}; read line"
                joules = started(JOULES, "-q", "--prepare", script, "true", stdin=subprocess.PIPE)
                ready.read_text()
                joules.send_signal(number)
                self.assertEqual(joules.wait(program.TIMEOUT), -number)
                joules.communicate()
                self.assertEqual(told.read_text(), f"{name}\n")
                told.unlink()

    def test_a_stop_during_a_hook_stops_us_and_the_hook(self):
        ready = self.folder / "ready"
        os.mkfifo(ready)
        joules = started(JOULES, "-q", "--prepare", f"echo $$ >{ready}; read line", "true",
                         stdin=subprocess.PIPE, process_group=0)
        hook = int(ready.read_text())
        joules.send_signal(signal.SIGTSTP)
        wait_until(lambda: is_stopped(joules.pid) and is_stopped(hook))
        joules.send_signal(signal.SIGCONT)
        wait_until(lambda: not is_stopped(hook))
        joules.communicate(b"line\n", timeout=program.TIMEOUT)
        self.assertEqual(joules.returncode, 0)


class Stopped(Case):
    def test_a_stop_and_a_continuation_sent_to_us_alone_reach_the_command_too(self):
        until, hold = os.pipe()
        told, tell = os.pipe()
        joules = subprocess.Popen([JOULES, "-q", WORKLOAD, "signals", str(until), str(tell), "7"],
                                  pass_fds=(until, tell), process_group=0)  # no orphaned one
        os.close(until)
        os.close(tell)
        with os.fdopen(told) as told:
            self.assertEqual(told.readline(), "ready\n")
            for number in (signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU):
                joules.send_signal(number)
                self.assertEqual(told.readline(), f"{int(number)} 0\n")
                wait_until(lambda: is_stopped(joules.pid))
                joules.send_signal(signal.SIGCONT)
                self.assertEqual(told.readline(), f"{int(signal.SIGCONT)} 0\n")
            os.close(hold)
            self.assertEqual(joules.wait(program.TIMEOUT), 7)

    def test_the_time_that_the_command_was_stopped_is_told(self):
        script = "kill -STOP $$; :"
        report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", report, "sh", "-c", script)
        command = command_of(joules)

        wait_until(lambda: is_stopped(command))
        time.sleep(0.3)
        os.kill(command, signal.SIGCONT)
        joules.communicate(timeout=program.TIMEOUT)
        measured = the_run(self.validated(report.read_text()))
        self.assertGreater(measured["stopped_seconds"], 0.1)
        self.assertLessEqual(measured["stopped_seconds"], measured["wall_seconds"])

    def test_a_command_that_is_killed_while_stopped_is_not_stopped_any_longer(self):
        report = self.folder / "report.json"
        start = time.monotonic()
        joules = started(JOULES, "-j", "-o", report, "--wait-tree", "all", "sh", "-c",
                         "sleep 3 & kill -STOP $$")
        command = command_of(joules)
        wait_until(lambda: is_stopped(command))
        time.sleep(0.2)
        os.kill(command, signal.SIGKILL)
        alive = time.monotonic() - start
        joules.communicate(timeout=program.TIMEOUT)
        measured = the_run(self.validated(report.read_text()))
        self.assertGreater(measured["stopped_seconds"], 0.1)
        self.assertLess(measured["stopped_seconds"], alive + 1)  # and not to the end of the sleep

    def test_an_INT_that_the_command_ignores_does_not_end_the_wait_for_its_tree(self):
        report = self.folder / "report.json"
        script = "trap '' INT; echo ready; read line; sleep 1.5 &"
        joules = started(JOULES, "-j", "-o", report, "--wait-tree", "all", "sh", "-c", script,
                         stdin=subprocess.PIPE)
        self.assertEqual(joules.stdout.readline(), b"ready\n")
        joules.send_signal(signal.SIGINT)
        time.sleep(0.2)
        joules.communicate(b"line\n", timeout=program.TIMEOUT)
        document = self.validated(report.read_text())
        self.assertGreater(the_run(document)["wall_seconds"], 1.4)
        self.assertEqual(the_run(document)["processes_left_running"], 0)

    def test_a_stop_of_ours_alone_does_not_harm_the_measurement(self):
        report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", report, WORKLOAD, "wall", "1.5")
        command_of(joules)
        joules.send_signal(signal.SIGSTOP)
        time.sleep(0.5)
        joules.send_signal(signal.SIGCONT)
        joules.communicate(timeout=program.TIMEOUT)
        measured = the_run(self.validated(report.read_text()))
        self.assertEqual(measured["exit_code"], 0)
        self.assertEqual(measured["stopped_seconds"], 0)
        self.assertGreater(measured["wall_seconds"], 1.4)


if __name__ == "__main__":
    unittest.main()
