# SPDX-License-Identifier: Apache-2.0
"""The clocks of the tree's CPU time: what each sees, and what is said when one is refused."""
import os
import pathlib
import signal
import unittest

import program
from processes import command_of, started, wait_until
from program import Case, FORBID, JOULES, WORKLOAD, the_run

PERF_ALLOWED = "perf" in program.run(JOULES, "--doctor").stdout.decode().partition(
    "CPU-time clocks")[2].partition("\n")[0]
NOBODY = 65534


@unittest.skipUnless(PERF_ALLOWED, "the kernel forbids perf here")
class WithPerf(Case):
    def test_it_is_used_where_it_is_allowed(self):
        document = self.document("true")
        self.assertIn("perf", document["method"]["cpu_time_clocks"])
        self.assertNotIn("perf_unavailable_reason", document["method"])

    def test_a_thousand_short_children_of_a_parent_that_ignores_SIGCHLD(self):
        measured = the_run(self.document(WORKLOAD, "ignore", "1000", "1"))
        self.assertGreater(measured["tree_cpu_seconds"], 0.97)
        self.assertEqual(measured["coverage"]["clock"], "perf")
        # The work of their exits is in no clock.
        self.assertTrue(measured["tree_cpu_is_lower_bound"])

    @unittest.skipIf(program.SANITIZED, "a sanitizer makes its samples too rare")
    def test_procfs_alone_cannot_see_them_and_says_so(self):
        document = self.document("--cpu-clock", "procfs", WORKLOAD, "ignore", "1000", "1")
        measured = the_run(document)
        self.assertLess(measured["tree_cpu_seconds"], 0.7)
        self.assertNotIn("perf", document["method"]["cpu_time_clocks"])
        self.assertTrue(measured["tree_cpu_is_lower_bound"])
        self.assertTrue(measured["energy_tree_is_lower_bound"])
        self.assertGreater(measured["tree_cpu_unseen_at_most_seconds"], 0.3)
        self.assertIn("cpu_time_uncertain", self.codes(document))

    def test_the_time_of_a_command_that_runs_as_somebody_else(self):
        if os.geteuid() != 0:
            self.skipTest("only root may")
        self.folder.chmod(0o777)
        document = self.document("--user", "nobody", "sh", "-c",
                                 "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done")
        seen = the_run(document)["coverage"]["clocks_cpu_seconds"]
        self.assertGreater(seen["perf"], 0.8 * seen["rusage"])

    def test_an_ordinary_user_needs_no_right(self):
        if os.geteuid() != 0:
            self.skipTest("already one")
        self.folder.chmod(0o777)
        document = self.document("true", user=NOBODY, group=NOBODY, extra_groups=[])
        self.assertIn("perf", document["method"]["cpu_time_clocks"])


GROUP_ALLOWED = program.run(JOULES, "-q", "--cpu-clock", "cgroup", "true").returncode == 0
ACCOUNTS = pathlib.Path("/sys/fs/cgroup/cpuacct")


def groups_made():
    return list(pathlib.Path("/sys/fs/cgroup").rglob("joules-[0-9]*"))


def accounting_groups_of(process):
    lines = pathlib.Path(f"/proc/{process}/cgroup").read_text().splitlines()
    return [line for line in lines if "cpuacct" in line or line.startswith("0::")]


@unittest.skipUnless(GROUP_ALLOWED, "no group may be made here")
class InAGroup(Case):
    def within_a_group(self, *words):
        """A run, and what it and joules itself used by the kernel's account."""
        outer = ACCOUNTS / f"test-{os.getpid()}"
        outer.mkdir()
        try:
            enter = ["sh", "-c", f"echo $$ >{outer}/cgroup.procs; exec \"$@\"", "sh"]
            document = self.simulated("--cpu-clock", "cgroup", *words, before=enter)
            return document, int((outer / "cpuacct.usage").read_text()) / 1e9
        finally:
            outer.rmdir()

    def test_what_nobody_waits_for_is_in_its_account_the_work_at_exit_included(self):
        if not os.access(ACCOUNTS, os.W_OK):
            self.skipTest("no account to hold it against")
        document, all_of_true = self.within_a_group("true")
        start_of_joules = all_of_true - the_run(document)["tree_cpu_seconds"]
        document, everything = self.within_a_group(WORKLOAD, "ignore", "500", "1")
        measured = the_run(document)
        self.assertIn("cgroup", document["method"]["cpu_time_clocks"])
        self.assertEqual(measured["coverage"]["clock"], "cgroup")
        self.assertLessEqual(measured["tree_cpu_seconds"], everything)
        self.assertGreater(measured["tree_cpu_seconds"],
                           0.97 * everything - 2 * start_of_joules
                           - 3 * measured["sampler_cpu_seconds"])
        self.assertFalse(measured["tree_cpu_is_lower_bound"])
        self.assertNotIn("cpu_time_uncertain", self.codes(document))

    def test_no_group_is_left_and_the_command_goes_on_in_ours(self):
        done = self.joules("--cpu-clock", "cgroup", "-q", "-r", "2", "sh", "-c",
                           "cat /proc/self/cgroup; sleep 0.5 >/dev/null & echo $! ")
        self.assertEqual(done.returncode, 0)
        self.assertEqual(done.stdout.count(b"/joules-"), 2, done.stdout)
        self.assertEqual(groups_made(), [])
        survivor = int(done.stdout.split()[-1])
        self.assertEqual(accounting_groups_of(survivor), accounting_groups_of("self"))

    def test_what_a_killed_joules_has_left_the_next_one_removes(self):
        joules = started(JOULES, "-q", "--cpu-clock", "cgroup", "sleep", "0.3")
        command = command_of(joules)
        joules.kill()
        joules.communicate()
        self.assertEqual(len(groups_made()), 1)
        wait_until(lambda: not pathlib.Path(f"/proc/{command}").exists())
        self.assertEqual(self.joules("-q", "--cpu-clock", "cgroup", "true").returncode, 0)
        self.assertEqual(groups_made(), [])

    def test_groups_that_the_command_has_made_go_with_it_when_they_are_empty(self):
        script = ('for group in /sys/fs/cgroup/cpuacct/joules-$PPID-* /sys/fs/cgroup/joules-$PPID-*; '
                  'do [ -d $group ] && mkdir -p $group/a/b; done; true')
        self.assertEqual(self.joules("-q", "--cpu-clock", "cgroup", "sh", "-c", script).returncode, 0)
        self.assertEqual(groups_made(), [])

    def test_a_command_that_cannot_run_leaves_none_either(self):
        self.assertEqual(self.joules("--cpu-clock", "cgroup", "/no/such/program").returncode, 127)
        self.assertEqual(groups_made(), [])

    def test_whoever_leaves_the_group_is_still_seen(self):
        script = f"echo $$ >{ACCOUNTS}/cgroup.procs; exec {WORKLOAD} burn 0.5"
        if not os.access(ACCOUNTS, os.W_OK):
            self.skipTest("nowhere to go")
        measured = the_run(self.document("--cpu-clock", "cgroup", "sh", "-c", script))
        self.assertGreater(measured["tree_cpu_seconds"], 0.45)
        self.assertLess(measured["coverage"]["clocks_cpu_seconds"]["cgroup"], 0.2)


class WithoutAGroup(Case):
    def test_where_none_may_be_made_it_is_an_error_before_the_start(self):
        if os.geteuid() != 0:
            self.skipTest("only root can become somebody else")
        done = self.joules("--cpu-clock", "cgroup", "echo", "never", user=NOBODY, group=NOBODY,
                           extra_groups=[])
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"joules: --cpu-clock cgroup: ", done.stderr)
        self.assertIn(b"no control groups" if b"no control" in done.stderr else
                      b"Permission denied (as root, or in a group that is yours: systemd-run "
                      b"--user --scope -p Delegate=yes joules ...)", done.stderr)

    def test_as_somebody_else_it_is_refused(self):
        done = self.joules("--cpu-clock", "cgroup", "--user", "nobody", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"--cpu-clock cgroup and --user exclude each other", done.stderr)


class LowerBounds(Case):
    """Only where nobody waited for a process, and what it used may matter."""

    def bounds(self, *words, **options):
        return [the_run(self.document("--cpu-clock", clock, *words, **options))
                ["tree_cpu_is_lower_bound"] for clock in ("procfs", "auto")]

    def test_no_false_alarm_where_parents_wait(self):
        loop = "i=0; while [ $i -lt 200 ]; do /bin/true; i=$((i+1)); done"
        self.assertEqual(self.bounds("sh", "-c", loop), [False, False])
        self.assertEqual(self.bounds(WORKLOAD, "storm", "300", "1"), [False, False])
        self.assertEqual(self.bounds(WORKLOAD, "vfork", "100"), [False, False])

    def test_no_false_alarm_for_orphans(self):
        self.assertEqual(self.bounds("--wait-tree", "all", WORKLOAD, "daemon", "0.3"),
                         [False, False])
        self.assertEqual(self.bounds("--wait-tree", "all", WORKLOAD, "unreaped", "20", "10"),
                         [False, False])

    def test_children_of_a_shell_that_handed_SIGCHLD_down_ignored(self):
        # Too short for any walk but the first and the last: that it ignores SIGCHLD is all there is.
        def ignore():
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        measured = the_run(self.document("--cpu-clock", "procfs", WORKLOAD, "ignore", "30", "1",
                                         preexec_fn=ignore))
        self.assertTrue(measured["tree_cpu_is_lower_bound"])

    def test_the_text_says_it_with_the_reason(self):
        text = self.joules("--cpu-clock", "procfs", WORKLOAD, "longignore", "0.5").stderr.decode()
        self.assertRegex(text, r"energy, process tree +>= ")
        flowed = " ".join(text.split())
        # On a loaded machine the child may end before a walk meets it.
        self.assertRegex(flowed, r"nobody waited for (1 process or more|some processes) of the tree "
                                 r"\(their parent ignores SIGCHLD\)")


class WithoutPerf(Case):
    def refused(self, *words):
        return program.run(FORBID, "perf_event_open", JOULES, *words)

    def test_the_fallback_is_said_in_the_document_and_in_the_details_only(self):
        report = self.folder / "report.json"
        done = self.refused("-j", "-o", report, "true")
        self.assertEqual(done.returncode, 0, done.stderr)
        method = self.validated(report.read_text())["method"]
        self.assertEqual(method["cpu_time_clocks"], ["procfs", "rusage"])
        self.assertIn("perf_event_open: Operation not permitted",
                      method["perf_unavailable_reason"])
        self.assertNotIn(b"perf", self.refused("true").stderr)
        self.assertIn(b"no perf because", self.refused("-v", "true").stderr)

    def test_perf_by_all_means_is_a_failure_before_the_start(self):
        done = self.refused("--cpu-clock", "perf", "touch", self.folder / "started")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"--cpu-clock perf: perf_event_open: Operation not permitted", done.stderr)
        self.assertFalse((self.folder / "started").exists())

    def test_a_failing_command_keeps_its_status(self):
        self.assertEqual(self.refused("sh", "-c", "exit 3").returncode, 3)


if __name__ == "__main__":
    unittest.main()
