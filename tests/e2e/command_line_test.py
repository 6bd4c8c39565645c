# SPDX-License-Identifier: Apache-2.0
"""What may be typed, and what is said to it."""
import pathlib
import re
import unittest

from program import SCHEMAS, Case

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


class Words(Case):
    def test_a_mistyped_option_is_an_error_never_a_command(self):
        done = self.joules("--bogus", "ls")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertEqual(done.stderr, b"joules: unknown option --bogus (see joules --help)\n")

    def test_options_after_the_command_are_the_commands(self):
        done = self.joules("-q", "ls", "--bogus")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"--bogus", done.stderr)
        done = self.joules("-q", "echo", "-j", "-o", "x", "--", "--help", "-n", "3")
        self.assertEqual(done.stdout, b"-j -o x -- --help -n 3\n")

    def test_two_dashes_end_the_options(self):
        self.assertEqual(self.joules("-q", "--", "echo", "-q").stdout, b"-q\n")
        self.assertEqual(self.joules("--", "--no-such-command").returncode, 127)

    def test_options_join_as_everywhere(self):
        report = self.folder / "report"
        self.joules("-jo", report, "true")
        self.validated(report.read_text())
        self.joules(f"-jo{report}", "true")
        self.joules("-j", f"--output={report}", "true")
        self.validated(report.read_text())

    def test_an_empty_value_is_never_none(self):
        mark = self.folder / "ran"
        for option in ("--user", "--baseline", "--output", "--name", "--prepare", "-o", "-n", "-r"):
            done = self.joules(option, "", "touch", mark)
            self.assertEqual((done.returncode, done.stderr),
                             (125, f"joules: {option} '': its value is empty\n".encode()))
        done = self.joules("--doctor", "--save", "")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertEqual(self.joules("--json=", "touch", mark).returncode, 125)
        self.assertFalse(mark.exists())

    def test_names_in_messages_are_quoted_like_commands(self):
        name = "no\x1b[31m such"
        for words in (("--diff", name, name), ("--merge", name), ("--user", name, "true"),
                      ("--baseline", name, "--on-unavailable", "skip", "true"),
                      ("-o", f"{name}/x", "true"), ("--export", f"csv={name}/x", "true"),
                      ("--host-root", name, "true"), ("--doctor", "--save", f"{name}/x"),
                      (f"--{name}", "true")):
            done = self.joules(*words, cwd=self.folder)
            self.assertEqual(done.returncode, 125, words)
            self.assertIn(rb"no\x1b[31m such", done.stderr, words)
            self.assertIn(b"$'", done.stderr, words)
            self.assertNotIn(b"\x1b", done.stderr)

    def test_a_word_is_a_command_even_if_it_sounds_like_ours(self):
        for word in ("compare", "doctor", "run", "diff"):
            done = self.joules("-q", word, "--version", env={"PATH": str(self.folder)})
            self.assertEqual(done.returncode, 127, word)

    def test_no_command_is_an_error(self):
        for words in ((), ("--",), ("-j",), ("-o", self.folder / "x")):
            done = self.joules(*words)
            self.assertEqual(done.returncode, 125)
            self.assertIn(b"no command to measure", done.stderr)

    def test_every_error_names_the_option_and_the_value_and_what_is_accepted(self):
        for words, parts in (
                (("--interval", "5"), ("--interval", "5", "10 to 10000")),
                (("--interval", "1e999"), ("--interval", "1e999", "10 to 10000")),
                (("--interval", "ten"), ("--interval", "ten", "10 to 10000")),
                (("--policy", "fair"), ("--policy", "fair", "busy, capacity, marginal")),
                (("--policy", "marginal"), ("--policy marginal", "--idle-power")),
                (("--idle-power", "10"), ("--idle-power", "--policy marginal")),
                (("--policy", "marginal", "--idle-power", "-3"), ("--idle-power", "-3", "watts")),
                (("--wait-tree", "some"), ("--wait-tree", "some", "none, all")),
                (("--sensor", "magic"), ("--sensor", "magic", "auto, perf, powercap, hwmon, psys")),
                (("--unit", "j"), ("--unit", "j", "J, mJ, kJ, Wh, kWh, auto")),
                (("--color", "maybe"), ("--color", "maybe", "auto, always, never")),
                (("--log-fd", "77"), ("descriptor 77", "Bad file descriptor")),
                (("--log-fd", "2.5"), ("--log-fd", "2.5")),
                (("--host-root", "/none"), ("--host-root", "/none", "directory")),
                (("--powercap-root", "/etc/passwd"), ("--powercap-root", "/etc/passwd")),
                (("-f", "%Q"), ("--format", "%Q")),
                (("-f", "%"), ("--format", "%")),
                (("-a",), ("--append", "--output")),
                (("-j", "-f", "%e"), ("--json", "--format")),
                (("-q", "-v"), ("--quiet", "--verbose")),
                (("--interval", "20", "--interval", "30"), ("--interval: given more than once",)),
                (("--json=yes",), ("--json: takes no value",)),
                (("--sensor", "estimate", "--no-estimate"), ("--sensor estimate", "--no-estimate")),
        ):
            with self.subTest(words=words):
                mark = self.folder / "ran"
                done = self.joules(*words, "touch", mark)
                self.assertEqual(done.returncode, 125)
                self.assertFalse(mark.exists())
                message = done.stderr.decode()
                self.assertEqual(message.count("\n"), 1, message)
                for part in ("joules: ", *parts):
                    self.assertIn(part, message)

    def test_an_option_at_the_end_lacks_its_value(self):
        for option in ("--interval", "-o", "-jo"):
            done = self.joules(option)
            self.assertEqual(done.stderr.decode(), f"joules: {option}: needs a value\n")

    def test_errors_never_pass_on_control_bytes(self):
        done = self.joules("--policy", "\x1b[31mred\n", "true")
        self.assertNotIn(b"\x1b", done.stderr)
        done = self.joules("\x1b]0;title\x07")
        self.assertEqual(done.returncode, 127)
        self.assertNotIn(b"\x1b", done.stderr)


class Answers(Case):
    def test_help_and_version_go_to_standard_output(self):
        for words in (("-h",), ("--help",), ("--help", "ls"), ("-q", "--help")):
            done = self.joules(*words)
            self.assertEqual((done.returncode, done.stderr), (0, b""))
            self.assertTrue(done.stdout.startswith(b"Usage: joules"))
        done = self.joules("--version")
        self.assertRegex(done.stdout.decode(), r"^joules \d+\.\d+\.\d+ \(report schema 1\)\n$")

    def test_help_fits_a_screen_and_shows_four_examples(self):
        lines = self.joules("--help").stdout.decode().splitlines()
        self.assertLessEqual(len(lines), 69)
        self.assertLessEqual(max(map(len, lines)), 80)
        examples = [line for line in lines if re.match(r"  joules ", line)]
        self.assertEqual(len(examples), 4)

    def test_help_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.joules("--help", stdout=full).returncode, 125)

    def options_in(self, text):
        return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))

    def test_help_man_page_and_completions_name_the_same_options(self):
        options = self.options_in(self.joules("--help").stdout.decode())
        man = (ROOT / "man/joules.1").read_text()
        items = "\n".join(re.findall(r"^\.It Fl .*", man, re.MULTILINE))
        in_man = {"--" + name for name in re.findall(r"(?:Fl |, )-([a-z][a-z-]+)", items)}
        self.assertEqual(options, in_man)
        for name in ("joules.bash", "_joules"):
            text = (ROOT / "completions" / name).read_text()
            self.assertEqual(options - self.options_in(text), set(), name)
        fish = (ROOT / "completions/joules.fish").read_text()
        in_fish = {"--" + name
                   for name in re.findall(r"^\$ours .*-l ([a-z-]+)", fish, re.MULTILINE)}
        self.assertEqual(options, in_fish)

    def test_every_option_in_the_help_is_accepted(self):
        self.assertIn(b"unknown option", self.joules("--no-such-option", "").stderr)
        options = self.options_in(self.joules("--help").stdout.decode())
        self.assertGreater(len(options), 40)
        for option in options:
            self.assertNotIn(b"unknown option", self.joules(option, "").stderr, option)


class Manuals(Case):
    """joules-report(5) names all that a report may hold, and nothing else."""

    def section(self, title):
        page = (ROOT / "man/joules-report.5").read_text()
        return page.partition(f"\n.Sh {title}\n")[2].partition("\n.Sh ")[0]

    def items(self, title, macro):
        return re.findall(rf"^\.It {re.escape(macro)}(\S+)$", self.section(title), re.MULTILINE)

    def test_each_warning_code_is_explained(self):
        codes = SCHEMAS["report"]["$defs"]["warning"]["properties"]["code"]["enum"]
        self.assertEqual(sorted(codes), sorted(self.items("WARNING CODES", "Sy ")))

    def test_each_format_letter_is_explained(self):
        refused = self.joules("-f", "%Q", "true").stderr.decode()
        known = re.findall(r"%.", refused.partition("known:")[2])
        self.assertEqual(sorted(known), sorted(self.items("FORMAT LETTERS", r"\&")))

    def test_each_export_is_explained(self):
        refused = self.joules("--export", "magic=file", "true").stderr.decode()
        known = re.findall(r"\w+", refused.partition("one of")[2])
        self.assertEqual(sorted(known), sorted(self.items("EXPORTS", "Cm ")))

    def keys_in(self, schema):
        if isinstance(schema, list):
            return set().union(*map(self.keys_in, schema))
        if not isinstance(schema, dict):
            return set()
        properties = schema.get("properties", {})
        return set(properties).union(*map(self.keys_in, schema.values()))

    def test_each_json_key_is_explained(self):
        words = set(re.findall(r"\w+", self.section("JSON")))
        for kind, schema in SCHEMAS.items():
            keys = self.keys_in(schema)
            self.assertIn("schema_version", keys)
            self.assertEqual(keys - words, set(), kind)

    def test_the_pages_name_one_another(self):
        pages = {"joules 1": "joules.1", "joules-report 5": "joules-report.5",
                 "joules-method 7": "joules-method.7"}
        for page, file in pages.items():
            see_also = (ROOT / "man" / file).read_text().partition("\n.Sh SEE ALSO")[2]
            for other in pages.keys() - {page}:
                self.assertIn(f".Xr {other}", see_also, file)


if __name__ == "__main__":
    unittest.main()
