#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Change the sources in one place at a time, and see whether a test notices.

    cmake --build build/test --target mutants         some changes in every folder
    tests/mutate.py statistics --count 50 --seed 2    more of them, in one folder
    tests/mutate.py --again LIST                      only those that lived in the list of a former run

A change that no test noticed shows what the tests leave open. A change that does not compile is not
counted; one that cannot be noticed is listed in equivalent_changes.txt, with the reason. Tests run in a
process namespace of their own, because a changed kill() may reach every process that it can see.
"""
import argparse
import fnmatch
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
EQUIVALENT = ROOT / "tests/equivalent_changes.txt"

# Each folder: the percentage of changes that its tests should notice, the unit suites that should see
# them, and the end-to-end suites to ask where no unit test did.
FOLDERS = {
    "attribution": (90, ["attribution", "report"], ["accuracy", "registers", "report"]),
    "statistics": (90, ["statistics", "report"], ["compare", "repeats"]),
    "merging": (90, ["merging", "report"], ["merge"]),
    "accounting": (90, ["accounting", "sampling"], ["tree", "clocks", "limits", "subjects"]),
    "ledger": (90, ["ledger", "sampling"], ["ledger"]),
    "sampling": (90, ["sampling", "launch"],
                 ["packages", "repeats", "gpu", "clocks", "tree", "signals", "ledger", "report"]),
    "host": (80, ["host", "sensors", "accounting"], ["host_root", "access", "doctor"]),
    "sensors": (80, ["sensors"], ["gpu", "failing_reads", "registers", "battery", "doctor"]),
    "launch": (80, ["launch"], ["launch", "signals", "signals_table", "job_control", "interrupted", "repeats"]),
    "experiment": (80, ["experiment", "launch"], ["repeats", "signals", "compare"]),
    "report": (80, ["report"], ["report", "exports", "doctor", "merge", "registers", "replay"]),
    "output": (80, ["output"], ["files", "exports", "shortage", "report"]),
    "cli": (80, ["cli"], ["command_line", "compare", "limits"]),
    "app": (80, ["app", "report"], ["exports", "doctor", "files", "merge", "faults", "compare", "replay", "repeats", "registers"]),
    ".": (80, ["vocabulary", "report", "cli"], ["report"]),
}

# Unit tests that take longer than all others together; --quick leaves them out.
SLOW = "power that moves with the tree*,more runs than anybody makes*,+- covers what perfect clocks*"

SWAPS = [(" < ", " <= "), (" < ", " >= "), (" <= ", " < "), (" <= ", " > "), (" > ", " >= "), (" > ", " <= "),
         (" >= ", " > "), (" >= ", " < "), (" == ", " != "), (" != ", " == "), (" + ", " - "), (" - ", " + "),
         (" * ", " / "), (" / ", " * "), (" += ", " -= "), (" -= ", " += "), (" && ", " || "), (" || ", " && "),
         ("std::min", "std::max"), ("std::max", "std::min"), ("ranges::min", "ranges::max"),
         ("ranges::max", "ranges::min"), ("true", "false"), ("false", "true"), ("continue;", "break;"),
         ("(!", "("), (" !", " ")]
NO_SWAP = re.compile(r"\" \+ | \+ \"| !=$")  # text put together is not a sum
NUMBER = re.compile(r"(?<![\w.'\"])(\d[\d']*(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.'\"])")
CONDITION = re.compile(r"\b(if|while) \((?!const |auto )([^;]*)\)( \{$| [^;{}]*;$|$)")
STATEMENT = re.compile(r"^\s+(?!return|throw|using|case|default|else|const |auto |delete)"
                       r"[\w:.>\[\]*()-]+(\(.*\)| [-+|&]?= .*|\+\+);$")
FUNCTION = re.compile(r"^(?!namespace|struct|class|enum|  |template|extern|#).*\).* \{$")


def without_words(source):
    """The same text, its comments, strings and characters blanked, so that only code is changed."""
    token = r'R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<!\w)\'(?:\\.|[^\'\\\n])+\'|//[^\n]*|/\*(?:.|\n)*?\*/'
    return re.sub(token, lambda match: re.sub(r"[^\n]", '"', match[0]), source)


def other_number(text):
    if re.search(r"[.e]", text):
        return repr(float(text.replace("'", "")) * 1.5)
    return str(int(text.replace("'", "")) + 1)


def changes_of(line, code, following):
    """All changed forms of a line; `code` is the same line without its words."""
    found = []

    def put(begin, end, text):
        found.append(line[:begin] + text + line[end:])

    for old, new in SWAPS:
        for match in re.finditer(re.escape(old) if not old[0].isalpha() else r"\b" + re.escape(old), code):
            if not NO_SWAP.search(code[max(0, match.start() - 1):match.end() + 1]) or old == " != ":
                put(match.start(), match.end(), new)
    if not re.match(r"#|\s*(template|using|static_assert)", code):
        for match in NUMBER.finditer(code):
            put(match.start(), match.end(), other_number(match[1]))
    for match in CONDITION.finditer(code):
        if match[2].count("(") == match[2].count(")"):
            put(match.start(2), match.end(2), "!(" + line[match.start(2):match.end(2)] + ")")
    if STATEMENT.match(code) and code.count("(") == code.count(")"):
        put(len(line) - len(line.lstrip()), len(line), ";")
    if FUNCTION.match(code) and following:
        found.append(line + (" return;" if code.startswith(("void", "static void")) else " return {};"))
    return [text for text in found if text != line]


class Change:
    def __init__(self, path, number, old, new):
        self.path, self.number, self.old, self.new = path, number, old, new

    def said(self, fate):
        return f"{self.path.relative_to(ROOT)}:{self.number}: {fate}\n- {self.old.strip()}\n+ {self.new.strip()}"


def sources(folder):
    return sorted(path for path in (ROOT / "src" / folder).glob("*.cpp" if folder == "." else "**/*.cpp") if path.name != "main.cpp")


def candidates(folder, choice):
    """One change of every line that can be changed, in an order that the seed decides."""
    found = []
    for path in sources(folder):
        source = path.read_text()
        lines, code = source.split("\n"), without_words(source).split("\n")
        for i, line in enumerate(lines):
            changes = changes_of(line, code[i], i + 1 < len(lines))
            if changes:
                found.append(Change(path, i + 1, line, choice.choice(changes)))
    choice.shuffle(found)
    return found


def written_changes(path):
    """The changes of a list: pairs of a line with '- ' and one with '+ ', after FILE:LINE: FATE."""
    place, old = None, None
    for line in path.read_text().splitlines():
        if line.startswith("- "):
            old = line[2:]
        elif line.startswith("+ ") or line == "+":
            yield place, old, line[2:]
        else:
            place = line


def lived_before(path, folder):
    for place, old, new in written_changes(path):
        match = re.match(r"(\S+):(\d+): lived", place or "")
        if not match or (ROOT / match[1]).parent != (ROOT / "src" / folder):
            continue
        lines = (ROOT / match[1]).read_text().split("\n")
        near = sorted((abs(i + 1 - int(match[2])), i) for i, line in enumerate(lines) if line.strip() == old)
        if near:
            line = lines[near[0][1]]
            indent = line[:len(line) - len(line.lstrip())]
            yield Change(ROOT / match[1], near[0][1] + 1, line, indent + new)


class Bench:
    """The build of the changed sources, and the tests that are run on it."""

    def __init__(self, build, jobs, quick):
        self.build, self.jobs = build, str(jobs)
        self.left_out = [f"--test-case-exclude={SLOW}"] if quick else []
        self.usual = {}  # seconds that a suite takes without any change
        linker = next((name for name in ("lld", "gold") if shutil.which("ld." + name)), None)
        subprocess.run(["cmake", "--preset", "test", "-S", ROOT, "-B", build,
                        "-DCMAKE_BUILD_TYPE=Debug", "-DCMAKE_CXX_FLAGS_DEBUG=-O0", "-DCMAKE_CXX_FLAGS=-w",
                        "-DJOULES_STATIC=OFF", "-DJOULES_GROUPS=OFF",
                        *(["-DCMAKE_CXX_COMPILER_LAUNCHER=ccache"] if shutil.which("ccache") else []),
                        *([f"-DCMAKE_EXE_LINKER_FLAGS=-fuse-ld={linker}"] if linker else [])],
                       cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        self.apart = ["unshare", "--pid", "--fork", "--kill-child", "--mount-proc"]
        if os.geteuid() != 0:
            self.apart += ["--user", "--map-root-user"]
        self.apart += ["sh", "-c", '"$@"; exit $?', "sh"]  # somebody has to wait for orphans there
        if subprocess.run([*self.apart, "true"], stderr=subprocess.DEVNULL, check=False).returncode != 0:
            sys.exit("mutate.py: tests of changed sources need a process namespace of their own, and unshare(1)"
                     " cannot make one here; allow user namespaces, or run as root")

    def compiles(self, target):
        process = subprocess.Popen(["cmake", "--build", self.build, "--target", target, "-j", self.jobs],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return process.wait() == 0
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)  # no compiler may outlive the change, and write its object
            raise

    def passes(self, suite):
        """Whether the suite passes; a suite that hangs does not."""
        kind, name = suite.split(".")
        if kind == "unit":
            command = [self.build / "unit_tests", f"--test-suite={name}", "--abort-after=1", *self.left_out]
        else:
            command = ["ctest", "--test-dir", self.build, "-R", f"^e2e\\.{name}$", "--stop-on-failure"]
        limit = 3 * self.usual.get(suite, 200) + 10
        process = subprocess.Popen([*self.apart, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        start = time.monotonic()
        try:
            return process.wait(limit) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            process.kill()  # --kill-child ends whatever is left in the namespace
            process.wait()
            self.usual.setdefault(suite, time.monotonic() - start)

    def fate(self, change, suites):
        source = change.path.read_text()
        lines = source.split("\n")
        lines[change.number - 1] = change.new
        try:
            change.path.write_text("\n".join(lines))
            if not self.compiles("unit_tests"):
                return None
            for suite in suites:
                if suite.startswith("e2e.") and not self.compiles("all"):
                    return None
                if not self.passes(suite):
                    return "killed by " + suite
            return "lived"
        finally:
            change.path.write_text(source)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folders", nargs="*", help="folders of src/; all by default")
    parser.add_argument("--count", type=int, default=20, help="changes for each folder, that compile")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", default="*", help="only files whose name fits, such as 'gate*'")
    parser.add_argument("--again", type=pathlib.Path, metavar="LIST", help="only the changes that lived in LIST")
    parser.add_argument("--unit", action="store_true", help="no end-to-end tests")
    parser.add_argument("--quick", action="store_true", help="no unit tests that take long")
    parser.add_argument("--build", type=pathlib.Path, default=ROOT / "build/mutants")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    wanted = parser.parse_args()
    if subprocess.run(["git", "status", "--porcelain", "src", "include"], cwd=ROOT, check=True,
                      capture_output=True).stdout:
        sys.exit("mutate.py: src or include has changes that are not committed, and this tool writes there; commit"
                 " or stash them first")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the changed file is restored on the way out
    bench = Bench(wanted.build.resolve(), wanted.jobs, wanted.quick)
    if not bench.compiles("all"):
        sys.exit("mutate.py: the sources do not build without any change")
    equivalent = {(old, new) for _, old, new in written_changes(EQUIVALENT)}
    report = []
    for folder in wanted.folders or FOLDERS:
        goal, unit, end_to_end = FOLDERS[folder]
        suites = ["unit." + name for name in unit]
        suites += [] if wanted.unit else ["e2e." + name for name in end_to_end]
        bench.compiles("all")  # without the last change
        suites = [suite for suite in suites if bench.passes(suite) or print(f"{suite} fails unchanged: left out")]
        fates = {"killed": 0, "lived": 0, "equivalent": 0}
        tried = list(lived_before(wanted.again, folder)) if wanted.again else candidates(
            folder, random.Random(f"{wanted.seed}/{folder}"))
        for change in tried:
            if sum(fates.values()) == wanted.count and not wanted.again:
                break
            if not fnmatch.fnmatch(change.path.name, wanted.files):
                continue
            known = (change.old.strip(), change.new.strip()) in equivalent
            fate = "equivalent" if known else bench.fate(change, suites)
            if fate:
                fates[fate.split()[0]] += 1
                print(change.said(fate), flush=True)
        noticed = fates["killed"] + fates["lived"]
        rate = 100 * fates["killed"] / noticed if noticed else 100
        report.append(f"{folder:12} {fates['killed']:7} {fates['lived']:6} {fates['equivalent']:11}"
                      f" {rate:5.0f} % {goal:5} %")
    print(f"\n{'folder':12} {'killed':>7} {'lived':>6} {'equivalent':>11} {'rate':>7} {'goal':>7}", *report, sep="\n")


if __name__ == "__main__":
    main()
