# SPDX-License-Identifier: Apache-2.0
"""Exports, read by those whom they are for."""
import csv
import io
import json
import os
import shutil
import socket
import subprocess
import time
import unittest
import urllib.request
import xml.etree.ElementTree

import jsonschema

from program import Case, TIMEOUT, run

# As https://bencher.dev/docs/reference/bencher-metric-format/ publishes it, told more strictly: no
# other key may be there.
NUMBER = {"type": "number"}
BENCHER = {"type": "object", "minProperties": 1, "additionalProperties": {
    "type": "object", "minProperties": 1, "additionalProperties": {
        "type": "object", "required": ["value"], "additionalProperties": False,
        "properties": {"value": NUMBER, "lower_value": NUMBER, "upper_value": NUMBER}}}}
# The type BenchmarkResult of github-action-benchmark, src/extract.ts, and its README.
TEXT = {"type": "string", "minLength": 1}
GITHUB_ACTION_BENCHMARK = {"type": "array", "minItems": 1, "items": {
    "type": "object", "required": ["name", "unit", "value"], "additionalProperties": False,
    "properties": {"name": TEXT, "unit": TEXT, "value": NUMBER, "range": TEXT, "extra": TEXT}}}

GATE = ("-b", "100kJ", "--on-unavailable", "estimate")


class Exports(Case):
    def exported(self, kind, *words, status=0):
        path = self.folder / f"export.{kind}"
        done = self.joules("-q", "--export", f"{kind}={path}", *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return path.read_bytes().decode()

    def test_several_at_once_beside_the_report(self):
        report = self.folder / "report.json"
        done = self.joules("-j", "-o", report, "--export", f"csv={self.folder}/a.csv",
                           "--export", f"json={self.folder}/b.json", "-r", "2", "true")
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = list(csv.DictReader(io.StringIO((self.folder / "a.csv").read_bytes().decode())))
        document = self.validated((self.folder / "b.json").read_text())
        self.assertEqual(document, self.validated(report.read_text()))
        self.assertEqual([float(row["energy_tree_joules"]) for row in rows],
                         [one["energy_tree_joules"] for one in document["commands"][0]["runs"]])
        self.assertEqual({row["quality"] for row in rows}, {"estimated"})

    def test_without_arguments_no_report_holds_more_than_first_words(self):
        secret = "--password=hunter2"
        kinds = ("json", "csv", "markdown", "junit", "openmetrics", "gab", "bmf", "html")
        exports = [word for kind in kinds for word in ("--export", f"{kind}={self.folder}/{kind}")]
        command = ("sh", "-c", f"sh -c 'sleep 0.3; : {secret}'; exit 0", secret)
        for words, shown in ((("-j", "--by-process", *command), b'"sh"'),
                             (("-v", "--by-process", *command), b"joules: sh\n"),
                             (("-f", "%C", *command), b"sh\n"),
                             (("--github", "-r", "2", *command), b"sh"),
                             (("--compare", "-w", "0", "-r", "1", f"true {secret}", f"echo {secret}"),
                              b"echo"),
                             (("--compare", "--shell", "-w", "0", "-r", "1", f"true {secret}",
                               f"P={secret} true"), b"sh")):
            done = self.joules("--no-argv", *exports, *words, cwd=self.folder,
                               env=dict(os.environ, GITHUB_STEP_SUMMARY=f"{self.folder}/summary"))
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn(shown, done.stderr)
            self.assertNotIn(b"hunter2", done.stderr)
            for path in self.folder.iterdir():
                self.assertNotIn("hunter2", path.read_text(), (path, words))
        self.assertIn(b"hunter2", self.joules("-f", "%C", *command).stderr)
        command, = self.document("--no-argv", *command)["commands"]
        self.assertEqual((command["argv"], command["argv_first_word_only"]), (["sh"], True))

    def test_a_dash_is_standard_output(self):
        done = self.joules("-q", "--export", "gab=-", "echo", "first")
        first, rest = done.stdout.split(b"\n", 1)
        self.assertEqual(first, b"first")
        self.assertEqual(json.loads(rest)[0]["unit"], "J")

    def test_junit_is_what_its_readers_expect(self):
        root = xml.etree.ElementTree.fromstring(self.exported("junit", *GATE, "true"))
        self.assertEqual((root.tag, root.get("tests"), root.get("failures")), ("testsuites", "1", "0"))
        root = xml.etree.ElementTree.fromstring(
            self.exported("junit", "-b", "1uJ", "--on-unavailable", "estimate", "true", status=122))
        self.assertIn("FAIL", root.find("testsuite/testcase/failure").get("message"))
        root = xml.etree.ElementTree.fromstring(
            self.exported("junit", "-b", "1uJ", "--on-unavailable", "skip", "true"))
        self.assertIn("SKIPPED", root.find("testsuite/testcase/skipped").get("message"))

    def test_junitparser_reads_it(self):
        try:
            import junitparser
        except ImportError:
            self.skipTest("Debian: python3-junitparser")
        self.exported("junit", "-b", "1uJ", "--max-power", "1000kW", "--on-unavailable", "estimate",
                      "true", status=122)
        report = junitparser.JUnitXml.fromfile(str(self.folder / "export.junit"))
        self.assertEqual((report.tests, report.failures, report.errors), (2, 1, 0))
        cases = [case for suite in report for case in suite]
        self.assertIsInstance(cases[0].result[0], junitparser.Failure)
        self.assertEqual(cases[1].result, [])

    def test_bencher_metric_format(self):
        document = json.loads(self.exported("bmf", "-r", "2", "-n", "bench", "true"))
        jsonschema.Draft202012Validator(BENCHER).validate(document)
        self.assertGreaterEqual(len(document["bench"]), 4)
        for measure in document["bench"].values():
            self.assertLessEqual(measure["lower_value"], measure["value"])
            self.assertLessEqual(measure["value"], measure["upper_value"])

    def test_github_action_benchmark(self):
        for runs in ("1", "2"):
            benches = json.loads(self.exported("gab", "-r", runs, "-n", "bench", "true"))
            jsonschema.Draft202012Validator(GITHUB_ACTION_BENCHMARK).validate(benches)
            self.assertEqual(len({bench["name"] for bench in benches}), 5)

    @unittest.skipUnless(shutil.which("cmark-gfm"), "Debian: cmark-gfm")
    def test_github_renders_the_table(self):
        text = self.exported("markdown", "-r", "2", *GATE, "-n", "a|b `x` <i>", "true")
        page = xml.etree.ElementTree.fromstring(
            b"<page>" + run("cmark-gfm", "-e", "table", input=text.encode()).stdout + b"</page>")
        head = ["".join(cell.itertext()) for cell in page.findall("table/thead/tr/th")]
        cells = ["".join(cell.itertext()) for cell in page.findall("table/tbody/tr/td")]
        self.assertEqual(len(head), len(cells))
        self.assertEqual(cells[:2], ["a|b `x` <i>", "2"])
        self.assertRegex(cells[head.index("time, wall")], r"^[0-9.]+ s \(")
        self.assertTrue(page.find("ul/li").text.startswith("PASS"))

    @unittest.skipUnless(shutil.which("promtool"), "Debian: prometheus")
    def test_promtool_finds_no_fault(self):
        text = self.exported("openmetrics", "-r", "3", *GATE, "-n", 'a "quoted" \\ name', "true")
        done = run("promtool", "check", "metrics", input=text.encode())
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    @unittest.skipUnless(shutil.which("prometheus-node-exporter"),
                         "Debian: prometheus-node-exporter")
    def test_the_textfile_collector_of_a_node_exporter_reads_it(self):
        self.exported("openmetrics", "-r", "3", "-n", "bench", "true")
        os.rename(self.folder / "export.openmetrics", self.folder / "bench.prom")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        exporter = subprocess.Popen(
            ["prometheus-node-exporter", "--collector.disable-defaults", "--collector.textfile",
             f"--collector.textfile.directory={self.folder}", f"--web.listen-address={address}"],
            stderr=subprocess.DEVNULL)
        self.addCleanup(exporter.wait)
        self.addCleanup(exporter.kill)
        page = self.page(f"http://{address}/metrics")
        self.assertIn('joules_tree_energy_joules{command="bench",quality="estimated",stat="mean"}',
                      page)
        self.assertIn("node_textfile_scrape_error 0", page)

    def page(self, url):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        for _ in range(TIMEOUT * 10):
            try:
                with opener.open(url) as answer:
                    return answer.read().decode()
            except OSError:
                time.sleep(0.1)  # it has not opened its socket yet
        self.fail(f"{url} does not answer")

    def test_what_cannot_be_written_is_known_before_the_start(self):
        for words in (("--export", "csv=/nonexistent/x"), ("--export", "pdf=x"), ("--export", "csv"),
                      ("--export", "csv=")):
            done = self.joules(*words, "echo", "never")
            self.assertEqual((done.returncode, done.stdout), (125, b""), words)

    def test_an_export_that_fails_later_is_our_failure_and_costs_no_other(self):
        path = self.folder / "runs.csv"
        done = self.joules("--export", "gab=/dev/full", "--export", f"csv={path}", "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"/dev/full: No space left on device", done.stderr)
        self.assertIn(b"energy, process tree", done.stderr)
        self.assertTrue(path.read_text().startswith("command,run,"))

    def test_no_summary_is_written_where_github_names_no_file(self):
        done = self.joules("-q", "--github", "true", env=dict(os.environ, GITHUB_STEP_SUMMARY=""))
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))

    def test_an_export_of_a_command_that_could_not_run_keeps_the_old_file(self):
        path = self.folder / "old.csv"
        path.write_text("old")
        self.assertEqual(self.joules("--export", f"csv={path}", "/nonexistent").returncode, 127)
        self.assertEqual(path.read_text(), "old")

    def test_github_gets_an_annotation_and_a_summary(self):
        summary = self.folder / "summary.md"
        summary.write_text("before\n")
        done = self.joules("-q", "--github", "-b", "1uJ", "--on-unavailable", "estimate", "echo", "out",
                           env=dict(os.environ, GITHUB_STEP_SUMMARY=str(summary)))
        self.assertEqual(done.returncode, 122)
        out, annotation = done.stdout.decode().splitlines()
        self.assertEqual(out, "out")
        self.assertTrue(annotation.startswith("::error title=energy budget exceeded::joules: FAIL"))
        self.assertTrue(summary.read_text().startswith("before\n| command | runs |"))


if __name__ == "__main__":
    unittest.main()
