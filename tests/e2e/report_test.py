# SPDX-License-Identifier: Apache-2.0
"""Where the report goes, in which form, and that nothing is lost on the way."""
import json
import os
import stat
import subprocess
import threading
import unittest

import program
from program import Case, JOULES, SIMULATOR, WORKLOAD, run, the_run


class Destination(Case):
    def test_nothing_is_written_to_standard_output_unless_asked_for(self):
        for words in ((), ("-j",), ("-v",), ("-f", "%e")):
            done = self.joules(*words, "true")
            self.assertEqual(done.stdout, b"")
            self.assertNotEqual(done.stderr, b"")

    def test_the_report_comes_after_the_commands_own_output(self):
        done = self.joules("sh", "-c", "echo first >&2")
        self.assertTrue(done.stderr.startswith(b"first\njoules: sh"))

    def test_quiet_is_silent_on_standard_error_and_still_writes_files(self):
        self.assertEqual(self.joules("-q", "true").stderr, b"")
        report = self.folder / "report"
        done = self.joules("-q", "-j", "-o", report, "true")
        self.assertEqual(done.stderr, b"")
        self.validated(report.read_text())

    def test_quiet_does_not_mean_a_format_or_a_comparison_which_is_asked_for(self):
        self.assertRegex(self.joules("-q", "-f", "%e", "true").stderr, rb"^\d\.\d\d\n$")
        self.validated(self.joules("-q", "-j", "true").stderr)
        self.assertIn(b"  result ", self.joules("-q", "--compare", "-r2", "-w0", "true", "true").stderr)
        self.assertEqual(self.joules("-q", "-r2", "true").stderr, b"")

    def test_a_full_disk_is_an_error_and_the_report_is_not_lost(self):
        done = self.joules("-o", "/dev/full", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"/dev/full: No space left on device", done.stderr)
        self.assertIn(b"energy, process tree", done.stderr)

    def test_the_commands_own_failure_wins_over_ours(self):
        self.assertEqual(self.joules("-o", "/dev/full", "sh", "-c", "exit 3").returncode, 3)

    def test_what_cannot_be_opened_is_known_before_the_command_starts(self):
        mark = self.folder / "ran"
        for file in (self.folder / "missing/report", self.folder):
            done = self.joules("-o", file, "touch", mark)
            self.assertEqual(done.returncode, 125)
            self.assertIn(str(file).encode(), done.stderr)
        self.assertFalse(mark.exists())

    def test_a_file_is_replaced_whole_and_keeps_its_mode(self):
        report = self.folder / "report"
        report.write_text("old")
        report.chmod(0o640)
        inner = f"cat {report}; ls -A {self.folder} | wc -l"
        done = self.joules("-o", report, "sh", "-c", inner)
        self.assertEqual(done.stdout, b"old1\n")  # the new one in the making has no name
        self.assertTrue(report.read_text().startswith("joules: sh"))
        self.assertEqual(stat.S_IMODE(report.stat().st_mode), 0o640)
        self.assertEqual(os.listdir(self.folder), ["report"])

    def test_a_new_file_has_the_mode_of_the_umask(self):
        report = self.folder / "report"
        program.run("sh", "-c", f"umask 027; {JOULES} -o {report} true")
        self.assertEqual(stat.S_IMODE(report.stat().st_mode), 0o640)

    def test_a_file_that_the_command_writes_to_as_well_is_not_replaced(self):
        out = self.folder / "out"
        for name in ("/dev/stdout", "/proc/self/fd/1", out):
            program.run("sh", "-c", f"{JOULES} -o {name} sh -c 'echo precious' > {out}")
            text = out.read_text()
            self.assertTrue(text.startswith("precious\njoules: sh"), text)

    def test_a_link_is_followed_and_a_pipe_is_written_to(self):
        (self.folder / "link").symlink_to(self.folder / "report")
        self.joules("-o", self.folder / "link", "true")
        self.assertTrue((self.folder / "link").is_symlink())
        self.assertTrue((self.folder / "report").read_text().startswith("joules: true"))
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        read = []
        reader = threading.Thread(target=lambda: read.append(fifo.read_text()))
        reader.start()
        self.joules("-o", fifo, "true")
        reader.join(program.TIMEOUT)
        self.assertTrue(read[0].startswith("joules: true"))

    def test_append_adds_whole_lines_from_many_at_once(self):
        report = self.folder / "report.jsonl"
        many = [subprocess.Popen([JOULES, "-q", "-a", "-j", "-o", str(report), "sh", "-c", ":"])
                for _ in range(20)]
        for joules in many:
            self.assertEqual(joules.wait(program.TIMEOUT), 0)
        lines = report.read_text().splitlines()
        self.assertEqual(len(lines), 20)
        for line in lines:
            self.validated(line)

    def test_a_descriptor_of_the_caller(self):
        done = program.run("sh", "-c", f"{JOULES} --log-fd 5 sh -c 'echo inner >&5' 5>&1")
        self.assertTrue(done.stdout.startswith(b"inner\njoules: sh"))
        self.assertEqual(done.stderr, b"")

    def test_a_closed_descriptor_is_refused_even_where_we_put_something(self):
        for number, closed in (("0", "0<&-"), ("1", ">&-"), ("2", "2>&-")):
            script = f"{JOULES} --log-fd {number} true {closed}"
            self.assertEqual(program.run("sh", "-c", script).returncode, 125, script)

    @unittest.skipUnless(os.geteuid() == 0, "needs root to mount")
    def test_a_mount_point_is_written_in_place(self):
        script = (f"cd {self.folder}; echo a longer old text than new >file; touch mounted;"
                  f"mount --bind file mounted && {JOULES} -f %x -o mounted true && cat file")
        done = program.run("unshare", "-m", "sh", "-c", script)
        self.assertEqual((done.returncode, done.stdout), (0, b"0\n"), done.stderr)

    def test_a_limit_on_file_sizes_is_an_error_and_not_our_death(self):
        done = program.run("bash", "-c", f"ulimit -f 0; exec {JOULES} -o {self.folder}/r true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"File too large", done.stderr)
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_reader_of_standard_error_that_is_gone_is_no_failure(self):
        script = f"({JOULES} sh -c 'exit 0'; echo $? >{self.folder}/status) 2>&1 >/dev/null | :"
        program.run("bash", "-c", script)
        self.assertEqual((self.folder / "status").read_text(), "0\n")


class Forms(Case):
    def test_json_is_one_document_and_line_by_line_with_append(self):
        text = self.joules("-j", "true").stderr.decode()
        self.assertEqual(self.validated(text)["schema_version"], 1)
        self.assertGreater(text.count("\n"), 10)
        self.assertTrue(text.endswith("}\n"))

    def test_words_that_are_not_text_are_replaced_and_said_so(self):
        report = self.folder / "report"
        self.joules("-j", "-o", report, "true", b"\xff\xfe".decode(errors="surrogateescape"))
        command = self.validated(report.read_text())["commands"][0]
        self.assertTrue(command["argv_lossy"])
        self.assertEqual(command["argv"], ["true", "\ufffd\ufffd"])

    def test_control_bytes_never_reach_the_terminal(self):
        done = self.joules("true", "a\nb", "\x1b[31m", "\x9b31m")
        self.assertTrue(done.stderr.startswith(rb"joules: true $'a\nb' $'\x1b[31m'"), done.stderr)
        self.assertNotIn(b"\x1b", done.stderr)

    def test_no_line_is_wider_than_a_hundred_columns(self):
        done = self.joules("-v", "true", "x" * 5000, "y" * 300)
        lines = done.stderr.decode().splitlines()
        self.assertGreater(len(lines), 8)
        for line in lines:
            self.assertLessEqual(len(line), 100)

    def test_a_format_is_expanded_as_by_GNU_time(self):
        done = self.joules("-f", r"%x|%C|%%|\t|%N", "sh", "-c", "exit 3")
        self.assertEqual(done.stderr, b"3|sh -c 'exit 3'|%|\t|1\n")
        fields = self.joules("-f", "%e %U %S %P %M %j %J %w %W", WORKLOAD, "burn", "0.1").stderr
        values = fields.decode().split()
        self.assertEqual(len(values), 9)
        self.assertAlmostEqual(float(values[1]) + float(values[2]), 0.1, delta=0.05)
        for estimate in values[5:]:
            self.assertTrue(estimate.startswith("~"), fields)

    def test_units_are_for_text_only(self):
        for unit, symbol in (("J", " J "), ("mJ", " mJ "), ("kJ", " kJ "), ("Wh", " Wh ")):
            text = self.joules("--unit", unit, "sleep", "0.1").stderr.decode()
            self.assertIn(symbol, text.splitlines()[1])

    def test_colour_only_when_asked_for_or_on_a_terminal(self):
        self.assertNotIn(b"\x1b[", self.joules("true").stderr)
        self.assertIn(b"\x1b[1m", self.joules("--color", "always", "true").stderr)

    def test_the_locale_changes_nothing(self):
        environment = dict(os.environ, LC_ALL="de_DE.UTF-8", LANG="de_DE.UTF-8")
        document = json.loads(self.joules("-j", "true", env=environment).stderr)
        self.assertIsInstance(the_run(document)["wall_seconds"], float)

    def test_a_label_stands_for_the_command(self):
        done = self.joules("-n", "nightly build", "true")
        self.assertTrue(done.stderr.startswith(b"joules: nightly build: true\n"))
        self.assertEqual(self.document("-n", "x", "true")["commands"][0]["name"], "x")


class Policies(Case):
    """One workload, three policies: who pays for idle power."""

    def tree_and_host(self, *options):
        document = self.simulated(*options, "taskset", "-c", "0", WORKLOAD, "wall", "1")
        self.assert_books_close(document)
        measured = the_run(document)
        return measured, document["method"]

    def test_capacity_charges_no_idle_cpu(self):
        measured, method = self.tree_and_host("--policy", "capacity")
        self.assertEqual(method["policy"], "capacity")
        capacity = os.cpu_count() * measured["wall_seconds"]
        expected = measured["energy_host_joules"] * measured["tree_cpu_seconds"] / capacity
        self.assertAlmostEqual(measured["energy_tree_joules"], expected, delta=expected * 0.1)

    def test_marginal_charges_what_is_above_idle_power(self):
        measured, method = self.tree_and_host("--policy", "marginal", "--idle-power", "40W")
        self.assertEqual(method["idle_power_watts"], 40)
        share = measured["energy_tree_joules"] / measured["energy_host_joules"]
        self.assertLessEqual(share, 0.2 * 1.1)  # 10 of 50 W, and what the sampling blurs
        self.assertGreater(share, 0.2 * 0.2 * measured["tree_cpu_share"])  # others run, too

    def test_idle_power_can_be_measured_first(self):
        words = ("--powercap-root", self.folder / "zones", "-j", "--policy", "marginal",
                 "--idle-power", "measure", "sleep", "0.2")
        done = run(SIMULATOR, "--zone", "watts=50", self.folder / "zones", "--", JOULES, *words)
        if done.returncode == 125:  # other tests may keep the machine busy meanwhile
            self.assertIn(b"the host is not idle", done.stderr)
        else:
            method = json.loads(done.stderr)["method"]
            self.assertAlmostEqual(method["idle_power_watts"], 50, delta=3)

    def test_the_power_of_a_busy_host_is_not_taken_for_idle(self):
        burning = [subprocess.Popen([WORKLOAD, "burn", "8"]) for _ in range(os.cpu_count())]
        try:
            done = self.joules("--policy", "marginal", "--idle-power", "measure", "echo", "never")
        finally:
            for process in burning:
                process.kill()
                process.wait()
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertRegex(done.stderr, rb"--idle-power measure: the host is not idle: [0-9.]+ of its")

    def test_the_interval_is_the_users_within_what_the_counter_allows(self):
        document = self.document("--interval", "50", "sleep", "0.5")
        self.assertEqual(document["method"]["sampling_interval_seconds"], 0.05)
        document = self.simulated("--interval", "10000", "true",
                                  zones=("watts=50,range=100000000",))
        self.assertLessEqual(document["method"]["sampling_interval_seconds"], 0.05)


if __name__ == "__main__":
    unittest.main()
