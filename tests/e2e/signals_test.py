# SPDX-License-Identifier: Apache-2.0
"""How the command ends, and what signals to us do."""
import ctypes
import os
import signal
import subprocess
import time
import unittest

import program
from program import Case, JOULES, JOULES_DYNAMIC, WORKLOAD, the_run


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


def is_stopped(pid):
    with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
        return stat.read().rsplit(")", 1)[1].split()[0] == "T"


def is_held_back(pid, number):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        text = dict(line.split(":", 1) for line in status.read().splitlines())
    return bool(int(text["SigBlk"], 16) & (1 << (number - 1)))


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

    def test_what_the_command_says_to_its_parent_does_not_come_back(self):
        document = self.document("sh", "-c", "kill -USR1 $PPID; sleep 0.2; exit 3", status=3)
        self.assertEqual(the_run(document)["exit_code"], 3)

    def test_a_parent_that_was_killed_takes_the_command_along_if_that_was_asked_for(self):
        prctl = ctypes.CDLL(None).prctl
        words = [JOULES, WORKLOAD, "ignore-signal", "TERM", 10 * program.PATIENCE]
        joules = started(*words, preexec_fn=lambda: prctl(1, signal.SIGKILL))  # PR_SET_PDEATHSIG
        command = command_of(joules)
        joules.kill()
        joules.communicate(timeout=program.PATIENCE)  # its end of the command's output, too
        wait_until(lambda: not os.path.exists(f"/proc/{command}"))

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
                _, said = joules.communicate(timeout=program.PATIENCE)
                self.assertEqual((joules.returncode, said), (-number, b"joules: interrupted\n"))
                self.assertFalse(ran.exists())

    @unittest.skipIf(program.SANITIZED, "preloads a library")
    def test_a_key_at_the_terminal_during_the_launch_reaches_the_command(self):
        """The command was not there yet when the terminal told the group."""
        for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
            with self.subTest(signal=number.name):
                environment = dict(os.environ, LD_PRELOAD=program.SIGNAL_AT_FORK,
                                   SIGNAL_AT_FORK=str(int(number)))
                joules = started(JOULES_DYNAMIC, "-q", "sleep", program.PATIENCE, env=environment)
                joules.communicate(timeout=program.PATIENCE / 2)
                self.assertEqual(joules.returncode, -number)

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
                    joules.communicate(timeout=program.PATIENCE)
                    self.assertEqual(joules.returncode, -number)
                    self.assertFalse(ran.exists())


class NobodyReads(Case):
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
        joules.communicate(timeout=program.PATIENCE)
        self.assertEqual(joules.returncode, -signal.SIGTERM)
        self.assertEqual(the_run(self.validated(report.read_text()))["exit_code"], 3)


class Hooks(Case):
    def test_a_hook_that_does_not_end_holds_us_for_the_grace_only(self):
        """After the report of what is complete, its number is named, and it goes on."""
        ready, log = self.folder / "ready", self.folder / "log"
        os.mkfifo(ready)
        ignores = f"trap '' TERM HUP; echo $$ >{ready}; read line"
        for script, number in ((f"echo $$ >{ready}; kill -STOP $$", signal.SIGTERM),
                               (ignores, signal.SIGHUP),
                               (f"test $JOULES_RUN = 0 || {{ {ignores}; }}", signal.SIGTERM)):
            with self.subTest(script=script):
                joules = started(JOULES, "-j", "-o", log, "-r", 2, "--prepare", script, "true",
                                 stdin=subprocess.PIPE)
                pid = int(ready.read_text())
                if "STOP" in script:
                    wait_until(lambda: is_stopped(pid))
                joules.send_signal(number)
                self.assertEqual(joules.wait(program.PATIENCE), -number)
                os.kill(pid, signal.SIGKILL)  # raises when it is gone: it must not be
                said = joules.communicate()[1].decode()
                if "JOULES_RUN" in script:
                    document = self.validated(log.read_text())
                    self.assertEqual(len(document["commands"][0]["runs"]), 1)
                    said = document["plan"]["stopped_because"]
                self.assertIn(f"interrupted; --prepare goes on as process {pid}", said)


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
            self.assertEqual(joules.wait(program.PATIENCE), 7)

    def test_the_time_that_the_command_was_stopped_is_told(self):
        script = "kill -STOP $$; :"
        report = self.folder / "report.json"
        joules = started(JOULES, "-j", "-o", report, "sh", "-c", script)
        command = command_of(joules)

        wait_until(lambda: is_stopped(command))
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
