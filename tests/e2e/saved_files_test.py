# SPDX-License-Identifier: Apache-2.0
"""Saved reports come from pipes, too, and may be no reports at all, or never end."""
import gzip
import json
import os
import unittest

import program
from program import Case, JOULES

# Bytes that joules may have; what it reads must fit, and what does not is refused before.
ROOM = 400_000  # KiB, as ulimit -v counts
ESTIMATE = "--on-unavailable estimate"


class Saved(Case):
    def setUp(self):
        super().setUp()
        self.report = self.folder / "b.json"
        self.joules("-j", "-o", self.report, "true")

    def shell(self, script, **options):
        return program.run("bash", "-c", script, cwd=self.folder, **options)


class Pipes(Saved):
    def test_a_report_out_of_a_process_substitution(self):
        done = self.shell(f"{JOULES} -j --diff <(cat b.json) <(cat b.json)")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.validated(done.stdout, "diff")

    def test_a_baseline_on_standard_input(self):
        for name in ("/dev/stdin", "-"):
            done = self.shell(f"cat b.json | {JOULES} --baseline {name} --max-regression 1000000 "
                              f"{ESTIMATE} true")
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(b"against", done.stderr)

    def test_a_dash_is_standard_input(self):
        self.joules("--record", self.folder / "run.rec", "true")
        for words in ("--merge - < b.json", "--diff - b.json < b.json", "--replay - < run.rec"):
            done = self.shell(f"{JOULES} {words}")
            self.assertEqual((done.returncode, done.stderr), (0, b""), words)
            self.assertIn(b"joules: ", done.stdout)
        done = self.shell(f"{JOULES} --merge -j b.json | {JOULES} --merge -")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"--merge -: holds no run, as what --merge,", done.stderr)

    def test_reports_out_of_a_compressed_file(self):
        document = json.loads(self.report.read_text())
        with gzip.open(self.folder / "all.gz", "wt") as file:
            for index in range(3000):
                document["host"]["hostname"] = document["host"]["boot_id"] = f"node{index}"
                file.write(json.dumps(document) + "\n")
        done = self.shell(f"{JOULES} -j --merge <(zcat all.gz)")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        total, = self.validated(done.stdout, "merge")["totals"]
        self.assertEqual(total["runs"], 3000)

    def test_a_fifo_is_waited_for(self):
        done = self.shell(f"mkfifo f; (sleep 0.2; cat b.json > f) & {JOULES} --diff f b.json; wait")
        self.assertEqual(done.returncode, 0, done.stderr)


class Endless(Saved):
    def assert_refused(self, words, told):
        limit = "" if program.SANITIZED else f"ulimit -v {ROOM}; "
        done = self.shell(f"{limit}{JOULES} {words}")
        self.assertEqual((done.returncode, done.stdout), (125, b""), (words, done.stderr[:400]))
        self.assertIn(told, done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_what_never_ends_is_refused_at_its_beginning(self):
        for file in ("/dev/zero", "<(yes ']')", "<(yes '')", "<(yes)"):
            for words in (f"--merge {file}", f"--diff {file} b.json", f"--diff b.json {file}",
                          f"--baseline {file} {ESTIMATE} true"):
                self.assert_refused(words, b"is no report of joules")

    def test_what_begins_like_a_report_is_refused_at_a_size_that_none_has(self):
        with open(self.folder / "large.json", "w", encoding="ascii") as file:
            file.write("{")
            file.truncate(600 << 20)  # with a hole, which takes no room
        for words in ("--diff large.json b.json", "--diff b.json <(cat large.json)",
                      f"--baseline large.json {ESTIMATE} true"):
            self.assert_refused(words, b"is larger than the 128 MiB that are read")
        self.assert_refused("--merge large.json", b"is larger than the 512 MiB that are read")

    def test_a_byte_of_zero_is_no_end(self):
        report = (self.folder / "b.json").read_bytes().replace(b"\n", b"")
        for rest in (b"\0", b"\0" + report, b"\0garbage"):
            (self.folder / "zero.json").write_bytes(report + rest + b"\n")
            for words in (("--diff", "zero.json", "b.json"), ("--merge", "zero.json")):
                done = self.joules(*words, cwd=self.folder)
                self.assertEqual((done.returncode, done.stdout), (125, b""), (rest, words))

    def test_what_is_no_file(self):
        self.assert_refused("--diff . b.json", b"--diff .: Is a directory")
        (self.folder / "loop").symlink_to("loop")
        self.assert_refused("--diff loop b.json", b"--diff loop: Too many levels of symbolic links")
        self.assert_refused("--merge $'no\\e[31m such'", rb"--merge $'no\x1b[31m such': No such file")


@unittest.skipIf(program.SANITIZED, "measures memory, and sanitizers take their own")
class Memory(Saved):
    def peak_of(self, *words):
        """Bytes that joules had at most."""
        script = ("import os,resource,subprocess,sys\n"
                  "done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
                  "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
        done = program.run("python3", "-c", script, JOULES, *words, cwd=self.folder)
        status, kibibytes = done.stdout.split()
        self.assertEqual(status, b"0", done.stderr)
        return int(kibibytes) << 10

    def test_a_merge_needs_about_twice_its_files_size(self):
        document = json.loads(self.report.read_text())
        run = document["commands"][0]["runs"][0]
        begin, end = run["started_monotonic_seconds"], run["ended_monotonic_seconds"]
        runs = [dict(run, index=index, started_monotonic_seconds=begin + index,
                     ended_monotonic_seconds=end + index) for index in range(20_000)]
        for name, indent in (("one.json", 2), ("dense.json", None)):
            document["commands"][0]["runs"] = runs
            (self.folder / name).write_text(json.dumps(document, indent=indent) + "\n")
        with open(self.folder / "lines.jsonl", "w", encoding="ascii") as lines:
            for one in runs:
                document["commands"][0]["runs"] = [one]
                lines.write(json.dumps(document) + "\n")
        for name in ("one.json", "dense.json", "lines.jsonl"):
            size = (self.folder / name).stat().st_size
            self.assertGreater(size, 10 << 20)
            self.assertLess(self.peak_of("--merge", name), 2.2 * size + (8 << 20), name)

    def test_a_ledger_is_passed_over(self):
        document = json.loads(self.report.read_text())
        run = document["commands"][0]["runs"][0]
        run["by_process"] = [{"pid": pid, "parent": 1, "argv": ["cc", "-c", "x.c"]}
                             for pid in range(400_000)]
        self.report.write_text(json.dumps(document))
        size = self.report.stat().st_size
        self.assertLess(self.peak_of("--diff", "b.json", "b.json"), 1.5 * size + (8 << 20))


if __name__ == "__main__":
    unittest.main()
