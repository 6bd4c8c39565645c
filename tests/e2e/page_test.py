# SPDX-License-Identifier: Apache-2.0
"""--export html, as a real browser shows it: Chromium, where it is installed."""
import html.parser
import json
import os
import re
import shutil
import subprocess
import unittest

from program import Case, TIMEOUT, WORKLOAD, the_run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
UNITS = {"kJ": 1e3, "J": 1, "mJ": 1e-3}
HOSTILE = "</script ><script>alert(1)</script><!--\x1b[31m\u202egnp\u2028"


class Shown(html.parser.HTMLParser):
    """The text of a page by the classes of the elements that it stands in, and all of it."""

    def __init__(self, text):
        super().__init__()
        self.open, self.by_class, self.titles, self.text = [], {}, [], ""
        self.scripts = 0
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        if tag in ("meta", "input", "br", "line", "rect", "circle", "path"):
            return
        names = (dict(attributes).get("class") or "").split()
        self.open.append((tag, names))
        self.scripts += tag == "script"
        for name in names:
            self.by_class.setdefault(name, []).append("")

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if any(tag in ("script", "style") for tag, _ in self.open):
            return
        self.text += data
        if any(tag == "h2" for tag, _ in self.open):
            self.titles.append(data)
        for _, names in self.open:
            for name in names:
                self.by_class[name][-1] += data


def number_in(text):
    """The number that a text shows, its unit in joules, and half of its last place."""
    found = re.search(r"(\u2212?[\d.]+)\s*(kJ|mJ|J)?", text)
    digits, unit = found.group(1).replace("\u2212", "-"), UNITS.get(found.group(2) or "", 1)
    places = len(digits.partition(".")[2])
    return float(digits) * unit, 0.5001 * 10 ** -places * unit


class Source(Case):
    """What needs no browser."""

    def page(self, *words, status=0):
        path = self.folder / "page.html"
        done = self.joules("-q", "--export", f"html={path}", *words)
        self.assertEqual(done.returncode, status, done.stderr)
        return path.read_text()

    def report_in(self, page):
        return self.validated(page.partition('id="data">')[2].partition("</script>")[0])

    def test_it_holds_the_report_with_its_processes(self):
        report = self.report_in(self.page("-n", HOSTILE, "sh", "-c", "true; true"))
        self.assertEqual(report["commands"][0]["name"], HOSTILE)
        self.assertIn("by_process", the_run(report))

    def test_a_recording_without_processes_makes_a_page_without_them(self):
        recording = self.folder / "recording.json"
        self.assertEqual(self.joules("-q", "--record", recording, "true").returncode, 0)
        report = self.report_in(self.page("--replay", recording))
        self.assertTrue(report["replayed"])
        self.assertNotIn("by_process", the_run(report))


@unittest.skipUnless(CHROMIUM, "Chromium is not installed")
class Page(Case):
    def shown(self, path):
        """The page as it is once its script has run; nothing may have been written to its console,
        where Chromium tells of errors, and of each request that the page's policy forbids."""
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [CHROMIUM, "--headless", *sandbox, "--disable-gpu", "--disable-dev-shm-usage",
             "--no-first-run", "--disable-background-networking", "--disable-component-update",
             f"--user-data-dir={self.folder}/chromium", "--enable-logging=stderr",
             "--virtual-time-budget=5000", "--window-size=1000,800", "--dump-dom", path.as_uri()],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=TIMEOUT, check=False)
        console = [line for line in done.stderr.decode(errors="replace").splitlines() if "CONSOLE" in line]
        self.assertEqual(console, [])
        return Shown(done.stdout.decode())

    def measured(self, *words, status=0):
        """A simulated measurement: its report, and its page as it is shown."""
        page = self.folder / "page.html"
        document = self.simulated("--export", f"html={page}", *words, status=status,
                                  zones=("id=intel-rapl:0,name=package-0,watts=50",
                                         "id=intel-rapl:0:0,name=dram,watts=6"))
        return document, self.shown(page)

    def assert_shows(self, text, value):
        number, half_place = number_in(text)
        self.assertAlmostEqual(number, value, delta=half_place, msg=text)

    def test_the_headline_and_the_pictures_of_one_run(self):
        document, shown = self.measured("--by-process", "sh", "-c", f"{WORKLOAD} burn 0.3")
        measured = the_run(document)
        headline = shown.by_class["big"][0]
        self.assert_shows(headline, measured["energy_tree_joules"])
        self.assertEqual("\u2265" in headline, measured["energy_tree_is_lower_bound"])
        error, half_place = number_in(shown.by_class["error"][0])
        self.assertAlmostEqual(error, measured["energy_tree_uncertainty_joules"], delta=half_place)
        self.assert_shows(shown.by_class["lead"][0].partition("out of")[2], measured["energy_host_joules"])
        self.assertEqual(shown.titles[-7:], ["Power over time", "CPUs busy over time",
                                             "Energy of the host by domain", "Energy by program", "Processes",
                                             "Method", "Host"])
        for process in measured["by_process"]:
            self.assertIn(process["command"], shown.text)
        for warning in document["warnings"]:
            self.assertIn(warning["message"], shown.text)

    def test_repeated_runs_and_a_gate_that_fails(self):
        document, shown = self.measured("-r", "3", "-b", "1mJ", WORKLOAD, "burn", "0.1", status=122)
        summary = document["commands"][0]["summary"]["energy_tree_joules"]
        self.assert_shows(shown.by_class["big"][0], summary["mean"])
        self.assertIn("FAIL", shown.by_class["verdict"])
        self.assertIn("Runs, in the order of time", shown.titles)

    def test_a_comparison(self):
        document, shown = self.measured("--compare", "-r", "4", "-n", "long", "-n", "short",
                                        f"{WORKLOAD} burn 0.2", f"{WORKLOAD} burn 0.05")
        energy = document["comparisons"][0]
        if energy["verdict"] == "lower":
            self.assert_shows(shown.by_class["big"][0], 100 * (energy["ratio"] - 1))
        self.assertIn("B short against A long", shown.titles)

    PHASES = ("echo begin solve >&$JOULES_MARKS_FD; %s burn %s; printf 'work 5 steps\\nend "
              "solve\\n' >&$JOULES_MARKS_FD")

    def test_phases_work_and_subjects_have_tables(self):
        document, shown = self.measured("--marks", "--of", f"pid:{os.getpid()}",
                                        "sh", "-c", self.PHASES % (WORKLOAD, "0.2"))
        for title in ("Energy by phase", "Energy of one unit of work", "Subjects beside the tree"):
            self.assertIn(title, shown.titles)
        run = the_run(document)
        for words in ("solve", "in no phase", "5 steps", f"pid:{os.getpid()}", "the rest of the host"):
            self.assertIn(words, shown.text)
        self.assertGreater(run["phases"][0]["energy_tree_joules"], 0)

    def test_a_phase_in_scope_is_what_is_compared_and_gated(self):
        scripts = [self.folder / "long", self.folder / "short"]
        for script, seconds in zip(scripts, ("0.2", "0.05")):
            script.write_text(self.PHASES % (WORKLOAD, seconds))
        document, shown = self.measured("--marks", "--scope", "phase:solve", "-b", "1mJ", "-r", "4",
                                        "--compare", *(f"sh {script}" for script in scripts), status=122)
        energy, = [one for one in document["comparisons"] if one["metric"] == "energy_scope_joules"]
        if energy["verdict"] == "lower":
            self.assert_shows(shown.by_class["big"][0], 100 * (energy["ratio"] - 1))
            self.assertIn("phase solve uses less energy with B", shown.text)
        self.assertIn("in scope: phase solve", shown.text)
        for words in ("Energy, in scope", "Energy, each unit of work"):
            self.assertIn(words, shown.text)

    def test_an_estimate_reads_as_one(self):
        page, report = self.folder / "page.html", self.folder / "report.json"
        done = self.joules("-j", "-o", report, "--export", f"html={page}", "--sensor", "estimate",
                           WORKLOAD, "burn", "0.1")
        self.assertEqual(done.returncode, 0, done.stderr)
        shown = self.shown(page)
        self.assertIn("estimated", shown.by_class["big"][0])
        self.assertNotIn("error", shown.by_class)
        self.assert_shows(shown.by_class["big"][0], the_run(json.loads(report.read_text()))["energy_tree_joules"])

    def test_hostile_names_are_text(self):
        _, shown = self.measured("-n", HOSTILE, "sh", "-c", "true", HOSTILE)
        self.assertEqual(shown.scripts, 2)
        self.assertIn("</script ><script>alert(1)</script><!--\\x1b[31m\\u202egnp\\u2028", shown.text)
        for letter in "\x1b\u202e\u2028":
            self.assertNotIn(letter, shown.text)

    def test_unknown_energy_is_said_and_is_no_zero(self):
        page = self.folder / "page.html"
        document, _ = self.measured("true")
        measured = the_run(document)
        for key in measured:
            if key.endswith(("_joules", "_watts")):
                measured[key] = None if not isinstance(measured[key], dict) else {}
        measured["unavailable_reason"] = "no counter moved"
        whole = page.read_text()
        before, _, rest = whole.partition('id="data">')
        page.write_text(f'{before}id="data">{json.dumps(document)}</script>{rest.partition("</script>")[2]}')
        shown = self.shown(page)
        self.assertEqual(shown.by_class["big"][0], "Not known")
        self.assertIn("no counter moved", shown.by_class["lead"][0])
