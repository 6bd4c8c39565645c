# SPDX-License-Identifier: Apache-2.0
"""--of: what else used energy while the command ran, held against the kernel's own account."""
import json
import os
import pathlib
import signal
import subprocess
import threading
import unittest

from program import Case, WORKLOAD, the_run

ACCOUNTS = pathlib.Path("/sys/fs/cgroup/cpuacct")
WATTS = 50


class Subjects(Case):
    def started(self, *words, group=None):
        """A process in the background, in a group if one is given."""
        def enter():
            (group / "cgroup.procs").write_text(str(os.getpid()))
        process = subprocess.Popen(words, preexec_fn=enter if group else None,
                                   start_new_session=True)
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        """With its children."""
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def subjects(self, document):
        return the_run(document)["subjects"]

    def assert_books_close(self, document):
        super().assert_books_close(document)
        run = the_run(document)
        apart = sum(one["energy_joules"] for one in run["subjects"])
        self.assertAlmostEqual(run["energy_tree_joules"] + apart + run["energy_rest_joules"],
                               run["energy_host_joules"], places=6)


class OfAProcess(Subjects):
    def test_it_is_measured_with_all_below_it_beside_the_tree(self):
        other = self.started("sh", "-c", f"{WORKLOAD} burn 60; true")
        document = self.simulated("--of", f"pid:{other.pid}", WORKLOAD, "burn", "1")
        self.assert_books_close(document)
        subject, = self.subjects(document)
        self.assertEqual((subject["name"], subject["found"]), (f"pid:{other.pid}", "sh"))
        self.assertFalse(subject["holds_tree"])
        self.assertGreater(subject["cpu_seconds"], 0.1)
        self.assertGreater(subject["energy_joules"], 0.1 * WATTS / 2)
        self.assertGreater(subject["energy_uncertainty_joules"], 0)

    def test_children_that_it_has_waited_for_are_in_it(self):
        # Each lives far shorter than a sampling interval.
        begin, done = self.folder / "begin", self.folder / "done"
        other = self.started("sh", "-c", f"until [ -e {begin} ]; do sleep 0.05; done; i=0; "
                             f"while [ $i -lt 200 ]; do {WORKLOAD} burn 0.005; i=$((i+1)); done; "
                             f": >{done}; sleep 60")
        document = self.simulated("--of", f"pid:{other.pid}", "sh", "-c",
                                  f": >{begin}; until [ -e {done} ]; do sleep 0.05; done")
        subject, = self.subjects(document)
        self.assertGreater(subject["cpu_seconds"], 0.95)
        self.assertFalse(subject["energy_is_lower_bound"])

    def test_one_that_ends_has_used_at_least_what_was_seen(self):
        parent = subprocess.Popen(("sh", "-c", "sleep 60 & echo $!; wait"), stdout=subprocess.PIPE)
        self.addCleanup(parent.communicate)
        other = int(parent.stdout.readline())
        document = self.simulated("--of", f"pid:{other}", "sh", "-c",
                                  f"sleep 0.3; while kill {other} 2>/dev/null; do sleep 0.05; "
                                  "done; sleep 0.3")
        subject, = self.subjects(document)
        self.assertTrue(subject["energy_is_lower_bound"])
        self.assertEqual(subject["loss"], "gone before the end")

    def test_one_that_ended_between_two_runs_is_gone_in_the_second(self):
        parent = subprocess.Popen(("sh", "-c", "sleep 60 & echo $!; wait"), stdout=subprocess.PIPE)
        self.addCleanup(parent.communicate)
        other = int(parent.stdout.readline())
        document = self.simulated("-r", "2", "--of", f"pid:{other}", "sh", "-c",
                                  f"sleep 0.3; while kill {other} 2>/dev/null; do sleep 0.05; done")
        first, second = document["commands"][0]["runs"]
        self.assertEqual(second["subjects"][0]["loss"], "gone before the start")
        self.assertTrue(second["subjects"][0]["energy_is_lower_bound"])

    def test_our_own_parent_holds_the_tree_which_counts_once(self):
        document = self.simulated("--of", f"pid:{os.getpid()}", WORKLOAD, "burn", "0.5")
        subject, = self.subjects(document)
        run = the_run(document)
        self.assertTrue(subject["holds_tree"])
        self.assertAlmostEqual(subject["energy_joules"] + run["energy_rest_joules"],
                               run["energy_host_joules"], places=6)
        self.assertGreaterEqual(subject["cpu_seconds"], 0.45)

    def test_a_recording_keeps_it(self):
        recording = self.folder / "r.json"
        document = self.simulated("--of", f"pid:{os.getpid()}", "--record", recording, "sleep", "0.3")
        self.validated(recording.read_text(), "recording")
        replayed = json.loads(self.joules("--replay", recording, "-j").stdout)
        self.assertEqual(self.subjects(replayed), self.subjects(document))


@unittest.skipUnless((ACCOUNTS / "cpuacct.usage").exists() and os.access(ACCOUNTS, os.W_OK),
                     "no control group can be made")
class OfAGroup(Subjects):
    def setUp(self):
        super().setUp()
        self.group = ACCOUNTS / f"joules-{os.getpid()}"
        self.group.mkdir()
        self.addCleanup(self.remove, self.group)

    @staticmethod
    def remove(group):
        if group.exists():
            group.rmdir()

    def test_its_cpu_time_is_the_kernels(self):
        other = self.started(WORKLOAD, "burn", "60", group=self.group)
        told = self.folder / "told"
        document = self.simulated("--of", f"cgroup:{self.group.name}", "sh", "-c",
                                  f"cat {self.group}/cpuacct.usage; sleep 1; "
                                  f"cat {self.group}/cpuacct.usage", stdout=told.open("w"))
        first, last = (int(line) / 1e9 for line in told.read_text().split())
        self.assert_books_close(document)
        subject, = self.subjects(document)
        self.assertEqual(subject["found"], f"/{self.group.name}")
        self.assertGreaterEqual(subject["cpu_seconds"], last - first - 0.04)
        before_and_after = the_run(document)["wall_seconds"] - 1
        self.assertLessEqual(subject["cpu_seconds"], last - first + before_and_after + 0.04)
        self.end(other)

    def test_a_process_in_it_is_a_part_of_it(self):
        other = self.started(WORKLOAD, "burn", "60", group=self.group)
        names = [f"cgroup:{self.group.name}", f"pid:{other.pid}"]
        document = self.simulated("--of", names[0], "--of", names[1], "sleep", "0.5")
        group, process = self.subjects(document)
        self.assertEqual((group["holds"], process["holds"]), ([names[1]], []))
        run = the_run(document)
        self.assertAlmostEqual(run["energy_tree_joules"] + group["energy_joules"] +
                               run["energy_rest_joules"], run["energy_host_joules"], places=6)
        self.end(other)

    def test_one_of_its_processes_is_a_part_of_it_whatever_comes_first(self):
        others = [self.started("sleep", "60", group=self.group) for _ in range(2)]
        group, process = f"cgroup:{self.group.name}", f"pid:{others[0].pid}"
        for names in ((group, process), (process, group)):
            document = self.simulated(*(f"--of={name}" for name in names), "sleep", "0.3")
            holds = {one["name"]: one["holds"] for one in self.subjects(document)}
            self.assertEqual(holds, {group: [process], process: []})
            self.assertIsNotNone(the_run(document)["energy_rest_joules"])
        for other in others:
            self.end(other)

    def test_a_command_that_moves_into_it_is_told(self):
        document = self.simulated("--of", f"cgroup:{self.group.name}", "sh", "-c",
                                  f"echo $$ >{self.group}/cgroup.procs; {WORKLOAD} burn 0.5; "
                                  f"echo $$ >{ACCOUNTS}/cgroup.procs")
        subject, = self.subjects(document)
        self.assertEqual(subject["overlaps"], ["tree"])
        self.assertIsNone(the_run(document)["energy_rest_joules"])

    def test_one_that_is_removed_meanwhile_is_told(self):
        document = self.simulated("--of", f"cgroup:{self.group.name}", "sh", "-c",
                                  f"sleep 0.3; rmdir {self.group}; sleep 0.3")
        subject, = self.subjects(document)
        self.assertEqual(subject["loss"], "gone before the end")
        self.assertTrue(subject["energy_is_lower_bound"])


class Refused(Subjects):
    def assert_refused(self, told, *names):
        options = [word for name in names for word in ("--of", name)]
        done = self.joules(*options, "touch", self.folder / "ran")
        self.assertEqual(done.returncode, 125)
        self.assertIn(told, done.stderr)
        self.assertFalse((self.folder / "ran").exists())

    def test_what_is_not_there_before_anything_starts(self):
        self.assert_refused(b"--of pid:4194304: there is no such process", "pid:4194304")
        self.assert_refused(b"--of nginx: expected pid:N or cgroup:NAME", "nginx")
        go = threading.Event()
        thread = threading.Thread(target=go.wait)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(go.set)
        self.assert_refused(b"it is a thread, and not a process", f"pid:{thread.native_id}")
        self.assert_refused(b"is the same as", f"pid:{os.getpid()}", f"pid:{os.getpid()}")

    @unittest.skipUnless(" cgroup" in pathlib.Path("/proc/self/mountinfo").read_text(), "no groups")
    def test_a_group_that_is_not_there_with_those_that_are(self):
        self.assert_refused(b"no control group has this name; there are /", "cgroup:no such group")


if __name__ == "__main__":
    unittest.main()
