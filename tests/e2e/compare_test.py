# SPDX-License-Identifier: Apache-2.0
"""Commands compared with one another, and with saved reports."""
import json
import unittest

from program import Case, JOULES, SIMULATOR, WORKLOAD, run

ESTIMATE = ("--on-unavailable", "estimate")


class Comparing(Case):
    def compared(self, *words):
        document = self.simulated("--compare", *words)
        by_metric = {each["metric"]: each for each in document["comparisons"]}
        return document, by_metric["energy_tree_joules"]

    def test_a_command_that_burns_twice_as_much(self):
        document, energy = self.compared("-r", "8", "-n", "old", "-n", "new", "--seed", "7",
                                         f"{WORKLOAD} burn 0.1", f"{WORKLOAD} burn 0.2")
        self.assertEqual((energy["reference"], energy["candidate"]), ("old", "new"))
        self.assertEqual((energy["verdict"], energy["test"]), ("higher", "sign_flip_exact"))
        self.assertLess(energy["p_value"], 0.05)
        # What others do meanwhile moves the share of either.
        self.assertGreater(energy["ratio"], 1.2)
        self.assertLess(energy["ratio"], 5)
        self.assertEqual(len(document["comparisons"]), 5)
        self.assertEqual((document["plan"]["seed"], document["plan"]["order"]), (7, "pairs"))
        self.assertEqual([len(command["runs"]) for command in document["commands"]], [8, 8])

    def test_a_command_beside_itself(self):
        _, energy = self.compared("-r", "8", f"{WORKLOAD} burn 0.1", f"{WORKLOAD} burn 0.1")
        self.assertLess(0.5, energy["ratio"])
        self.assertLess(energy["ratio"], 2)

    def test_pairs_run_in_the_order_of_the_seed(self):
        def order(*words):
            done = self.joules("-q", "--compare", "-w", "0", "-r", "20", *words, "echo A", "echo B")
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout.decode().replace("\n", "")

        first = order("--seed", "1")
        self.assertEqual(first, order("--seed", "1"))
        self.assertNotEqual(first, order("--seed", "2"))
        self.assertEqual({first[i:i + 2] for i in range(0, 40, 2)}, {"AB", "BA"})
        self.assertEqual(order("--order", "abba"), "ABBA" * 10)
        self.assertEqual(order("--order", "blocked"), "A" * 20 + "B" * 20)

    def test_the_report_fits_a_terminal_and_ends_in_a_sentence(self):
        done = self.joules("--compare", "-r", "2", "-w", "0", "true", "sh -c 'exit 0'")
        lines = done.stderr.decode().splitlines()
        self.assertRegex(lines[0], r"^joules: 2 pairs, random order \(seed \d+\)$")
        self.assertEqual(lines[1:3], ["  A  true", "  B  sh -c 'exit 0'"])
        self.assertLessEqual(max(map(len, lines[:9])), 80)
        self.assertTrue(any(line.startswith("  result ") for line in lines))

    def test_a_shell_only_where_it_is_asked_for(self):
        done = self.joules("--compare", "true", "echo a | cat")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"--shell", done.stderr)
        done = self.joules("-q", "--compare", "-r", "1", "-w", "0", "--shell", "--order", "blocked",
                           "echo a | cat", "echo $((1 + 1))")
        self.assertEqual((done.returncode, done.stdout), (0, b"a\n2\n"))

    def test_what_cannot_be_compared_is_refused(self):
        for words in (("--compare", "true"), ("--compare",), ("--order", "abba", "true"),
                      ("--shell", "true"), ("--compare", "-f", "%j", "true", "true"),
                      ("--compare", "-n", "a", "-n", "b", "-n", "c", "true", "true"),
                      ("-n", "a", "-n", "b", "true")):
            self.assertEqual(self.joules(*words).returncode, 125, words)

    def test_a_warm_up_that_fails_is_reported_under_its_own_name(self):
        done = self.joules("--compare", "-n", "good", "-n", "bad", "true", "false")
        self.assertEqual(done.returncode, 1)
        self.assertTrue(done.stderr.startswith(b"joules: bad: false\n"), done.stderr)

    def test_a_command_that_fails_ends_the_comparison(self):
        done = self.joules("--compare", "-r", "4", "-w", "0", "--order", "abba", "-n", "a", "-n", "b",
                           "true", "sh -c 'test $JOULES_RUN != 2 || exit 6'")
        self.assertEqual(done.returncode, 6)
        self.assertIn(b"2 pairs of 4", done.stderr)
        self.assertIn(b"run 3 of 4 of b failed", done.stderr)


class Baselines(Case):
    """Runs of 0.3 s, beside which what takes 1.5 s is far beyond any scatter of a loaded machine."""

    document = None

    def setUp(self):
        super().setUp()
        if Baselines.document is None:
            Baselines.document = self.simulated("-r", "6", "sleep", "0.3")
            Baselines.document.pop("truth")
        self.baseline = self.saved("baseline.json", 6)

    def gate(self, *words, status):
        document = self.simulated("--scope", "host", *words, status=status)
        return document, document["gates"][0]

    def test_the_same_is_no_regression_and_five_times_as_much_is(self):
        words = ("--baseline", self.baseline, "--max-regression", "200", "-r", "6", "sleep")
        document, gate = self.gate(*words, "0.3", status=0)
        self.assertEqual((gate["kind"], gate["verdict"], gate["limit"]), ("regression", "pass", 200))
        host = [each for each in document["comparisons"] if each["metric"] == "energy_host_joules"][0]
        self.assertEqual((host["reference"], host["test"]), (str(self.baseline), "welch_t"))
        self.assertEqual((host["n_reference"], host["n_candidate"]), (6, 6))
        _, gate = self.gate(*words, "1.5", status=122)
        self.assertEqual((gate["verdict"], gate["rule"]), ("fail", "confident"))
        self.assertGreater(gate["value"], 200)

    def test_with_compare_the_first_command_is_the_baseline(self):
        words = ("--compare", "--max-regression", "200", "-r", "6", "-w", "0", "-n", "a", "-n", "b")
        _, gate = self.gate(*words, "sleep 0.3", "sleep 1.5", status=122)
        self.assertEqual((gate["command"], gate["verdict"]), ("b", "fail"))
        _, gate = self.gate(*words, "sleep 0.3", "sleep 0.3", status=0)
        self.assertEqual(gate["verdict"], "pass")

    def test_a_measured_baseline_is_not_held_against_an_estimate(self):
        done = self.joules("--baseline", self.baseline, *ESTIMATE, "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"its energies are measured, the others estimated", done.stderr)

    def saved(self, name, runs, **changed):
        """The baseline with so many of its runs, each with `changed` figures, in a file of its own."""
        document = json.loads(json.dumps(self.document))
        command = document["commands"][0]
        command["runs"] = [{**run_, **changed} for run_ in command["runs"][:runs]]
        file = self.folder / name
        file.write_text(json.dumps(document))
        return file

    def test_one_new_run_is_judged_by_what_the_saved_ones_scatter(self):
        words = ("--baseline", self.baseline, "--max-regression", "200", "sleep")
        _, gate = self.gate(*words, "1.5", status=122)
        self.assertEqual((gate["verdict"], gate["rule"], gate["n"]), ("fail", "confident", 1))

    def test_fewer_than_five_saved_runs_give_no_verdict_but_the_reason(self):
        few = self.saved("few.json", 4)
        document, gate = self.gate("--baseline", few, "--max-regression", "200", "-r", "6", "sleep",
                                   "0.3", status=0)
        self.assertEqual(gate["verdict"], "inconclusive")
        self.assertIn("4 saved runs do not show", gate["reason"])
        self.gate("--strict", "--baseline", few, "-r", "6", "sleep", "0.3", status=121)

    def test_a_baseline_of_another_command_is_said(self):
        document, _ = self.gate("--baseline", self.baseline, "--max-regression", "300", "sh", "-c",
                                "sleep 0.3", status=0)
        self.assertIn("baseline_other_command", self.codes(document))
        document, _ = self.gate("--baseline", self.baseline, "--max-regression", "300", "sleep", "0.3",
                                status=0)
        self.assertNotIn("baseline_other_command", self.codes(document))

    def test_a_saved_run_of_0_joules_is_a_number(self):
        # The host's, which is steady.
        none = self.saved("none.json", 6, energy_tree_joules=0, power_tree_mean_watts=0,
                          energy_host_joules=0, power_host_mean_watts=0,
                          energy_host_uncertainty_joules=None)
        done = self.joules("--diff", none, none)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertNotIn(b"not known", done.stdout)
        limit = ("--scope", "host", "--max-regression", "5", "--diff", none)
        self.assertEqual(self.joules(*limit, none).returncode, 0)
        some = self.saved("some.json", 6, energy_host_joules=4, power_host_mean_watts=40,
                          energy_host_uncertainty_joules=None, energy_is_lower_bound=False)
        done = self.joules(*limit, some)
        self.assertEqual(done.returncode, 122, done.stderr)
        self.assertIn(b"energy regression limit 5 % exceeded: the reference used 0 J", done.stdout)
        self.validated(self.joules("-j", "--diff", none, some).stdout, "diff")

    def test_what_no_run_can_have_used_is_refused(self):
        for nonsense in (1e308, -3, 1e16):
            bad = self.saved("bad.json", 6, energy_tree_joules=nonsense)
            done = self.joules("--diff", bad, self.baseline)
            self.assertEqual((done.returncode, done.stdout), (125, b""))
            self.assertIn(b"energy_tree_joules of ", done.stderr)
        tiny = self.saved("tiny.json", 6, energy_tree_joules=1e-300)
        done = self.joules("--diff", tiny, self.baseline)
        self.assertEqual(done.returncode, 0)
        self.assertNotIn(b"inf", done.stdout)
        self.assertLessEqual(max(map(len, done.stdout.decode().splitlines()[3:9])), 80)

    def test_another_machine_is_said(self):
        document = json.loads(self.baseline.read_text())
        document["host"]["cpu_model"] = "Another CPU"
        self.baseline.write_text(json.dumps(document))
        document, _ = self.gate("--baseline", self.baseline, "--max-regression", "200", "sleep", "0.3",
                                status=0)
        self.assertIn("baseline_other_host", self.codes(document))

    def test_of_the_same_machine_no_other_is_said_in_text(self):
        root = self.folder / "zones"
        done = run(SIMULATOR, "--zone", "name=package-0,watts=50", root, "--", JOULES, "--powercap-root", root,
                   "--baseline", self.baseline, "--max-regression", "900", "sleep", "0.1")
        self.assertIn(b"energy", done.stderr)
        self.assertNotIn(b"was measured with another", done.stderr)

    def test_a_verdict_of_two_saved_reports_is_said_though_they_are_written_to_a_file(self):
        worse = self.saved("worse.json", 6, energy_host_joules=1000)
        done = self.joules("--diff", "-o", self.folder / "out", self.baseline, worse)
        self.assertEqual((done.returncode, done.stderr), (0, b""))  # without a limit there is none
        for place in (("-o", self.folder / "out"), ("-j",)):
            done = self.joules("--max-regression", "200", "--scope", "host", *place, "--diff",
                               self.baseline, worse)
            self.assertEqual(done.returncode, 122)
            self.assertRegex(done.stderr, rb"^joules: FAIL  ? ? ?host energy regression limit 200 %")

    def test_of_a_saved_comparison_the_command_that_is_meant_is_named(self):
        both = self.folder / "both.json"
        both.write_text(json.dumps(self.simulated("--compare", "-r", "2", "-w", "0", "-n", "old", "-n", "new",
                                                  "true", "true")))
        for words, told in (((), b"holds several commands: give --name one of old, new\n"),
                            (("-n", "no"), b"holds several commands, and none is no: give --name one of")):
            done = self.joules("--diff", *words, both, self.baseline)
            self.assertEqual(done.returncode, 125)
            self.assertIn(told, done.stderr)
        self.assertEqual(self.joules("--diff", "-n", "new", both, self.baseline).returncode, 0)

    def test_two_saved_reports_are_compared_without_running_anything(self):
        more = self.folder / "more.json"
        document = self.simulated("-r", "6", "-n", "new", "sleep", "1.5")
        document.pop("truth")
        more.write_text(json.dumps(document))
        done = self.joules("--diff", self.baseline, more)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[1:3], [f"  A  {self.baseline}, 6 runs: sleep 0.3", f"  B  {more}, 6 runs: new"])
        self.assertLessEqual(max(map(len, lines[3:9])), 80)
        host = next(line for line in lines if line.startswith("  energy, host"))
        self.assertRegex(host, r" \+[2-5]\d\d %")
        done = self.joules("-j", "--diff", self.baseline, more)
        difference = self.validated(done.stdout, "diff")
        self.assertEqual(difference["candidate"]["name"], "new")
        host, = (one for one in difference["comparisons"] if one["metric"] == "energy_host_joules")
        self.assertEqual((host["verdict"], host["candidate"]), ("higher", str(more)))
        limit = ("--scope", "host", "--max-regression", "200")
        self.assertEqual(self.joules(*limit, "--diff", self.baseline, more).returncode, 122)
        self.assertEqual(self.joules(*limit, "--diff", more, self.baseline).returncode, 0)
        document["method"]["quality"] = "estimated"
        more.write_text(json.dumps(document))
        done = self.joules("--diff", self.baseline, more)
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        for words in (("--diff", more), ("--diff", more, more, more), ("--diff", "-f", "%j", more, more),
                      ("--diff", "-b", "1J", more, more), ("--diff", "/nonexistent", more)):
            self.assertEqual(self.joules(*words).returncode, 125, words)

    def test_what_is_no_report_is_refused_before_the_start(self):
        for text in ("", "{", "[]", "{}", '{"schema_version": 2}', '{"schema_version": 1}',
                     '{"schema_version": 1, "commands": [{"runs": []}]}',
                     '{"schema_version": 1, "commands": [{"runs": [7]}]} {}'):
            self.baseline.write_text(text)
            done = self.joules("--baseline", self.baseline, *ESTIMATE, "echo", "never")
            self.assertEqual((done.returncode, done.stdout), (125, b""), text)
            self.assertIn(b"--baseline ", done.stderr)
        for words in (("--baseline", "/nonexistent"), ("--max-regression", "5"),
                      ("--max-regression", "-1", "--baseline", self.baseline)):
            self.assertEqual(self.joules(*words, *ESTIMATE, "true").returncode, 125)


if __name__ == "__main__":
    unittest.main()
