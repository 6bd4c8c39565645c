# SPDX-License-Identifier: Apache-2.0
"""Limits: their verdicts, and with which status we leave."""
import json
import unittest

from program import Case, JOULES, SIMULATOR, WORKLOAD, run

ESTIMATE = ("--on-unavailable", "estimate")


class Limits(Case):
    def gate(self, *words, status):
        document = self.simulated(*words, status=status)
        return document["gates"][0]

    def test_a_budget_that_is_kept_or_exceeded(self):
        # 50 W for 0.2 s: 10 J, of which the tree has a part.
        kept = self.gate("--scope", "host", "-b", "100J", "sleep", "0.2", status=0)
        self.assertEqual((kept["verdict"], kept["rule"]), ("pass", "point"))
        exceeded = self.gate("--scope", "host", "-b", "1J", "sleep", "0.2", status=122)
        self.assertEqual((exceeded["kind"], exceeded["metric"]), ("budget", "energy_host_joules"))
        self.assertEqual((exceeded["verdict"], exceeded["limit"]), ("fail", 1))
        self.assertGreater(exceeded["value"], 5)
        self.gate("--scope", "host", "-b", "1J", "--gate-exit-code", "9", "sleep", "0.2", status=9)

    def test_a_power_limit(self):
        self.assertEqual(self.gate("--scope", "host", "--max-power", "1kW", "sleep", "0.2",
                                   status=0)["verdict"], "pass")
        self.assertEqual(self.gate("--scope", "host", "--max-power", "5W", "sleep", "0.2",
                                   status=122)["metric"], "power_host_mean_watts")

    def test_of_one_run_a_limit_inside_its_uncertainty_is_unsure(self):
        seen = set()
        for limit in ("0.01J", "1J", "2J", "3J", "1kJ"):
            document = self.simulated("--budget", limit, "--strict", WORKLOAD, "burn", "0.05",
                                      status=None)
            gate, = document["gates"]
            self.assertEqual(gate["rule"], "point")
            low, high = gate["bound_low"], gate["bound_high"]
            self.assertLess(low, gate["value"])
            self.assertGreater(high, gate["value"])
            self.assertEqual(gate["verdict"], "fail" if low > gate["limit"] else
                             "pass" if high <= gate["limit"] else "inconclusive")
            self.assertEqual(document["status"],
                             {"fail": 122, "pass": 0, "inconclusive": 121}[gate["verdict"]])
            seen.add(gate["verdict"])
        self.assertLessEqual({"pass", "fail"}, seen)

    def test_between_two_runs_and_more_only_a_bound_decides(self):
        # Every other run sleeps longer: the mean is known badly, and the limit is in between.
        script = "case $JOULES_RUN in *[13579]) sleep 0.3;; *) sleep 0.1;; esac"
        words = ("--scope", "host", "-b", "10J", "-r", "6", "sh", "-c", script)
        unsure = self.gate(*words, status=0)
        self.assertEqual((unsure["verdict"], unsure["rule"]), ("inconclusive", "confident"))
        self.assertLess(unsure["bound_low"], 10)
        self.gate("--strict", *words, status=121)
        self.assertEqual(self.gate("--scope", "host", "-b", "3J", "-r", "6", "sh", "-c", script,
                                   status=122)["rule"], "confident")

    def test_the_commands_failure_wins_over_a_limit(self):
        gate = self.gate("-b", "1uJ", "sh", "-c", "exit 5", status=5)
        self.assertEqual(gate["verdict"], "skipped")

    def test_a_sensor_that_goes_away_does_not_let_a_limit_pass(self):
        document = self.simulated("--scope", "host", "-b", "100kJ", "sleep", "3",
                                  faults=("intel-rapl:0@2=delete",))
        self.assertEqual(document["gates"][0]["verdict"], "inconclusive")

    def test_without_a_sensor_a_limit_fails_before_the_command_starts(self):
        done = self.joules("--powercap-root", self.folder, "-b", "12J", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"--on-unavailable", done.stderr)

    def test_without_a_sensor_it_can_be_skipped_or_held_against_the_estimate(self):
        root = ("--powercap-root", self.folder)
        done = self.joules(*root, "-b", "1uJ", "--on-unavailable", "skip", "true")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"joules: SKIPPED energy budget 1 uJ: not measured", done.stderr)
        done = self.joules(*root, "-b", "1uJ", *ESTIMATE, "true")
        self.assertEqual(done.returncode, 122)
        self.assertRegex(done.stderr.splitlines()[-1], rb"FAIL .* estimated ")

    def test_the_verdict_is_the_last_line_and_never_only_in_a_file(self):
        zone = ("--zone", "watts=50")
        words = ("--powercap-root", self.folder / "zones", "--scope", "host", "-b", "1J")
        done = run(SIMULATOR, *zone, self.folder / "zones", "--", JOULES, *words, "-q", "sleep", "0.1")
        self.assertEqual(done.returncode, 122)
        self.assertIn(b"energy, host", done.stderr)  # all is not well: the report is not kept back
        self.assertRegex(done.stderr.splitlines()[-1], rb"^joules: FAIL    host energy budget 1 J exc")
        report = self.folder / "report.json"
        words = ("--powercap-root", self.folder / "more", "--scope", "host", "-b", "1J")
        done = run(SIMULATOR, *zone, self.folder / "more", "--", JOULES, *words, "-j", "-o", report,
                   "sleep", "0.1")
        self.assertRegex(done.stderr, rb"^joules: FAIL    host energy")
        self.assertEqual(json.loads(report.read_text())["gates"][0]["verdict"], "fail")

    def test_an_unsure_verdict_is_said_though_the_report_is_in_a_file(self):
        root, report = self.folder / "zones", self.folder / "report"
        # Long after joules has started, however slow the machine is.
        done = run(SIMULATOR, "--zone", "watts=50", "--fault", "intel-rapl:0@2=delete", root, "--", JOULES,
                   "--powercap-root", root, "--scope", "host", "-b", "100kJ", "-o", report, "sleep", "3")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stderr, rb"^joules: UNSURE  ?host energy budget 100 kJ")
        self.assertIn("UNSURE", report.read_text())

    def test_what_cannot_be_meant_is_refused(self):
        for words, part in ((("-b", "12"), None), (("-b", "-3J"), b"--budget -3J"),
                            (("-b", "12j"), b"--budget 12j"), (("-b", "nan"), b"--budget nan"),
                            (("-r", "2.5"), b"--runs 2.5"), (("-r", "0"), b"--runs 0"),
                            (("--gate", "confident"), b"at least two runs"),
                            (("--ok-codes", "0,,3"), b"--ok-codes 0,,3"),
                            (("--gate-exit-code", "0"), b"--gate-exit-code 0")):
            done = self.joules(*words, *ESTIMATE, "true")
            if part is None:
                self.assertEqual(done.returncode, 0, done.stderr)
            else:
                self.assertEqual((done.returncode, part in done.stderr), (125, True), done.stderr)


if __name__ == "__main__":
    unittest.main()
