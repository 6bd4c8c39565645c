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
                (("--sensor", "magic"), ("--sensor", "magic", "auto, perf, powercap, cray, hwmon, psys")),
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


class Mistakes(Case):
    """What is typed wrong is answered with what helps, before anything runs."""

    def answer(self, *words, status=125, **options):
        done = self.joules(*words, **options)
        self.assertEqual((done.returncode, done.stdout), (status, b""), done.stderr)
        message = done.stderr.decode()
        self.assertEqual(message.count("\n"), 1, message)
        return message.removeprefix("joules: ").rstrip("\n")

    def test_a_mistyped_option_is_answered_with_the_nearest(self):
        self.assertEqual(self.answer("--bugdet", "5J", "true"),
                         "unknown option --bugdet: is --budget meant?")
        self.assertEqual(self.answer("--verbos", "true"),
                         "unknown option --verbos: is --verbose meant?")

    def test_what_only_a_shell_knows(self):
        path = {"PATH": str(self.folder)}
        for words, helps in ((("cd", "/"), "joules sh -c 'cd /'"),
                             (("FOO=1", "ls"), "joules env FOO=1 ls"),
                             (("ls -l /",), "joules ls -l /"),
                             (("ls | wc",), "joules sh -c 'ls | wc'"),
                             (("source", "x"), "joules bash -c 'source x'"),
                             (("ll",), "joules \"$SHELL\" -ic ll"),
                             (("help",), "joules --help")):
            with self.subTest(words=words):
                message = self.answer(*words, status=127, env=path)
                self.assertTrue(message.startswith("cannot run "), message)
                self.assertIn(helps, message)

    def test_a_file_that_does_not_run(self):
        script = self.folder / "burn.sh"
        script.write_text("#!/no/such/interpreter\n")
        self.assertIn("not executable: chmod +x", self.answer(script, status=126))
        self.assertIn("it is a directory", self.answer("/", status=126))
        script.chmod(0o755)
        self.assertIn("the interpreter that its first line names is not", self.answer(script, status=127))
        self.assertIn("./burn.sh", self.answer("burn.sh", status=127, cwd=self.folder))

    def test_every_command_is_looked_for_before_the_first_starts(self):
        mark = self.folder / "ran"
        message = self.answer("--compare", f"touch {mark}", "burn.sh", status=127)
        self.assertIn("quote each with its arguments, 'COMMAND A' 'COMMAND B'", message)
        self.assertIn("directory", self.answer("--compare", f"touch {mark}", "/ x", status=126))
        self.assertIn("add --shell", self.answer("--compare", f"touch {mark}", "cd /tmp", status=127,
                                                 env={"PATH": "/usr/bin:/bin"}))
        self.assertFalse(mark.exists())
        # What --prepare makes is not there yet.
        tool = self.folder / "tool"
        done = self.joules("--compare", "-r1", "-w0", "--prepare", f"cp /bin/true {tool}", "true", tool)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_missing_file_is_named_before_a_missing_sensor(self):
        for words, file in ((("--baseline", "missing.json"), "--baseline missing.json: No such file"),
                            (("-b", "5J", "-o", "/nonexistent/x"), "/nonexistent/x: No such file"),
                            (("-b", "5J", "--export", "csv=/nonexistent/x"), "/nonexistent/x: No such file")):
            self.assertTrue(self.answer("--sensor", "perf", "--host-root", self.folder, *words, "true")
                            .startswith(file), words)


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
        self.assertLessEqual(len(lines), 23)
        self.assertLessEqual(max(map(len, lines)), 80)
        examples = [line for line in lines if re.match(r"  joules ", line)]
        self.assertEqual(len(examples), 4)

    def test_help_that_cannot_be_written_is_a_failure(self):
        with open("/dev/full", "wb") as full:
            self.assertEqual(self.joules("--help", stdout=full).returncode, 125)

    def test_help_has_sections(self):
        done = self.joules("--help", "gates")
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        self.assertTrue(done.stdout.startswith(b"Gates "))
        self.assertIn(b"--strict", done.stdout)
        whole = self.joules("--help=all").stdout
        self.assertIn(done.stdout, whole)
        done = self.joules("--help=bogus")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"expected one of measuring, runs", done.stderr)

    def options_in(self, text):
        return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text))

    def test_help_man_page_and_completions_name_the_same_options(self):
        options = self.options_in(self.joules("--help", "all").stdout.decode())
        options |= {"--log-fd", "--gate"}  # which few would miss in the help
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
        options = self.options_in(self.joules("--help", "all").stdout.decode())
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
            if kind == "recording":
                continue  # its schema tells its keys; the page only what it is for
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
