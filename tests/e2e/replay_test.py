# SPDX-License-Identifier: Apache-2.0
"""--record keeps all that runs left behind; --replay reports on it again, and runs nothing."""
import json
import os
import unittest

from program import Case, the_run

# A tree with a child, short enough for a test and long enough for some samples.
BUSY = ("sh", "-c", "for i in 1 2 3 4 5 6; do sh -c 'n=0; while [ $n -lt 9000 ]; do n=$((n+1)); done'; done")


class Replay(Case):
    def setUp(self):
        super().setUp()
        self.recording = self.folder / "r.json"

    def replayed(self, *words, status=0):
        done = self.joules("--replay", self.recording, *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout

    def recorded(self, *words, status=0, **options):
        """The live report, with --record."""
        document = self.simulated("--record", self.recording, *words, status=status, **options)
        self.validated(self.recording.read_text(), "recording")
        for key in ("truth", "status"):
            del document[key]
        return document

    def assert_same(self, *words, status=0, **options):
        live = self.recorded(*words, status=status, **options)
        replay = self.validated(self.replayed("-j"))
        self.assertTrue(replay.pop("replayed"))
        self.assertEqual(replay, live)
        return live


class TheSameReport(Replay):
    def test_of_one_run(self):
        live = self.assert_same(*BUSY)
        self.assertGreater(the_run(live)["samples"], 2)

    def test_of_one_run_by_process(self):
        live = self.assert_same("--by-process", *BUSY)
        self.assertGreaterEqual(len(the_run(live)["by_process"]), 7)

    def test_of_several_runs(self):
        live = self.assert_same("-r", "3", *BUSY)
        self.assertEqual(len(live["commands"][0]["runs"]), 3)

    def test_of_a_comparison(self):
        live = self.assert_same("--compare", "-r", "3", "-w", "0", "true", "sleep 0.05")
        self.assertTrue(live["comparisons"])

    def test_of_a_run_that_failed(self):
        self.assert_same("sh", "-c", "exit 3", status=3)

    def test_of_several_runs_one_of_which_failed(self):
        self.assert_same("-r", "3", "sh", "-c", "[ $JOULES_RUN -lt 2 ]", status=1)

    def test_of_an_idle_power_that_was_measured(self):
        self.assert_same("--policy", "marginal", "--idle-power", "2", *BUSY)

    def test_of_words_that_are_no_text(self):
        live = self.assert_same("sh", "-c", "true", os.fsdecode(b"\xff\x1b"))
        self.assertTrue(live["commands"][0]["argv_lossy"])

    def test_of_two_packages(self):
        self.assert_same(*BUSY, zones=("name=package-0,watts=50", "id=intel-rapl:1,name=package-1,watts=20"))

    def test_of_an_estimate(self):
        done = self.joules("--sensor", "estimate", "--record", self.recording, "-j", *BUSY)
        replay = json.loads(self.replayed("-j"))
        self.assertTrue(replay.pop("replayed"))
        self.assertEqual(replay, json.loads(done.stderr))

    def test_as_text(self):
        for words in ((), ("-v",), ("--unit", "mJ"), ("-r", "3"), ("--budget", "1kJ"), ("--by-command",)):
            text = self.folder / "live.txt"
            done = self.joules("--sensor", "estimate", "--on-unavailable", "estimate", "--record",
                               self.recording, "-o", text, *words, *BUSY)
            self.assertEqual(done.returncode, 0, done.stderr)
            again = [word for word in words if word not in ("-r", "3")]
            self.assertEqual(self.replayed("--on-unavailable", "estimate", *again), text.read_bytes())

    def test_of_a_format(self):
        done = self.joules("-f", "%j %e %x", "--record", self.recording, *BUSY)
        self.assertEqual(self.replayed("-f", "%j %e %x"), done.stderr)


class AnotherQuestion(Replay):
    def test_of_another_policy(self):
        live = the_run(self.recorded(*BUSY))
        again = json.loads(self.replayed("-j", "--policy", "capacity"))
        self.assertEqual(again["method"]["policy"], "capacity")
        self.assertEqual(the_run(again)["energy_tree_joules"],
                         live["energy_tree_by_capacity_joules"])

    def test_a_gate_is_the_status(self):
        self.recorded(*BUSY)
        self.replayed("--budget", "1kJ")
        # On a loaded machine the limit may lie within the +- of so short a run.
        done = self.joules("--replay", self.recording, "--budget", "1mJ", "--strict")
        verdict = b"UNSURE" if done.returncode == 121 else b"FAIL"
        self.assertIn(done.returncode, (121, 122))
        self.assertIn(b"joules: " + verdict, done.stdout)

    def test_how_the_command_ended_is_not(self):
        self.recorded("sh", "-c", "exit 3", status=3)
        self.assertIn(b"exit                       3", self.replayed())

    def test_an_export(self):
        self.recorded(*BUSY)
        self.replayed("--export", f"csv={self.folder}/runs.csv")
        self.assertEqual(len((self.folder / "runs.csv").read_text().splitlines()), 2)

    def test_a_gate_of_an_estimate_is_refused(self):
        self.joules("--sensor", "estimate", "--record", self.recording, "true")
        done = self.joules("--replay", self.recording, "--budget", "1J")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"a gate needs a measurement", done.stderr)

    def test_the_idle_power_that_was_measured_is_kept(self):
        self.recorded("--policy", "marginal", "--idle-power", "2", *BUSY)
        marginal = ("--policy", "marginal", "--idle-power")
        self.assertEqual(self.replayed(*marginal, "measure"), self.replayed(*marginal, "2"))
        self.assertEqual(self.replayed("--policy", "marginal"), self.replayed(*marginal, "2"))
        self.assertEqual(self.replayed("--idle-power", "3"), self.replayed(*marginal, "3"))
        self.assertNotEqual(self.replayed(*marginal, "30"), self.replayed(*marginal, "2"))


    def test_a_report_that_cannot_be_written_is_not_shown_instead(self):
        # The recording is still there: nothing is lost.
        self.recorded("true")
        done = self.joules("--replay", self.recording, "-o", "/dev/full")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertRegex(done.stderr, rb"^joules: the report was not written: [^\n]*No space left[^;\n]*\n$")


class Refused(Replay):
    def assert_refused(self, told, *words):
        done = self.joules(*words)
        self.assertEqual((done.returncode, done.stdout), (125, b""), done.stderr)
        self.assertIn(told, done.stderr)
        self.assertEqual(done.stderr.count(b"\n"), 1)

    def test_what_was_not_recorded(self):
        self.recorded("true")
        replay = ("--replay", self.recording)
        for option in ("--by-command", "--by-process"):
            self.assert_refused(f"{option}: was not recorded".encode(), *replay, option)
        self.assert_refused(b"--record: has no meaning for --replay, which reports on runs as they were "
                            b"recorded", "--record", self.recording, *replay)
        self.assert_refused(b"recorded without an idle power", *replay, "--policy", "marginal",
                            "--idle-power", "measure")

    def test_a_part_that_no_run_has(self):
        self.recorded("true")
        for scope in ("phase:solve", "of:web"):
            self.assert_refused(f"--scope {scope}: no run that was recorded has it".encode(),
                                "--replay", self.recording, "--scope", scope)

    def test_a_part_whose_energy_is_not_known_is_there(self):
        self.recorded("--marks", "sh", "-c", "echo begin solve >&$JOULES_MARKS_FD; echo work 5 steps >&"
                      "$JOULES_MARKS_FD; sleep 0.1; echo end solve >&$JOULES_MARKS_FD")
        words = ("--policy", "marginal", "--idle-power", "1e6", "--scope", "phase:solve", "-b", "1J/steps")
        done = self.joules("--replay", self.recording, *words)
        self.assertIn(b"nine tenths of its idle power", done.stdout)
        self.assertIn(b"UNSURE  energy budget of phase solve, 1 J/steps: not measured in every run\n",
                      done.stdout)

    def test_a_failed_command_passes_no_gate(self):
        self.recorded("sh", "-c", "exit 9", status=9)
        for limit in ("1uJ", "1kJ"):
            done = self.joules("--replay", self.recording, "-b", limit)
            self.assertEqual(done.returncode, 0)
            self.assertIn(b"SKIPPED energy budget", done.stdout)

    def test_what_the_recorded_runs_cannot_answer(self):
        self.recorded("true")
        for words in (("--max-regression", "3"), ("--gate", "confident", "-b", "1J"), ("-b", "5J/request")):
            self.assert_refused(words[0].replace("-b", "--budget").encode(), "--replay", self.recording, *words)
        self.recorded("--by-process", "-r", "2", "true")
        self.assert_refused(b"--by-process: of several runs", "--replay", self.recording, "--by-process")
        baseline = self.folder / "baseline.json"
        baseline.write_text(json.dumps(self.simulated("-r", "6", "true")))
        self.recorded("--compare", "-r", "2", "true", "true")
        for words in (("-f", "%j"), ("--baseline", baseline)):
            self.assert_refused(b"--compare", "--replay", self.recording, *words)

    def test_what_only_a_new_run_could_do(self):
        self.recorded("true")
        for told, *words in ((b"--runs", "-r", "3"), (b"--gpu", "--gpu"), (b"--name", "-n", "x"),
                             (b"--sensor", "--sensor", "perf"), (b"--prepare", "--prepare", "true"),
                             (b"--record", "--record", "y"), (b"--merge", "--merge"),
                             (b"--replay runs no command", "true")):
            self.assert_refused(told, "--replay", self.recording, *words)

    def test_what_is_no_recording(self):
        other = self.folder / "other.json"
        self.joules("-j", "-o", other, "true")
        self.assert_refused(b"is no recording of joules", "--replay", other)
        self.assert_refused(b"No such file", "--replay", self.folder / "none")
        self.recorded("true")
        document = json.loads(self.recording.read_text())
        document["experiment"]["commands"][0]["runs"][0]["recording"]["samples"].pop()
        other.write_text(json.dumps(document))
        self.assert_refused(b"a counter has not one reading for each sample", "--replay", other)

    def test_a_place_that_cannot_be_written_before_the_command_starts(self):
        started = self.folder / "started"
        self.assert_refused(b"No such file", "--record", self.folder / "no/r.json", "touch", started)
        self.assertFalse(os.path.exists(started))

    def test_a_place_that_the_report_goes_to(self):
        self.assert_refused(b"r.json", "--record", self.recording, "-o", self.recording, "true")


class Private(Replay):
    def test_arguments_stay_out_of_a_recording(self):
        self.recorded("--no-argv", "--by-process", "sh", "-c", "true secret")
        self.assertNotIn("secret", self.recording.read_text())


if __name__ == "__main__":
    unittest.main()
