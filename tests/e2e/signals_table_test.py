# SPDX-License-Identifier: Apache-2.0
"""Every signal that could end joules, in everything that joules may be doing: what the command got,
with which status joules ended, and whether the report came."""
import concurrent.futures
import contextlib
import ctypes
import errno
import os
import signal
import subprocess
import threading
import time
import unittest

import program
from program import Case, JOULES, WORKLOAD, the_run

TERMINATE = {signal.SIGTERM, signal.SIGHUP}
INTERRUPT = {signal.SIGINT, signal.SIGQUIT}
HARMLESS = {signal.SIGCONT, signal.SIGWINCH, signal.SIGURG}
OTHERS = {signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPIPE, signal.SIGVTALRM,
          signal.SIGPROF, signal.SIGIO, signal.SIGPWR, signal.SIGXCPU, signal.SIGXFSZ,
          signal.SIGABRT, signal.SIGSTKFLT}
REAL_TIME = {signal.SIGRTMIN, signal.SIGRTMIN + 16, signal.SIGRTMAX}
ALL = sorted(TERMINATE | INTERRUPT | HARMLESS | OTHERS | REAL_TIME)
AT_ONCE = 8

sigqueue = ctypes.CDLL(None, use_errno=True).sigqueue
sigqueue.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_void_p)


class Row:
    """joules in one situation, and two pipes to the program that tells which signals reach it."""

    def __init__(self, folder, number):
        self.number = number
        self.report = folder / f"{number}.json"
        self.stack = contextlib.ExitStack()
        self.until, self.hold = os.pipe()  # the program ends when we let it go
        told, self.tell = os.pipe()
        self.told = self.stack.enter_context(os.fdopen(told))
        self.teller = f"{WORKLOAD} signals {self.until} {self.tell}"
        self.pid_told = f"echo $$ >/proc/self/fd/{self.tell}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.let_go()
        self.stack.close()

    def start(self, *words, **options):
        options.setdefault("stderr", subprocess.DEVNULL)
        self.joules = self.stack.enter_context(subprocess.Popen(
            [JOULES, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            pass_fds=(self.until, self.tell), **options))
        os.close(self.until)
        os.close(self.tell)
        # Whoever hangs is seen at once: each line that is awaited, and each status, comes.
        bound = threading.Timer(program.TIMEOUT / 2, self.give_up)
        bound.start()
        self.stack.callback(bound.cancel)

    def give_up(self):
        self.joules.kill()
        self.let_go()

    def send(self, number=None):
        number = self.number if number is None else number
        with contextlib.suppress(ProcessLookupError):
            if number in REAL_TIME:
                sigqueue(self.joules.pid, number, 1000 + number)
            else:
                os.kill(self.joules.pid, number)

    def send_until_it_ends(self, number=None):
        """A signal that comes in the moment between two situations may be dropped with the first."""
        end = time.monotonic() + program.TIMEOUT
        while self.joules.poll() is None and time.monotonic() < end:
            self.send(number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.joules.wait(0.2)

    def line(self):
        return self.told.readline().rstrip()

    def await_end_of(self, pid):
        """Until it is waited for."""
        while True:
            try:
                os.kill(int(pid), 0)
            except OSError as error:
                if error.errno != errno.ESRCH:
                    raise
                return
            time.sleep(0.002)

    def let_go(self):
        if self.hold is not None:
            os.close(self.hold)
        self.hold = None

    def status(self):
        return self.joules.wait(program.TIMEOUT)

    def as_told(self):
        return f"{int(self.number)} {1000 + self.number if self.number in REAL_TIME else 0}"


class Table(Case):
    def for_each_signal(self, row):
        """`row` returns what it found, as (what, found, expected)."""
        def filled(number):
            with Row(self.folder, number) as situation:
                return list(row(situation))

        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            rows = {number: pool.submit(filled, number) for number in ALL}
        for number, found in rows.items():
            with self.subTest(signal=signal.Signals(number).name
                              if number in signal.Signals._value2member_map_ else number):
                for what, is_so, expected in found.result():
                    self.assertEqual(is_so, expected, what)

    def report_of(self, row):
        return self.validated(row.report.read_text()) if row.report.exists() else None

    def test_running_every_signal_reaches_the_command_and_TERM_and_HUP_end_us_after_it(self):
        def row(joules):
            joules.start("-j", "-o", joules.report, *joules.teller.split(), 7)
            joules.line()
            joules.send()
            yield "the command got", joules.line(), joules.as_told()
            joules.let_go()
            ends = joules.number in TERMINATE
            yield "status", joules.status(), -joules.number if ends else 7
            yield "once", joules.told.read(), ""
            report = self.report_of(joules)
            yield "partial", report["partial"], ends
            if not ends:  # else the grace may have been too short on a loaded machine
                yield "its status", the_run(report)["exit_code"], 7

        self.for_each_signal(row)

    def test_without_a_command_whatever_ends_a_process_ends_us_after_the_report(self):
        def row(joules):
            joules.start("-j", "-o", joules.report, "-r", 2, "--pause", 10 * program.TIMEOUT,
                         "sh", "-c", f"{joules.pid_told}")
            joules.await_end_of(joules.line())
            if joules.number in HARMLESS:
                joules.send()
                joules.send_until_it_ends(signal.SIGTERM)
                yield "status", joules.status(), -signal.SIGTERM
            else:
                joules.send_until_it_ends()
                yield "status", joules.status(), -joules.number
            yield "no other run", joules.told.read(), ""
            runs = len(self.report_of(joules)["commands"][0]["runs"])
            if joules.number in HARMLESS | TERMINATE | INTERRUPT:
                # One that comes before joules has seen the command's end makes that run partial.
                yield "at most one run", runs <= 1, True
            else:
                yield "runs", runs, 1

        self.for_each_signal(row)

    def test_waiting_for_the_tree_the_four_end_the_wait_and_others_harm_nobody(self):
        def row(joules):
            joules.start("-j", "-o", joules.report, "--wait-tree", "all", "sh", "-c",
                         f"{joules.pid_told}; {joules.teller} 0 & exit 7")
            lines = {joules.line(), joules.line()}
            yield "ready", "ready" in lines, True
            lines.discard("ready")
            joules.await_end_of(lines.pop())
            joules.send()
            if joules.number not in TERMINATE | INTERRUPT:
                joules.let_go()
            ends = joules.number in TERMINATE
            yield "status", joules.status(), -joules.number if ends else 7
            report = self.report_of(joules)
            yield "partial", report["partial"], ends
            yield "left", the_run(report)["processes_left_running"], int(joules.hold is not None)
            joules.let_go()
            yield "the tree got", joules.told.read(), ""

        self.for_each_signal(row)

    def test_writing_to_a_full_pipe_the_four_end_us_and_others_harm_nobody(self):
        def row(joules):
            reader, writer = os.pipe()
            joules.stack.callback(os.close, reader)
            os.set_blocking(writer, False)
            filled = 0
            with contextlib.suppress(BlockingIOError):
                while True:
                    filled += os.write(writer, b" " * 65536)
            os.set_blocking(writer, True)
            joules.start("sh", "-c", f"{joules.pid_told}; exit 7", stderr=writer)
            os.close(writer)
            joules.await_end_of(joules.line())
            if joules.number in TERMINATE | INTERRUPT:
                joules.send_until_it_ends()
                yield "status", joules.status(), -joules.number
                return
            joules.send()
            text = b""
            while chunk := os.read(reader, 65536):
                text += chunk
            yield "status", joules.status(), 7
            yield "report", b"energy, process tree" in text[filled:], True

        self.for_each_signal(row)

    def test_a_hook_gets_them_as_the_command_does_and_after_the_four_nothing_is_begun(self):
        def row(joules):
            joules.start("-j", "-o", joules.report, "--prepare", f"exec {joules.teller} 0",
                         "sh", "-c", "exit 7")
            joules.line()
            joules.send()
            yield "the hook got", joules.line(), joules.as_told()
            joules.let_go()
            ends = joules.number in TERMINATE | INTERRUPT
            yield "status", joules.status(), -joules.number if ends else 7
            yield "once", joules.told.read(), ""
            yield "report", joules.report.exists(), not ends

        self.for_each_signal(row)


if __name__ == "__main__":
    unittest.main()
