# SPDX-License-Identifier: Apache-2.0
"""Who inside the tree used the energy: counts that are exactly right, rows that sum to the whole."""
import os
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import time
import unittest

import program
from program import Case, FORBID, JOULES, WORKLOAD, the_run

PERF_ALLOWED = "perf" in program.run(JOULES, "--doctor").stdout.decode().partition(
    "CPU-time clocks")[2].partition("\n")[0]
NOBODY = 65534
FILES = 50


class Rows(Case):
    def assert_rows_sum(self, measured):
        total = sum(row["energy_joules"] for row in measured["by_command"])
        self.assertAlmostEqual(total, measured["energy_tree_joules"],
                               delta=1e-9 * max(total, 1))
        self.assertTrue(all(row["energy_joules"] >= 0 for row in measured["by_command"]))

    def counts(self, measured):
        return {row["command"]: row["processes"] for row in measured["by_command"]
                if row["command"] is not None}

    def project(self):
        """Fifty small C files whose every compilation writes a line of what it ran."""
        folder = self.folder / "project"
        folder.mkdir()
        for number in range(FILES):
            (folder / f"f{number}.c").write_text(
                f"int f{number}(int x) {{ for (int i = 0; i < x; i++) x ^= i * x; return x; }}\n")
        (folder / "main.c").write_text("int main(void) { return 0; }\n")
        # A shell of its own for each file: "&&" is beyond what make can execute by itself.
        (folder / "Makefile").write_text(
            "prog: $(patsubst %.c,%.o,$(wildcard *.c))\n\tgcc -o $@ $^\n"
            "%.o: %.c\n\tgcc -O1 -c -o $@ $< && echo $@ >> ran\n")
        return folder

    def build(self, *options, status=0, **kwargs):
        folder = self.project()
        if "user" in kwargs:
            for path in (self.folder, folder, *folder.iterdir()):
                os.chown(path, kwargs["user"], kwargs["group"])
        document = self.simulated("--by-command", *options, "make", "-j2", "-s", cwd=folder,
                                  zones=("name=package-0,watts=50,step=0.001",), **kwargs)
        self.assertEqual(len((folder / "ran").read_text().split()), FILES + 1)
        return the_run(document)


@unittest.skipUnless(PERF_ALLOWED, "the kernel forbids perf here")
class ByPerf(Rows):
    def assert_exact(self, measured):
        self.assertEqual(measured["ledger"]["source"], "perf")
        self.assertEqual(measured["ledger"]["records_lost"], 0)
        compiled = FILES + 1
        self.assertEqual(self.counts(measured), {
            "make": 1, "sh": compiled, "gcc": compiled + 1, "cc1": compiled, "as": compiled,
            "collect2": 1, "ld": 1})
        self.assertEqual(measured["processes_total"], 4 * compiled + 4)
        self.assertFalse(measured["processes_total_is_lower_bound"])
        self.assert_rows_sum(measured)

    def test_make_of_fifty_files(self):
        self.assert_exact(self.build())

    def test_make_of_fifty_files_as_an_ordinary_user(self):
        if os.geteuid() != 0:
            self.skipTest("already one")
        self.assert_exact(self.build(user=NOBODY, group=NOBODY, extra_groups=[]))

    def test_the_sources_that_cost_most_are_read_off_a_terminal_of_eighty_columns(self):
        folder = self.project()
        for number, functions in enumerate((900, 600, 300)):
            (folder / f"heavy{number}.c").write_text("".join(
                f"int h{number}_{i}(int *x) {{ for (int i = 1; i < 9; i++) x[i] += x[i - 1] * {i};"
                " return *x; }\n" for i in range(functions)))
        ours, theirs = program.terminal()
        words = ("--color", "never", "--by-process", "--sort", "energy", "make", "-s", "-j2")
        with subprocess.Popen([JOULES, *words], cwd=folder, stderr=theirs):
            os.close(theirs)
            lines = program.read_terminal(ours).decode().splitlines()
        self.assertLessEqual(max(map(len, lines)), 80)
        header = next(i for i, line in enumerate(lines) if line.endswith(" CPU  command"))
        self.assertEqual([line[41:].split() for line in lines[header + 1:header + 4]],
                         [["cc1", "...", f"heavy{number}.c"] for number in range(3)])
        self.assertTrue(any(re.search(r" \d+ others \(-v shows them\)$", line) for line in lines))

    @unittest.skipUnless(PERF_ALLOWED, "the kernel forbids the records")
    def test_a_thread_with_a_name_has_a_row_below_its_process(self):
        # PR_SET_NAME; hashing large texts leaves the other threads alone.
        script = ("import ctypes, hashlib, threading, time\n"
                  "def work(name, seconds):\n"
                  "    ctypes.CDLL(None).prctl(15, name)\n"
                  "    until = time.thread_time() + seconds\n"
                  "    while time.thread_time() < until:\n"
                  "        hashlib.sha256(bytes(1 << 20)).digest()\n"
                  "for name, seconds in ((b'short', 0.2), (b'long', 0.6)):\n"
                  "    threading.Thread(target=work, args=(name, seconds)).start()\n")
        document = self.simulated("--by-process", sys.executable, "-c", script)
        measured = the_run(document)
        self.assert_rows_sum(measured)
        rows = {row["command"]: row for row in measured["by_process"]}
        process = next(row for row in measured["by_process"] if "thread_of" not in row)
        for name, seconds in (("short", 0.2), ("long", 0.6)):
            self.assertEqual(rows[name]["thread_of"], process["pid"])
            self.assertGreater(rows[name]["cpu_seconds"], seconds * 0.9)
            self.assertLess(rows[name]["cpu_seconds"], seconds * 1.5)

    def test_three_thousand_children_of_a_fifth_of_a_millisecond(self):
        # LeakSanitizer, where there is one, starts a process of its own.
        measured = the_run(self.document("--by-command", WORKLOAD, "ignore", "3000", "0.2",
                                         env=program.WITHOUT_LEAK_CHECK))
        self.assertEqual(measured["ledger"]["records_lost"], 0)
        self.assertEqual(self.counts(measured), {"workload": 3001})
        of_workload = measured["by_command"][0]["cpu_seconds"]
        self.assertGreater(of_workload, 0.58)
        self.assert_rows_sum(measured)

    def test_who_lives_between_two_samples_has_its_arguments(self):
        measured = the_run(self.document("--interval", "10000", "--by-process", "sh", "-c", "sleep 0.5; true"))
        self.assertIn(["sleep", "0.5"], [row["argv"] for row in measured["by_process"]])

    def test_many_switches_are_followed(self):
        # Two processes that wake one another, each time with one byte.
        script = "yes | head -c 20000000 | dd bs=1 count=200000 of=/dev/null 2>/dev/null"
        measured = the_run(self.document("--by-command", "sh", "-c", script))
        self.assertEqual(self.counts(measured), {"sh": 1, "yes": 1, "head": 1, "dd": 1})
        seen = sum(row["cpu_seconds"] for row in measured["by_command"])
        self.assertAlmostEqual(seen, measured["tree_cpu_seconds"],
                               delta=0.05 * measured["tree_cpu_seconds"])

    def test_records_that_find_no_room_are_told_even_when_no_other_follows(self):
        # joules stands still while the command leaves more than the buffers hold, to its very end.
        report, go, over = (self.folder / name for name in ("report", "go", "over"))
        script = (f"while [ ! -e {go} ]; do sleep 0.01; done; "
                  f"{WORKLOAD} storm 6000 0; touch {over}; exec true")
        joules = subprocess.Popen([JOULES, "-j", "-o", report, "--by-command", "sh", "-c", script])
        time.sleep(0.3)
        os.kill(joules.pid, signal.SIGSTOP)
        go.touch()
        until = time.monotonic() + program.TIMEOUT
        while not over.exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.2)
        os.kill(joules.pid, signal.SIGCONT)
        self.assertEqual(joules.wait(program.TIMEOUT), 0)
        measured = the_run(self.validated(report.read_text()))
        self.assertFalse(measured["ledger"]["complete"])
        self.assertGreater(measured["ledger"]["records_lost"], 0)
        rows = sum(row["cpu_seconds"] for row in measured["by_command"])
        self.assertLess(rows, 1.1 * measured["tree_cpu_seconds"] + 0.05)

    @unittest.skipUnless(os.geteuid() == 0, "only root can make such a program")
    @unittest.skipIf(program.PROC_HIDES_OTHERS, "/proc hides other users' processes (hidepid)")
    def test_a_set_uid_program_has_its_row_and_what_it_hides_is_said(self):
        if os.statvfs(self.folder).f_flag & os.ST_NOSUID:
            self.skipTest("mounted without set-uid")
        self.folder.chmod(0o777)
        set_uid = self.folder / "set-uid"
        shutil.copy(WORKLOAD, set_uid)
        set_uid.chmod(0o4755)
        # Its time is what walks saw, and a sanitizer makes these rare.
        burn = 3 if program.SANITIZED else 0.5
        measured = the_run(self.document("--by-command", "sh", "-c", f"{set_uid} burn {burn}; true",
                                         user=NOBODY, group=NOBODY, extra_groups=[],
                                         env=program.WITHOUT_LEAK_CHECK))
        self.assertEqual(self.counts(measured), {"sh": 1, "set-uid": 1})
        self.assertFalse(measured["ledger"]["complete"])  # it may have had short-lived children
        burnt = next(row for row in measured["by_command"] if row["command"] == "set-uid")
        self.assertGreater(burnt["cpu_seconds"], 0.3)
        self.assert_rows_sum(measured)

    def test_processes_know_parent_arguments_and_times(self):
        script = "sleep 0.4 & wait; true"
        measured = the_run(self.document("--by-process", "sh", "-c", script))
        by_name = {row["command"]: row for row in measured["by_process"]}
        self.assertEqual(by_name["sh"]["argv"], ["sh", "-c", script])
        self.assertEqual(by_name["sleep"]["argv"], ["sleep", "0.4"])
        self.assertEqual(by_name["sleep"]["parent_pid"], by_name["sh"]["pid"])
        self.assertLessEqual(by_name["sh"]["start_seconds"], by_name["sleep"]["start_seconds"])
        self.assertLessEqual(by_name["sleep"]["end_seconds"], by_name["sh"]["end_seconds"])
        self.assertGreater(by_name["sleep"]["end_seconds"], 0.4)

    def test_who_is_left_running_is_in_it(self):
        measured = the_run(self.document("--by-process", "sh", "-c",
                                         "sleep 1 >/dev/null 2>&1 & sleep 0.2"))
        running = [row for row in measured["by_process"] if row["end_seconds"] is None]
        self.assertEqual([row["argv"] for row in running], [["sleep", "1"]])


class WithoutPerf(Rows):
    def test_the_walk_keeps_the_ledger_and_says_what_it_lacks(self):
        report = self.folder / "report.json"
        done = program.run(FORBID, "perf_event_open", JOULES, "-j", "-o", report, "--by-command",
                           WORKLOAD, "storm", "400", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        measured = the_run(self.validated(report.read_text()))
        self.assertEqual(measured["ledger"]["source"], "procfs")
        self.assertIn("perf_event_open", measured["ledger"]["perf_unavailable_reason"])
        unseen = [row for row in measured["by_command"] if row["command"] is None]
        self.assertEqual([row["note"] for row in unseen], ["(too short to see)"])
        self.assertGreater(unseen[0]["cpu_seconds"], 0.2)
        self.assert_rows_sum(measured)

    @unittest.skipIf(program.SANITIZED, "a sanitizer makes its samples too rare")
    def test_long_lived_programs_have_their_rows(self):
        # The leak check of a sanitized workload runs in a process of its own, under its name.
        measured = the_run(self.document("--cpu-clock", "procfs", "--by-command", "sh", "-c",
                                         f"{WORKLOAD} burn 0.5; sleep 0.3",
                                         env=program.WITHOUT_LEAK_CHECK))
        counts = self.counts(measured)
        self.assertEqual((counts["sh"], counts["workload"], counts["sleep"]), (1, 1, 1))
        self.assertTrue(measured["processes_total_is_lower_bound"])
        burnt = next(row for row in measured["by_command"] if row["command"] == "workload")
        self.assertGreater(burnt["cpu_seconds"], 0.3)
        self.assert_rows_sum(measured)


    def test_a_process_starts_when_proc_says_so(self):
        script = ("import time\n"
                  "ticks = int(open('/proc/self/stat').read().rsplit(')', 1)[1].split()[19])\n"
                  "print(ticks, time.clock_gettime(time.CLOCK_BOOTTIME) - time.monotonic())\n"
                  "time.sleep(1)")
        report = self.folder / "report.json"
        done = self.joules("-j", "-o", report, "--cpu-clock", "procfs", "--interval", "400",
                           "--by-process", "sh", "-c", 'sleep 0.1; "$0" -c "$1"', sys.executable, script)
        ticks, asleep = done.stdout.split()
        measured = the_run(self.validated(report.read_text()))
        row = next(row for row in measured["by_process"] if row["argv"][1:] == ["-c", script])
        # It is first seen at a sample, up to 0.4 s later.
        truth = int(ticks) / os.sysconf("SC_CLK_TCK") - float(asleep)
        self.assertAlmostEqual(measured["started_monotonic_seconds"] + row["start_seconds"], truth,
                               delta=0.02)


# Maps what "perf record" maps by default: all that kernel.perf_event_mlock_kb allows for each CPU.
LIKE_PERF_RECORD = """
import ctypes, mmap, os, struct
with open("/proc/sys/kernel/perf_event_mlock_kb") as allowed:
    pages = (int(allowed.read()) * 1024 - mmap.PAGESIZE) // mmap.PAGESIZE
pages = 1 << (pages.bit_length() - 1)
software, dummy, exclude_kernel = 1, 9, 1 << 5
attributes = struct.pack("IIQQQQQ", software, 64, dummy, 0, 0, 0, exclude_kernel) + bytes(16)
attributes = ctypes.create_string_buffer(attributes, 64)
call = ctypes.CDLL(None, use_errno=True).syscall
call.argtypes = [ctypes.c_long, ctypes.c_void_p] + [ctypes.c_long] * 4
held = []
for cpu in sorted(os.sched_getaffinity(0)):
    descriptor = call(PERF_EVENT_OPEN, attributes, 0, cpu, -1, 0)
    if descriptor < 0:
        raise SystemExit(os.strerror(ctypes.get_errno()))
    held.append(mmap.mmap(descriptor, (pages + 1) * mmap.PAGESIZE))
print("mapped")
""".replace("PERF_EVENT_OPEN", {"x86_64": "298", "aarch64": "241"}.get(os.uname().machine, "-1"))


class BesidePerf(Case):
    def test_perf_record_inside_has_room_for_its_buffers(self):
        """As an ordinary user, who may lock 64 KiB for each CPU beyond what perf may."""
        def as_somebody():
            bytes_each = 65536 * os.cpu_count()
            resource.setrlimit(resource.RLIMIT_MEMLOCK, (bytes_each, bytes_each))
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(somebody)
                os.setuid(somebody)

        somebody = 61234  # nobody else's, who may have buffers of his own
        words = [sys.executable, "-c", LIKE_PERF_RECORD]
        alone = program.run(*words, preexec_fn=as_somebody, cwd="/")
        if alone.stdout != b"mapped\n":
            self.skipTest(f"no perf for an ordinary user here: {alone.stderr}")
        done = program.run(JOULES, "-q", "--by-process", "--cpu-clock", "perf", *words,
                   preexec_fn=as_somebody, cwd="/")
        self.assertEqual((done.returncode, done.stdout), (0, b"mapped\n"), done.stderr)


if __name__ == "__main__":
    unittest.main()
