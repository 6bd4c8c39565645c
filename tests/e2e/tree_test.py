# SPDX-License-Identifier: Apache-2.0
"""Whose time is the tree's: everybody who descends from the command, and nobody else."""
import os
import pathlib
import signal
import subprocess
import time
import unittest

import program
from program import Case, JOULES, WORKLOAD, the_run


class Accounted(Case):
    def cpu_of(self, *words, options=(), **kwargs):
        document = self.document(*options, *words, **kwargs)
        self.assert_books_close(document)
        return the_run(document)["tree_cpu_seconds"]

    def test_threads_count_dead_or_alive(self):
        self.assertAlmostEqual(self.cpu_of(WORKLOAD, "threads", "4", "0.1"), 0.4, delta=0.1)

    def test_children_that_were_waited_for(self):
        self.assertGreater(self.cpu_of(WORKLOAD, "storm", "200", "2"), 0.4)

    def test_children_that_nobody_waited_for_are_adopted(self):
        options = ("--wait-tree", "all")
        self.assertGreater(self.cpu_of(WORKLOAD, "unreaped", "20", "10", options=options), 0.19)

    def test_a_daemon_counts_while_it_is_waited_for(self):
        options = ("--wait-tree", "all")
        measured = self.cpu_of(WORKLOAD, "daemon", "0.3", options=options)
        self.assertAlmostEqual(measured, 0.3, delta=0.1)

    def test_the_last_sample_is_taken_when_the_tree_is_gone(self):
        document = self.document("--interval", "10000", "--wait-tree", "all", "sh", "-c",
                                 f"{WORKLOAD} burn 1 &")
        self.assertGreater(the_run(document)["wall_seconds"], 0.9)
        self.assertGreater(the_run(document)["tree_cpu_seconds"], 0.8)

    def test_a_long_child_of_a_parent_that_ignores_SIGCHLD(self):
        measured = self.cpu_of(WORKLOAD, "longignore", "1")
        self.assertGreater(measured, 0.6)
        self.assertLess(measured, 1.2)

    def test_its_time_is_kept_when_its_parent_is_waited_for_too(self):
        measured = self.cpu_of("sh", "-c", f"{WORKLOAD} longignore 1; sleep 0.3; :")
        self.assertGreater(measured, 0.6)
        self.assertLess(measured, 1.2)

    def test_vfork_and_exec_by_another_thread_are_no_trouble(self):
        run = the_run(self.document("--wait-tree", "all", WORKLOAD, "vfork", "50"))
        self.assertEqual(run["exit_code"], 0)
        waited_for = run["cpu_user_seconds"] + run["cpu_system_seconds"]
        self.assertGreater(run["tree_cpu_seconds"], waited_for - 1e-6)
        self.assertGreater(run["tree_cpu_seconds"], 50 * 0.0002)  # the least that an exec takes
        run = the_run(self.document(WORKLOAD, "thread-exec"))
        self.assertEqual(run["exit_code"], 0)
        self.assertEqual(run["processes_total"], 1)

    def test_names_that_imitate_the_file_format(self):
        name = self.folder / "a) R 1 (b\nc"
        name.symlink_to(WORKLOAD)
        self.assertAlmostEqual(self.cpu_of(name, "burn", "0.3"), 0.3, delta=0.1)

    def test_the_time_of_earlier_children_of_our_process_is_not_ours(self):
        # A shell with a background job and a past becomes joules by exec.
        script = (f"{WORKLOAD} burn 0.5; {WORKLOAD} burn 1 & exec {JOULES} -f '%U %S' "
                  f"{WORKLOAD} wall 1.5")
        user, system = program.run("bash", "-c", script).stderr.split()
        self.assertLess(float(user) + float(system), 1.6)

    def test_what_earlier_children_of_our_process_fork_later_is_not_ours(self):
        script = (f"(sleep 0.4; {WORKLOAD} daemon 0.8; sleep 2) & "
                  f"exec {JOULES} -j -o {self.folder}/r sleep 2")
        program.run("bash", "-c", script, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        measured = the_run(self.validated((self.folder / "r").read_text()))
        self.assertLess(measured["tree_cpu_seconds"], 0.3)

    def test_a_big_fork_bomb_is_followed_to_its_end(self):
        # They outlive the command: so the last walk sees all, however seldom a large tree is walked.
        pids = self.folder / "pids"
        script = (f"i=0; while [ $i -lt 300 ]; do sleep 60 >/dev/null 2>&1 & echo $! >>{pids}; "
                  "i=$((i+1)); done")
        try:
            measured = the_run(self.document("sh", "-c", script))
        finally:
            for pid in pids.read_text().split():
                os.kill(int(pid), signal.SIGKILL)
        self.assertGreaterEqual(measured["processes_total"], 300)
        self.assertEqual(measured["processes_left_running"], 300)


class LeftRunning(Case):
    def daemon(self, seconds):
        """A command that leaves one process running, and says its pid."""
        pid_file = self.folder / "pid"
        self.addCleanup(self.end, pid_file)
        return ("sh", "-c", f"sleep {seconds} >/dev/null 2>&1 & echo $! > {pid_file}")

    def end(self, pid_file):
        try:
            os.kill(int(pid_file.read_text()), signal.SIGKILL)
        except (ProcessLookupError, FileNotFoundError):
            pass

    def test_survivors_are_counted_told_and_left_alone(self):
        document = self.document(*self.daemon(30))
        self.assertEqual(the_run(document)["processes_left_running"], 1)
        self.assertIn("tree_left_running", self.codes(document))
        self.assertLess(the_run(document)["wall_seconds"], 20)
        os.kill(int((self.folder / "pid").read_text()), 0)  # raises when it is gone

    def test_wait_tree_all_waits_until_nobody_is_left(self):
        document = self.document("--wait-tree", "all", *self.daemon(0.7))
        self.assertEqual(the_run(document)["processes_left_running"], 0)
        self.assertGreater(the_run(document)["wall_seconds"], 0.6)

    def test_wait_tree_waits_so_many_seconds(self):
        document = self.document("--wait-tree", "0.5", *self.daemon(30))
        self.assertEqual(the_run(document)["processes_left_running"], 1)
        self.assertGreater(the_run(document)["wall_seconds"], 0.45)

    def test_an_interrupt_ends_the_waiting_not_the_waited_for(self):
        report = self.folder / "report.json"
        joules = subprocess.Popen([JOULES, "-j", "-o", str(report), "--wait-tree", "all",
                                   *self.daemon(30)])
        pid_file = self.folder / "pid"
        while not (pid_file.exists() and pid_file.read_text()):
            time.sleep(0.01)
        children = pathlib.Path(f"/proc/{joules.pid}/task/{joules.pid}/children")
        while children.read_text().split() != [pid_file.read_text().strip()]:
            time.sleep(0.01)
        joules.send_signal(signal.SIGINT)
        self.assertEqual(joules.wait(program.TIMEOUT), 0)
        document = self.validated(report.read_text())
        self.assertEqual(the_run(document)["processes_left_running"], 1)

    def test_a_pipe_that_survivors_hold_does_not_hold_us(self):
        done = program.run("sh", "-c", f"{JOULES} sh -c 'sleep 30 >/dev/null 2>&1 & echo $! > "
                           f"{self.folder}/pid' 2>&1 | cat")
        self.addCleanup(self.end, self.folder / "pid")
        self.assertIn(b"1 left running", done.stdout)


class WaitedFor(Case):
    def test_elsewhere_than_on_a_terminal_a_long_wait_is_told(self):
        reader, writer = os.pipe()
        joules = subprocess.Popen([JOULES, "--wait-tree", "all", "sh", "-c",
                                   f"{{ read x; }} <&{reader} & exit 3"],
                                  stderr=subprocess.PIPE, pass_fds=(reader,))
        self.addCleanup(joules.stderr.close)
        os.close(reader)
        self.assertRegex(joules.stderr.readline(), rb"^joules: waiting for \d+ sh, which outlived")
        os.close(writer)
        self.assertEqual(joules.wait(program.TIMEOUT), 3)


if __name__ == "__main__":
    unittest.main()
