# SPDX-License-Identifier: Apache-2.0
"""No descriptors, no memory, no room, no processes. The command runs to its own end, or joules
refuses before it starts."""
import os
import pathlib
import subprocess
import unittest

import program
from program import Case, JOULES, the_run

AS_NOBODY = ("setpriv", "--reuid", "65534", "--clear-groups")
AS_ANOTHER = ("setpriv", "--reuid", "65533", "--clear-groups")
THE_COMMAND = ("sh", "-c", "echo ran; exit 7")
needs_root = unittest.skipUnless(os.geteuid() == 0, "needs root to mount and to become nobody")
unsanitized = unittest.skipIf(program.SANITIZED, "sanitizers need memory and descriptors, too")


def limited(resource, value, *words):
    """`words`, run with a limit that setrlimit(2) knows."""
    return ("prlimit", f"--{resource}={value}", *words)


class Shortage(Case):
    def setUp(self):
        super().setUp()
        self.folder.chmod(0o777)

    def assert_ran_or_refused(self, done, reason):
        """Refused: before it started, for this reason, or by the dynamic linker."""
        if done.stdout == b"ran\n":
            self.assertEqual(done.returncode, 7, done.stderr)
            return True
        self.assertEqual(done.stdout, b"")
        self.assertIn(done.returncode, (125, 127))
        if done.returncode == 125:
            self.assertIn(b"joules: ", done.stderr)
            self.assertIn(reason, done.stderr)
        return False


class Descriptors(Shortage):
    MANY = 20

    def zone(self):
        directory = self.folder / "powercap/intel-rapl:0"
        directory.mkdir(parents=True)
        for name, text in (("name", "package-0"), ("energy_uj", "1000"),
                           ("max_energy_range_uj", "262143328850")):
            (directory / name).write_text(text + "\n")
        return self.folder / "powercap"

    def fewest_with(self, *options):
        """From how many on the command runs."""
        ran = [limit for limit in range(3, self.MANY + 1) if self.assert_ran_or_refused(
            program.run(*limited("nofile", limit, JOULES, *options, *THE_COMMAND)),
            b"Too many open files")]
        self.assertEqual(ran, list(range(ran[0], self.MANY + 1)))
        return ran[0]

    @unsanitized
    def test_seven_descriptors_are_enough(self):
        self.assertLessEqual(self.fewest_with(), 7)

    @unsanitized
    def test_so_are_some_more_with_a_sensor_a_report_and_the_ledger(self):
        report = self.folder / "report.json"
        self.fewest_with("--powercap-root", self.zone(), "--by-command", "-j", "-o", report)
        self.validated(report.read_text())
        self.assertEqual(sorted(os.listdir(self.folder)), ["powercap", "report.json"])

    @unsanitized
    def test_the_remedy_is_named(self):
        done = program.run(*limited("nofile", 5, JOULES, *THE_COMMAND))
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"ulimit -n", done.stderr)


class Memory(Shortage):
    @needs_root
    def test_buffers_that_may_not_be_locked_are_done_without(self):
        # Each joules takes a part of what a user may lock for perf whatever the limit is.
        doctor = program.run(*AS_NOBODY, JOULES, "--doctor").stdout
        if b"perf" not in doctor.partition(b"CPU-time clocks")[2].partition(b"\n")[0]:
            self.skipTest("the kernel forbids perf here")
        if int(pathlib.Path("/proc/sys/kernel/perf_event_mlock_kb").read_text()) > 516:
            self.skipTest("users may lock more than usual")
        report = self.folder / "report.json"
        outer = (JOULES, "-q", "--by-command") * 10
        inner = (JOULES, "--by-command", "-j", "-o", report, *THE_COMMAND)
        done = program.run(*AS_NOBODY, *limited("memlock", 0, *outer, *inner),
                           env=program.WITHOUT_LEAK_CHECK)
        self.assertEqual((done.returncode, done.stdout), (7, b"ran\n"), done.stderr)
        document = self.validated(report.read_text())
        self.assertIn("kernel.perf_event_mlock_kb", report.read_text())
        self.assert_books_close(document)

    @unsanitized
    def test_little_address_space_leaves_the_command_whole_or_unstarted(self):
        for mib in (4, 8, 16, 32, 64):
            with self.subTest(mib=mib):
                done = program.run(*limited("as", mib << 20, JOULES, "--by-process", *THE_COMMAND))
                if done.stdout:
                    self.assertEqual((done.returncode, done.stdout), (7, b"ran\n"))
                else:  # the dynamic linker, too, may have run out of it
                    self.assertNotIn(done.returncode, (0, 7))
        self.assertEqual(done.returncode, 7)


class Room(Shortage):
    def on_a_disk(self, size, prepare, *command):
        """With a file system of its own, full of what `prepare` wrote; then its files' names."""
        disk = self.folder / "disk"
        disk.mkdir(exist_ok=True)
        script = (f'mount -t tmpfs -o {size} none "$0" && cd "$0" && {prepare}; "$@"; status=$?; '
                  'ls -A; exit $status')
        return program.run("unshare", "-m", "sh", "-c", script, disk, *command)

    @needs_root
    def test_a_full_disk_keeps_the_status_and_the_report(self):
        for status in (7, 0):
            with self.subTest(status=status):
                done = self.on_a_disk("size=4k", "head -c 4096 /dev/zero > filling", JOULES, "-j",
                                      "-o", "report", "sh", "-c", f"exit {status}")
                self.assertEqual(done.returncode, status or 125)
                self.assertIn(b"report: No space left on device", done.stderr)
                self.validated(done.stderr[done.stderr.index(b"{"):])
                self.assertEqual(done.stdout.split(), [b"filling"])

    @needs_root
    def test_a_disk_without_room_for_a_file_refuses_before_the_start(self):
        done = self.on_a_disk("nr_inodes=2", ": > filling", JOULES, "-o", "report",
                              *THE_COMMAND)
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"report: No space left on device", done.stderr)
        self.assertEqual(done.stdout.split(), [b"filling"])

    def test_a_limit_on_file_sizes_keeps_the_status_and_the_report(self):
        done = program.run(*limited("fsize", 0, JOULES, "-j", "-o", self.folder / "report",
                                    *THE_COMMAND))
        self.assertEqual((done.returncode, done.stdout), (7, b"ran\n"))
        self.assertIn(b"report: File too large", done.stderr)
        self.validated(done.stderr[done.stderr.index(b"{"):])
        self.assertEqual(os.listdir(self.folder), [])


@needs_root
class Processes(Shortage):
    BOMB = "i=0; while [ $i -lt 150 ]; do sleep 1 & i=$((i+1)); done; wait; exit 7"

    def test_a_fork_bomb_that_meets_its_limit_ends_as_without_us(self):
        # Processes are counted by user: the one bomb must not meet what the other left.
        report = self.folder / "report.json"
        alone = program.run(*AS_ANOTHER, *limited("nproc", 100, "sh", "-c", self.BOMB))
        words = (*AS_NOBODY, *limited("nproc", 100, JOULES, "--by-command", "-j", "-o", report,
                                      "sh", "-c", self.BOMB))
        joules = subprocess.Popen([str(word) for word in words], stderr=subprocess.DEVNULL,
                                  env=program.WITHOUT_LEAK_CHECK)
        _, status, usage = os.wait4(joules.pid, 0)
        joules.returncode = os.waitstatus_to_exitcode(status)
        self.assertEqual(joules.returncode, alone.returncode)
        if not program.SANITIZED:
            self.assertLess(usage.ru_maxrss, 64 << 10)  # KiB
        document = self.validated(report.read_text())
        self.assert_books_close(document)
        self.assertGreater(the_run(document)["processes_total"], 50)

    def test_no_process_to_be_had_is_a_refusal_with_the_remedy(self):
        done = program.run(*AS_NOBODY, *limited("nproc", 0, JOULES, *THE_COMMAND),
                           env=program.WITHOUT_LEAK_CHECK)
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"cannot start a process", done.stderr)
        self.assertIn(b"ulimit -u", done.stderr)


if __name__ == "__main__":
    unittest.main()
