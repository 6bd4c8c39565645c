# SPDX-License-Identifier: Apache-2.0
"""What was there is kept, what was asked for is written, and no stranger's link is followed: as far
as a shell's own > would go, and no further."""
import contextlib
import fcntl
import os
import pathlib
import stat
import tempfile
import unittest

import program
from program import Case, FORBID, JOULES

STRANGER = 65534
SYSCTL = pathlib.Path("/proc/sys/fs")
AS_ROOT = unittest.skipUnless(os.geteuid() == 0, "needs root to be two users")


def as_stranger(*words, **options):
    return program.run("setpriv", "--reuid", STRANGER, "--regid", STRANGER, "--clear-groups", *words,
                       **options)


def facts(path):
    """What can be told of a file from outside."""
    status = path.stat()
    return status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)


class Unseen(Case):
    def test_the_command_meets_no_file_of_ours(self):
        for old in (False, True):
            report = self.folder / "energy.json"
            if old:
                report.write_text("old")
            done = self.joules("-j", "-o", report, "--export", f"csv={self.folder}/a.csv",
                               "sh", "-c", f"ls -A {self.folder}; rm -rf {self.folder}/.joules*")
            self.assertEqual(done.stdout, b"a.csv\nenergy.json\n" if old else b"")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.validated(report.read_text())
            self.assertEqual(sorted(os.listdir(self.folder)), ["a.csv", "energy.json"])

    def test_where_a_file_needs_a_name_the_command_may_remove_it(self):
        # As on many a network file system.
        report = self.folder / "energy.json"
        for old in (False, True):
            done = program.run(FORBID, "unnamed_file", JOULES, "-j", "-o", report, "sh", "-c",
                               f"ls -A {self.folder}; rm -f {self.folder}/.joules*; exit 3",
                               env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn(b".joules", done.stdout)
            self.validated(report.read_text())
            self.assertEqual(os.listdir(self.folder), ["energy.json"])

    def test_and_if_it_does_not_nothing_is_left(self):
        report = self.folder / "energy.json"
        report.write_text("old")
        report.chmod(0o640)
        done = program.run(FORBID, "unnamed_file", JOULES, "-j", "-o", report, "true",
                           env=program.WITHOUT_LEAK_CHECK)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.validated(report.read_text())
        self.assertEqual(stat.S_IMODE(report.stat().st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["energy.json"])

    @AS_ROOT
    def test_an_ordinary_user_needs_no_right_for_that(self):
        os.chown(self.folder, STRANGER, STRANGER)
        report = self.folder / "report"
        for _ in range(2):
            done = as_stranger(JOULES, "-o", report, "ls", "-A", self.folder)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertEqual(facts(report), (STRANGER, STRANGER, 0o644))
            self.assertEqual(os.listdir(self.folder), ["report"])
        self.assertEqual(done.stdout, b"report\n")


class Meanwhile(Case):
    """What has the name of the report by the end, and was not there at the start."""

    def setUp(self):
        super().setUp()
        self.precious, self.out = self.folder / "precious", self.folder / "out"
        self.precious.write_text("precious\n")

    def refused(self, script):
        done = self.joules("-o", self.out, "sh", "-c", script, cwd=self.folder)
        self.assertEqual(done.returncode, 125, done.stderr)
        self.assertIn(b"was not there when the command started", done.stderr)

    def test_a_link_is_not_followed(self):
        self.refused("ln -s precious out")
        self.assertTrue(self.out.is_symlink())
        self.assertEqual(self.precious.read_text(), "precious\n")
        self.out.unlink()
        self.out.write_text("old\n")
        self.refused("rm out; ln -s precious out")
        self.assertEqual(self.precious.read_text(), "precious\n")

    def test_a_file_with_further_names_is_left_as_it_is(self):
        self.refused("ln precious out")
        self.assertEqual(self.precious.read_text(), "precious\n")

    def test_a_file_of_our_own_is_replaced(self):
        for script in ("echo new > out", "rm -f out; echo new > out"):
            done = self.joules("-o", self.out, "sh", "-c", script, cwd=self.folder)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("joules: sh", self.out.read_text())

    def test_a_directory_that_was_made_anew_has_the_report(self):
        (self.folder / "build").mkdir()
        out = self.folder / "build" / "out"
        done = self.joules("-o", out, "sh", "-c", "rm -r build; mkdir build", cwd=self.folder)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("joules: sh", out.read_text())

    def test_no_link_is_followed_to_another_directory(self):
        (self.folder / "build").mkdir()
        (self.folder / "other").mkdir()
        out = self.folder / "build" / "out"
        done = self.joules("-o", out, "sh", "-c", "rm -r build; ln -s other build", cwd=self.folder)
        self.assertEqual(done.returncode, 125)
        self.assertEqual(os.listdir(self.folder / "other"), [])


class Twice(Case):
    def assert_refused(self, *words, **options):
        mark = self.folder / "ran"
        done = self.joules(*words, "touch", mark, **options)
        self.assertEqual(done.returncode, 125, words)
        self.assertIn(b"two outputs", done.stderr)
        self.assertFalse(mark.exists())

    def test_two_outputs_to_one_file_are_refused_before_the_start(self):
        out = self.folder / "out"
        (self.folder / "link").symlink_to("out")
        for name in (out, self.folder / "." / "out", self.folder / "link"):
            self.assert_refused("-o", out, "--export", f"csv={name}")
            self.assert_refused("-a", "-o", out, "--export", f"csv={name}")
            self.assert_refused("--export", f"json={name}", "--export", f"csv={out}")
        out.write_text("history\n")
        self.assert_refused("-a", "-o", out, "--export", f"csv={out}")
        self.assert_refused("-o", out, "--github", env=dict(os.environ, GITHUB_STEP_SUMMARY=str(out)))
        self.assertEqual(out.read_text(), "history\n")

    def test_the_archive_of_doctor_is_one_of_them(self):
        out = self.folder / "out"
        done = self.joules("--doctor", "--save", out, "-o", out)
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"two outputs", done.stderr)
        self.assertFalse(out.exists())

    def test_standard_output_is_a_file_too(self):
        out = self.folder / "out"
        for words in ("-o /dev/stdout --export csv=-", f"-o - --export csv={out}"):
            done = program.run("sh", "-c", f"{JOULES} {words} true > {out}")
            self.assertEqual(done.returncode, 125, words)
            self.assertIn(b"two outputs", done.stderr)

    def test_what_is_read_is_not_replaced(self):
        report, recording = self.folder / "report.json", self.folder / "run.rec"
        self.joules("-o", report, "-j", "--record", recording, "true")
        held = report.read_bytes(), recording.read_bytes()
        for words in (("--merge", report, "-o", report), ("--diff", report, report, "-j", "-o", report),
                      ("--replay", recording, "-o", recording),
                      ("--replay", recording, "--export", f"csv={recording}"),
                      ("--fold", recording, "-a", "-o", recording)):
            done = self.joules(*words)
            self.assertEqual(done.returncode, 125, words)
            self.assertIn(b"is read here", done.stderr)
        self.assertEqual((report.read_bytes(), recording.read_bytes()), held)
        for script in ("--merge {0} >> {0}", "--merge - -o {0} < {0}", "--diff - {0} -o {0} < {0}",
                       "--baseline {0} --on-unavailable estimate -q -j -o {0} true",
                       "--baseline - --on-unavailable estimate --export csv={0} true < {0}",
                       "--fold {1} -o {0} < {0}"):
            done = program.run("sh", "-c", f"{JOULES} " + script.format(report, recording))
            self.assertEqual((done.returncode, report.read_bytes()), (125, held[0]), script)
            self.assertIn(b"is read here", done.stderr)

    def test_who_only_reads_a_file_keeps_the_old_one(self):
        out = self.folder / "out"
        out.write_text("precious\n")
        done = program.run("sh", "-c", f"{JOULES} -f %x -o {out} cat < {out}")
        self.assertEqual((done.stdout, out.read_text()), (b"precious\n", "0\n"))

    def test_what_takes_one_after_the_other_may_be_given_twice(self):
        done = self.joules("-f", "%x", "-o", "-", "--export", "csv=-", "true")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue(done.stdout.startswith(b"0\ncommand,run,"))
        for file in ("/dev/null", "/dev/stdout"):
            done = self.joules("-o", file, "--export", f"csv={file}", "true")
            self.assertEqual(done.returncode, 0, done.stderr)
        out = self.folder / "out"
        words = f"-f %x -o {out} --export csv=/dev/stdout"
        program.run("sh", "-c", f"{JOULES} {words} echo precious > {out}")
        self.assertTrue(out.read_text().startswith("precious\n0\ncommand,run,"))
        log = self.folder / "log"
        done = self.joules("-a", "-o", log, "--github", "true",
                           env=dict(os.environ, GITHUB_STEP_SUMMARY=str(log)))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("joules: true", log.read_text())
        self.assertIn("| `true` |", log.read_text())

    def test_a_dash_is_standard_output(self):
        done = self.joules("-j", "-o", "-", "true", cwd=self.folder)
        self.validated(done.stdout)
        self.assertEqual((done.stderr, os.listdir(self.folder)), (b"", []))


class Full(Case):
    """No room for the report: what was there stays, and the report is on standard error."""

    @AS_ROOT
    def test_a_full_disk_keeps_the_old_report(self):
        # A file system of its own, in a mount namespace: the machine's stay as they are.
        old = "an older report, of less than a page\n"
        (self.folder / "old").write_text(old)
        for mode in ("700", "777"):
            script = (f"mount -t tmpfs -o size=64k,mode={mode} none {self.folder}/disk && "
                      f"cp {self.folder}/old {self.folder}/disk/report && "
                      f"(cat /dev/zero > {self.folder}/disk/filler; "
                      f"truncate -s -1 {self.folder}/disk/filler; true) 2>/dev/null; "
                      f"{JOULES} -j -o {self.folder}/disk/report true {'x' * 9000}; echo $?; "
                      f"cmp {self.folder}/old {self.folder}/disk/report && ls -A {self.folder}/disk")
            (self.folder / "disk").mkdir(exist_ok=True)
            done = program.run("unshare", "-m", "sh", "-c", script)
            self.assertEqual(done.stdout, b"125\nfiller\nreport\n", (mode, done.stderr))
            self.assertIn(b"No space left on device; here it is instead", done.stderr)
            self.assertIn(b'"schema_version": 1', done.stderr)

    def test_a_limit_on_file_sizes_keeps_the_old_report(self):
        for directory, options in ((0o700, "-j"), (0o777, "-j"), (0o700, "-j -a")):
            report = self.folder / "report"
            report.write_text("an old report\n")
            self.folder.chmod(directory)
            done = program.run("bash", "-c", f"ulimit -f 1; exec {JOULES} {options} -o {report} true")
            self.assertEqual(done.returncode, 125, done.stderr)
            self.assertIn(b"File too large", done.stderr)
            self.assertEqual(report.read_text(), "an old report\n")


@AS_ROOT
class Sticky(Case):
    """Root writes into a directory of everybody: beside what the shell does with the same."""

    OPTIONS = (("-o", "{}"), ("-a", "-o", "{}"), ("--export", "csv={}"))

    def setUp(self):
        super().setUp()
        self.folder.chmod(0o755)
        (self.folder / "precious").write_text("precious\n")

    @contextlib.contextmanager
    def protected(self, **values):
        """fs.protected_* as they are to be, where they may be set. They are the machine's: one test
        at a time, and afterwards as they were."""
        with open(SYSCTL / "protected_symlinks", encoding="ascii") as lock, contextlib.ExitStack() as stack:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for name, value in values.items():
                file = SYSCTL / f"protected_{name}"
                before = file.read_text()
                try:
                    file.write_text(f"{value}\n")
                except OSError as error:
                    self.skipTest(f"fs.protected_{name} may not be set here: {error.strerror}")
                stack.callback(file.write_text, before)
            yield

    def directory(self, make):
        """A sticky one, in which a stranger has made something of the name "report"."""
        place = pathlib.Path(tempfile.mkdtemp(dir=self.folder))
        place.chmod(0o1777)
        done = as_stranger("sh", "-c", make, cwd=place)
        self.assertEqual(done.returncode, 0, done.stderr)
        return place

    def compare_with_shell(self, make):
        """The same refusal, or the same file written, with the same owner and mode; in the end the
        directory holds the same. Returns whether both refused."""
        refusals = {self.is_refused_as_by_shell(make, options) for options in self.OPTIONS}
        self.assertEqual(len(refusals), 1)
        return refusals.pop()

    def is_refused_as_by_shell(self, make, options):
        by_shell, by_us = self.directory(make), self.directory(make)
        sign = ">>" if "-a" in options else ">"
        shell = program.run("sh", "-c", f"echo x {sign} {by_shell}/report")
        precious_of_shell = self.take_precious()
        mark = by_us.with_suffix(".ran")
        done = self.joules(*(word.format(by_us / "report") for word in options), "touch", mark)
        refused = shell.returncode != 0
        self.assertEqual(done.returncode, 125 if refused else 0, (options, done.stderr))
        self.assertEqual(mark.exists(), not refused)
        self.assertEqual(self.take_precious() == b"precious\n", precious_of_shell == b"precious\n")
        self.assertEqual(os.listdir(by_us), os.listdir(by_shell))
        ours, theirs = by_us / "report", by_shell / "report"
        self.assertEqual(ours.is_symlink(), theirs.is_symlink())
        if not refused or not ours.is_symlink():
            self.assertEqual(facts(ours), facts(theirs))
        if not refused and not ours.is_symlink():
            self.assertIn("touch", ours.read_text())
        return refused

    def take_precious(self):
        """What root's file has become; it is as before from here on."""
        file = self.folder / "precious"
        text = file.read_bytes()
        file.write_text("precious\n")
        return text

    def test_another_users_link_is_followed_only_where_the_shell_follows_it(self):
        for value, refused in ((1, True), (0, False)):
            with self.subTest(protected_symlinks=value), self.protected(symlinks=value):
                link = f"ln -s {self.folder}/precious report"
                self.assertEqual(self.compare_with_shell(link), refused)

    def test_another_users_link_to_nothing_makes_a_file_only_where_the_shell_does(self):
        for value, refused in ((1, True), (0, False)):
            with self.subTest(protected_symlinks=value), self.protected(symlinks=value):
                link = f"ln -s {self.folder}/new-{value} report"
                self.assertEqual(self.compare_with_shell(link), refused)
                self.assertEqual((self.folder / f"new-{value}").exists(), not refused)

    def test_another_users_file_is_not_replaced_nor_given_away(self):
        for value, refused in ((2, True), (0, False)):
            for mode in ("644", "4777"):
                with self.subTest(protected_regular=value, mode=mode), self.protected(regular=value):
                    make = f"echo a longer old report than the new one > report; chmod {mode} report"
                    self.assertEqual(self.compare_with_shell(make), refused)

    def test_another_users_fifo(self):
        with self.protected(fifos=2):
            place = self.directory("mkfifo report")
            done = self.joules("-o", place / "report", "true")
            self.assertEqual(done.returncode, 125)
            self.assertIn(b"Permission denied", done.stderr)

    def test_a_new_file_and_one_of_our_own(self):
        self.assertFalse(self.compare_with_shell("true"))
        report = self.directory("true") / "report"
        report.write_text("old\n")
        report.chmod(0o600)
        self.assertEqual(self.joules("-o", report, "true").returncode, 0)
        self.assertEqual(facts(report), (0, 0, 0o600))
        self.assertTrue(report.read_text().startswith("joules: true"))

    def test_the_archive_of_doctor_follows_none_either(self):
        with self.protected(symlinks=1):
            place = self.directory(f"ln -s {self.folder}/precious report")
            self.assertEqual(self.joules("--doctor", "--save", place / "report").returncode, 125)
            self.assertEqual(self.take_precious(), b"precious\n")

    def test_a_users_file_in_a_directory_of_root_stays_the_users(self):
        report = self.folder / "report"
        report.write_text("a longer old report than the new one\n" * 99)
        os.chown(report, STRANGER, STRANGER)
        self.assertEqual(self.joules("-o", report, "true").returncode, 0)
        self.assertEqual(facts(report), (STRANGER, STRANGER, 0o644))
        self.assertTrue(report.read_text().startswith("joules: true"))
        self.assertNotIn("old", report.read_text())

    def test_a_users_own_file_stays_the_users(self):
        home = self.folder / "home"
        home.mkdir()
        os.chown(home, STRANGER, STRANGER)
        as_stranger("sh", "-c", "echo old > report; chmod 640 report", cwd=home)
        self.assertEqual(self.joules("-o", home / "report", "true").returncode, 0)
        self.assertEqual(facts(home / "report"), (STRANGER, STRANGER, 0o640))


if __name__ == "__main__":
    unittest.main()
