# SPDX-License-Identifier: Apache-2.0
"""A terminal, a shell with job control, and a user who types."""
import os
import pty
import re
import select
import sys
import time
import unittest

import program
from program import Case, JOULES, WORKLOAD, the_run


class Terminal:
    """An interactive bash on a terminal of its own."""

    def __init__(self, folder):
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.environ.update(PS1="prompt$ ", TERM="dumb", HOME=str(folder), HISTFILE="")
            os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])
        self.seen = ""
        self.until("prompt\\$ ")

    def type(self, text):
        os.write(self.descriptor, text.encode())

    def until(self, pattern):
        """Reads until `pattern` appears; returns what came, with it."""
        end = time.monotonic() + program.TIMEOUT
        while not (found := re.search(pattern, self.seen)):
            ready, _, _ = select.select([self.descriptor], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise AssertionError(f"no {pattern!r} in {self.seen!r}")
            self.seen += os.read(self.descriptor, 65536).decode(errors="replace")
        text, self.seen = self.seen[:found.end()], self.seen[found.end():]
        return text

    def close(self):
        self.type("\x03\nexit 0\nexit 0\n")
        while True:
            try:
                if not os.read(self.descriptor, 65536):
                    break
            except OSError:  # EIO: the shell is gone
                break
        os.waitpid(self.pid, 0)
        os.close(self.descriptor)


class OnATerminal(Case):
    def setUp(self):
        super().setUp()
        self.terminal = Terminal(self.folder)
        self.addCleanup(self.terminal.close)

    def test_ctrl_c_ends_the_command_then_comes_the_report_then_we_die_of_it(self):
        self.terminal.type(f"{JOULES} sh -c 'echo run''ning; exec sleep 60'\n")
        self.terminal.until("running")
        self.terminal.type("\x03")
        report = self.terminal.until("killed by SIGINT")
        self.assertIn("energy, process tree", report)
        self.terminal.until("prompt\\$ ")
        self.terminal.type("echo status=$?\n")
        self.terminal.until("status=130")

    def test_ctrl_c_ends_a_loop_of_the_shell(self):
        self.terminal.type("for i in 1 2 3; do "
                           f"{JOULES} -q sh -c 'echo run''ning; exec sleep 60'; done; echo after\n")
        self.terminal.until("running")
        self.terminal.type("\x03")
        self.terminal.until("prompt\\$ ")
        self.terminal.type("echo all''done\n")
        self.assertNotIn("running", self.terminal.until("alldone"))

    def test_a_command_that_handles_ctrl_c_decides_and_gets_it_once(self):
        script = self.folder / "script"
        script.write_text("import signal, sys\n"
                          "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\n"
                          "print('running', flush=True)\n"
                          "first = signal.sigwaitinfo({signal.SIGINT})\n"
                          "again = signal.sigtimedwait({signal.SIGINT}, 1)\n"
                          "print('kernel' if first.si_code > 0 else 'process', again)\n"
                          "sys.exit(9)\n")
        self.terminal.type(f"{JOULES} {sys.executable} {script}\n")
        self.terminal.until("running\r\n")
        self.terminal.type("\x03")
        self.terminal.until("kernel None\r\n")
        self.terminal.until(r"exit\s+9")

    def test_ctrl_z_stops_us_both_and_fg_goes_on(self):
        report = self.folder / "report.json"
        self.terminal.type(f"{JOULES} -j -o {report} sh -c 'echo run''ning; read word; exit 4'\n")
        self.terminal.until("running")
        self.terminal.type("\x1a")
        self.terminal.until("Stopped")
        self.terminal.until("prompt\\$ ")
        time.sleep(0.4)
        self.terminal.type("fg\n")
        self.terminal.until("sh -c")
        self.terminal.type("word\n")
        self.terminal.until("prompt\\$ ")
        self.terminal.type("echo status=$?\n")
        self.terminal.until("status=4")
        measured = the_run(self.validated(report.read_text()))
        self.assertGreater(measured["stopped_seconds"], 0.3)
        self.assertLess(measured["stopped_seconds"], measured["wall_seconds"])

    def test_the_foreground_group_is_the_commands_and_the_terminal_is_read(self):
        self.terminal.type(f"{JOULES} -q {WORKLOAD} state\n")
        state = self.terminal.until(r"\"tty_foreground_pgrp\": \d+")
        group = re.search(r"\"pgid\": (\d+)", state)[1]
        self.assertTrue(state.endswith(group), state)
        self.terminal.until("prompt\\$ ")
        self.terminal.type(f"{JOULES} -q sh -c 'echo rea''dy; read word; echo got $word'\n")
        self.terminal.until("ready\r\n")
        self.terminal.type("typed\n")
        self.terminal.until("got typed")

    def test_ctrl_c_reaches_a_command_in_a_group_of_its_own(self):
        self.terminal.type(f"{JOULES} -f 'ex''it %x' "
                           "timeout 60 sh -c 'echo run''ning; exec sleep 60'\n")
        self.terminal.until("running")
        self.terminal.type("\x03")
        self.terminal.until("exit 130")  # 124: timeout(1) heard of nothing

    def test_a_wait_for_the_tree_says_for_whom_and_ctrl_c_ends_it_with_the_report(self):
        """A daemon that waits to become init's child waits for joules, as joules does for it."""
        daemon = self.folder / "daemon"
        # It outlives Ctrl-C, whichever of the two hears of it first.
        daemon.write_text("import os, signal, time\n"
                          "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
                          "if os.fork(): os._exit(0)\n"
                          "while os.getppid() != 1: time.sleep(0.05)\n")
        self.terminal.type(f"{JOULES} --wait-tree all {sys.executable} {daemon}\n")
        said = self.terminal.until("joules: waiting for .*ends it\r\n")
        self.assertRegex(said, r"waiting for \d+ python3[.\d]*, which outlived the command; "
                               "Ctrl-C ends it")
        self.terminal.type("\x03")
        self.terminal.until("1 left running")
        self.terminal.until("prompt\\$ ")
        self.terminal.type("echo status=$?\n")
        self.terminal.until("status=0")

    def test_a_background_job_is_measured_and_reported(self):
        self.terminal.type(f"{JOULES} sh -c 'exit 5' &\n")
        self.terminal.until(r"exit\s+5")

    def test_the_report_is_coloured_on_a_terminal_only_if_it_can(self):
        def report(variables):
            self.terminal.type(f"{variables} {JOULES} true; echo do''ne\n")
            return self.terminal.until("done\r\n")

        self.assertNotIn("\x1b[", report("TERM=dumb"))
        self.assertIn("\x1b[1m", report("TERM=xterm"))
        self.assertNotIn("\x1b[", report("TERM=xterm NO_COLOR=1"))


class HungUp(Case):
    def test_a_hangup_of_our_session_is_passed_on(self):
        """As after ssh -t: joules leads the session, and the kernel tells the leader alone."""
        mark, report = self.folder / "mark", self.folder / "report.json"
        script = self.folder / "script"
        script.write_text(f"trap 'echo hung up > {mark}; exit 6' HUP; echo ready\n"
                          "while :; do sleep 0.1; done\n")
        pid, descriptor = pty.fork()
        if pid == 0:
            os.execv(JOULES, [JOULES, "-j", "-o", str(report), "sh", str(script)])
        seen = b""
        while b"ready" not in seen:
            seen += os.read(descriptor, 1024)
        os.close(descriptor)
        os.waitpid(pid, 0)
        self.assertEqual(mark.read_text(), "hung up\n")
        document = self.validated(report.read_text())
        self.assertTrue(document["partial"])
        self.assertEqual(the_run(document)["exit_code"], 6)


if __name__ == "__main__":
    unittest.main()
