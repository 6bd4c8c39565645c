# SPDX-License-Identifier: Apache-2.0
"""Several runs, and limits: what is run, what is said, and with which status we leave."""
import json
import os
import pty
import signal
import subprocess
import unittest

from program import Case, JOULES, PATIENCE, SIMULATOR, WORKLOAD, run, the_run

CPUS = sorted(os.sched_getaffinity(0))
ESTIMATE = ("--on-unavailable", "estimate")


class Repeats(Case):
    def test_each_run_knows_its_number_and_a_single_one_does_not(self):
        done = self.joules("-q", "-r", "2", "-w", "1", "sh", "-c", "echo $JOULES_RUN")
        self.assertEqual(done.stdout, b"warmup-0\n0\n1\n")
        self.assertEqual(self.joules("-q", "sh", "-c", "echo [$JOULES_RUN]").stdout, b"[]\n")

    def test_json_has_every_run_and_their_summary(self):
        document = self.simulated("-r", "4", "-w", "1", "sleep", "0.1")
        command = document["commands"][0]
        self.assertEqual([run["index"] for run in command["runs"]], [0, 1, 2, 3])
        summary = command["summary"]["energy_host_joules"]
        energies = [run["energy_host_joules"] for run in command["runs"]]
        self.assertEqual(summary["n"], 4)
        self.assertAlmostEqual(summary["mean"], sum(energies) / 4)
        self.assertEqual(summary["max"], max(energies))
        self.assertLessEqual(summary["ci_low"], summary["mean"])
        self.assertEqual(document["plan"], {"runs": 4, "warmups": 1})

    def test_the_first_failing_run_ends_it_and_its_status_is_ours(self):
        report = self.folder / "report.json"
        done = self.joules("-j", "-o", report, "-r", "5", "sh", "-c",
                           "test $JOULES_RUN != 2 || exit 7")
        self.assertEqual(done.returncode, 7)
        document = self.validated(report.read_text())
        self.assertEqual(len(document["commands"][0]["runs"]), 2)
        self.assertEqual(document["commands"][0]["failed_run"]["exit_code"], 7)
        self.assertEqual(document["plan"]["stopped_because"], "run 3 of 5 failed")
        self.assertFalse(document["partial"])

    def test_failures_can_be_accepted(self):
        for words in (("-i",), ("--ok-codes", "0,7")):
            done = self.joules("-q", "-r", "3", *words, "sh", "-c", "echo run; exit 7")
            self.assertEqual((done.returncode, done.stdout), (0, b"run\n" * 3))
        self.assertEqual(self.joules("-r", "3", "--ok-codes", "6", "sh", "-c", "exit 7").returncode, 7)

    def test_prepare_runs_before_each_run_and_cleanup_at_the_end(self):
        log = self.folder / "log"
        done = self.joules("-q", "-r", "2", "-w", "1", "--prepare", f"echo p$JOULES_RUN >> {log}; echo x",
                           "--cleanup", f"echo c >> {log}", "sh", "-c", f"echo r >> {log}")
        self.assertEqual(log.read_text().split(), ["pwarmup-0", "r", "p0", "r", "p1", "r", "c"])
        self.assertEqual((done.stdout, done.stderr), (b"", b"x\n" * 3))

    def test_a_hook_that_fails_is_our_failure_and_loses_nothing(self):
        done = self.joules("-r", "3", "--prepare", "test $JOULES_RUN != 2", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"2 of 3 runs", done.stderr)
        self.assertIn(b"--prepare: exit status 1", done.stderr)
        done = self.joules("--prepare", "exit 3", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertEqual(done.stderr, b"joules: --prepare: exit status 3\n")
        self.assertEqual(self.joules("-r", "2", "--cleanup", "false", "true").returncode, 125)
        self.assertEqual(self.joules("--cleanup", "false", "sh", "-c", "exit 3").returncode, 3)
        done = self.joules("--cleanup", "false", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"stopped               --cleanup: exit status 1", done.stderr)

    def test_a_warm_up_that_fails_ends_a_single_run_too(self):
        done = self.joules("-w", "1", "sh", "-c", "exit 4")
        self.assertEqual(done.returncode, 4)
        self.assertIn(b"warm-up 1 of 1 failed", done.stderr)

    def test_every_run_reads_the_same_file(self):
        path = self.folder / "input"
        path.write_text("skipped\nread\n")
        with path.open("rb", buffering=0) as stream:
            stream.seek(len("skipped\n"))
            done = self.joules("-q", "-r", "3", "cat", stdin=stream)
        self.assertEqual(done.stdout, b"read\n" * 3)

    def test_one_line_a_run_in_the_users_format(self):
        done = self.joules("-r", "3", "-f", "%x", "true")
        self.assertEqual(done.stderr, b"0\n0\n0\n")

    def test_ctrl_c_reports_the_complete_runs(self):
        report = self.folder / "report.json"
        # The command sends the signal as the terminal would: to the whole group.
        script = "test $JOULES_RUN != 2 || { trap '' INT; kill -INT 0; }"
        done = self.joules("-j", "-o", report, "-r", "5", "sh", "-c", script, start_new_session=True)
        self.assertEqual(done.returncode, -signal.SIGINT)
        document = self.validated(report.read_text())
        self.assertTrue(document["partial"])
        self.assertEqual(len(document["commands"][0]["runs"]), 2)

    def test_a_signal_ends_a_pause(self):
        report = self.folder / "report.json"
        words = [JOULES, "-j", "-o", report, "-r", "2", "--pause", "1000", "sh", "-c", "echo done"]
        with subprocess.Popen([str(word) for word in words], stdout=subprocess.PIPE) as process:
            self.assertEqual(process.stdout.readline(), b"done\n")
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(PATIENCE), -signal.SIGTERM)
        self.assertTrue(self.validated(report.read_text())["partial"])

    def on_a_terminal(self, *words):
        ours, theirs = pty.openpty()
        with subprocess.Popen([JOULES, *words], stderr=theirs, env=dict(os.environ, TERM="xterm")):
            os.close(theirs)
            output = b""
            try:
                while chunk := os.read(ours, 4096):
                    output += chunk
            except OSError:
                pass
        os.close(ours)
        return output

    def test_the_progress_line_is_gone_before_the_report_and_never_in_a_log(self):
        output = self.on_a_terminal("-r", "3", "true")
        self.assertIn(b"run 3 of 3, mean so far", output)
        last = output.rindex(b"run 3 of 3")
        self.assertLess(last, output.index(b"\r\x1b[K", last))
        self.assertLess(output.rindex(b"\x1b[K"), output.index(b"joules: true"))
        self.assertNotIn(b"run 1 of", self.on_a_terminal("true"))
        self.assertNotIn(b"of 3, mean", self.joules("-r", "3", "true").stderr)
        self.assertIn(b"of 3, mean", self.joules("-r", "3", "--progress", "always", "true").stderr)


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

    def test_from_six_runs_on_only_a_bound_decides(self):
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
        document = self.simulated("--scope", "host", "-b", "100kJ", "sleep", "1",
                                  faults=("intel-rapl:0@0.5=delete",))
        self.assertEqual(document["gates"][0]["verdict"], "inconclusive")

    def test_without_a_sensor_a_limit_fails_before_the_command_starts(self):
        done = self.joules("--powercap-root", self.folder, "-b", "12J", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"--on-unavailable", done.stderr)

    def test_without_a_sensor_it_can_be_skipped_or_held_against_the_estimate(self):
        root = ("--powercap-root", self.folder)
        done = self.joules(*root, "-b", "1uJ", "--on-unavailable", "skip", "true")
        self.assertEqual(done.returncode, 0)
        self.assertIn(b"joules: SKIPPED energy budget 0.000001 J: not measured", done.stderr)
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
        self.assertGreater(energy["ratio"], 1.4)
        self.assertLess(energy["ratio"], 2.8)
        self.assertEqual(len(document["comparisons"]), 5)
        self.assertEqual((document["plan"]["seed"], document["plan"]["order"]), (7, "pairs"))
        self.assertEqual([len(command["runs"]) for command in document["commands"]], [8, 8])

    def test_a_command_beside_itself(self):
        _, energy = self.compared("-r", "8", f"{WORKLOAD} burn 0.1", f"{WORKLOAD} burn 0.1")
        self.assertAlmostEqual(energy["ratio"], 1, delta=0.4)

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

    def test_a_command_that_fails_ends_the_comparison(self):
        done = self.joules("--compare", "-r", "4", "-w", "0", "--order", "abba", "-n", "a", "-n", "b",
                           "true", "sh -c 'test $JOULES_RUN != 2 || exit 6'")
        self.assertEqual(done.returncode, 6)
        self.assertIn(b"2 pairs of 4", done.stderr)
        self.assertIn(b"run 3 of 4 of b failed", done.stderr)


class Baselines(Case):
    def setUp(self):
        super().setUp()
        self.baseline = self.folder / "baseline.json"
        document = self.simulated("-r", "6", "sleep", "0.1")
        document.pop("truth")
        self.baseline.write_text(json.dumps(document))

    def gate(self, *words, status):
        document = self.simulated("--scope", "host", *words, status=status)
        return document, document["gates"][0]

    def test_the_same_is_no_regression_and_three_times_as_much_is(self):
        words = ("--baseline", self.baseline, "--max-regression", "60", "-r", "6", "sleep")
        document, gate = self.gate(*words, "0.1", status=0)
        self.assertEqual((gate["kind"], gate["verdict"], gate["limit"]), ("regression", "pass", 60))
        host = [each for each in document["comparisons"] if each["metric"] == "energy_host_joules"][0]
        self.assertEqual((host["reference"], host["test"]), (str(self.baseline), "welch_t"))
        self.assertEqual((host["n_reference"], host["n_candidate"]), (6, 6))
        _, gate = self.gate(*words, "0.3", status=122)
        self.assertEqual((gate["verdict"], gate["rule"]), ("fail", "confident"))
        self.assertGreater(gate["value"], 100)

    def test_with_compare_the_first_command_is_the_baseline(self):
        words = ("--compare", "--max-regression", "60", "-r", "6", "-w", "0", "-n", "a", "-n", "b")
        _, gate = self.gate(*words, "sleep 0.1", "sleep 0.3", status=122)
        self.assertEqual((gate["command"], gate["verdict"]), ("b", "fail"))
        _, gate = self.gate(*words, "sleep 0.1", "sleep 0.1", status=0)
        self.assertEqual(gate["verdict"], "pass")

    def test_a_measured_baseline_is_not_held_against_an_estimate(self):
        done = self.joules("--baseline", self.baseline, *ESTIMATE, "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"its energies are measured, the others estimated", done.stderr)

    def test_another_machine_is_said(self):
        document = json.loads(self.baseline.read_text())
        document["host"]["cpu_model"] = "Another CPU"
        self.baseline.write_text(json.dumps(document))
        document, _ = self.gate("--baseline", self.baseline, "--max-regression", "60", "sleep", "0.1",
                                status=0)
        self.assertIn("baseline_other_host", self.codes(document))

    def test_two_saved_reports_are_compared_without_running_anything(self):
        more = self.folder / "more.json"
        document = self.simulated("-r", "6", "-n", "new", "sleep", "0.3")
        document.pop("truth")
        more.write_text(json.dumps(document))
        done = self.joules("--diff", self.baseline, more)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[1:3], [f"  A  {self.baseline}: sleep, 6 runs", f"  B  {more}: new, 6 runs"])
        self.assertLessEqual(max(map(len, lines[3:9])), 80)
        host = next(line for line in lines if line.startswith("  energy, host"))
        self.assertRegex(host, r"\+1\d\d %|\+2\d\d %")
        limit = ("--scope", "host", "--max-regression", "60")
        self.assertEqual(self.joules(*limit, "--diff", self.baseline, more).returncode, 122)
        self.assertEqual(self.joules(*limit, "--diff", more, self.baseline).returncode, 0)
        document["method"]["quality"] = "estimated"
        more.write_text(json.dumps(document))
        done = self.joules("--diff", self.baseline, more)
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        for words in (("--diff", more), ("--diff", more, more, more), ("-j", "--diff", more, more),
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


class Concurrent(Case):
    @unittest.skipUnless(len(CPUS) == 2, "the truth is computed for two CPUs")
    def test_two_at_once_share_the_host_and_count_their_own_tree_only(self):
        folder = self.folder
        one = (f"taskset -c %d {JOULES} -j -o {folder}/%d.json --powercap-root {folder}/zones "
               f"{WORKLOAD} burn 1 &")
        script = " ".join(one % (cpu, cpu) for cpu in CPUS) + " wait"
        done = run(SIMULATOR, "--zone", "watts=50", folder / "zones", "--", "sh", "-c", script)
        self.assertEqual(done.returncode, 0, done.stderr)
        runs = [the_run(self.validated((folder / f"{cpu}.json").read_text())) for cpu in CPUS]
        host = max(measured["energy_host_joules"] for measured in runs)
        trees = [measured["energy_tree_joules"] for measured in runs]
        self.assertLessEqual(sum(trees), host * 1.02)  # they do not start and end together
        for tree in trees:  # a second on one of two busy CPUs, whoever else runs
            self.assertAlmostEqual(tree, 50 / 2, delta=5)

    def test_concurrent_instances_append_whole_lines(self):
        lines = self.folder / "energy.jsonl"
        words = [JOULES, "-q", "-a", "-j", "-o", str(lines), "--", WORKLOAD, "burn", "0.02"]
        running = [subprocess.Popen(words) for _ in range(20)]
        for process in running:
            self.assertEqual(process.wait(PATIENCE), 0)
        documents = [self.validated(line) for line in lines.read_text().splitlines()]
        self.assertEqual(len(documents), 20)


if __name__ == "__main__":
    unittest.main()
