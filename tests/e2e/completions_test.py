# SPDX-License-Identifier: Apache-2.0
"""What the shells complete. zsh and fish are asked where they are installed."""
import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import time
import unittest

from command_line_test import ROOT
from program import Case, TIMEOUT

COMPLETIONS = ROOT / "completions"
BASH_COMPLETION = pathlib.Path("/usr/share/bash-completion/bash_completion")


class Shell(Case):
    """An interactive shell on a terminal. Control-T prints the line that is being typed, and removes it."""

    def start(self, *words, commands):
        self.folder.joinpath("old.json").touch()
        self.folder.joinpath("notes").mkdir()
        self.master, slave = pty.openpty()
        self.addCleanup(os.close, self.master)
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "vt100"}
        shell = subprocess.Popen(words, stdin=slave, stdout=slave, stderr=slave, env=environment,
                                 cwd=self.folder, start_new_session=True)
        os.close(slave)
        self.addCleanup(shell.wait)
        self.addCleanup(shell.kill)
        for command in (*commands, "echo rea''dy"):
            self.type(command + "\n")
        self.read(rb"ready\r\n")

    def type(self, text):
        os.write(self.master, text.encode())

    def read(self, pattern):
        text = b""
        end = time.monotonic() + TIMEOUT
        while not (found := re.search(pattern, text)):
            self.assertTrue(select.select([self.master], [], [], end - time.monotonic())[0], text)
            text += os.read(self.master, 4096)
        return found

    def completed(self, text):
        """The line, after TAB was pressed behind `text`."""
        self.type(text + "\t\x14")
        return self.read(rb"LINE<([^>]*)>").group(1).decode().rstrip()


class Completed:
    """What a shell makes of a line where only one word is left."""

    def check_lines(self):
        for text, line in (
                ("joules --merge ol", "joules --merge old.json"),
                ("joules --merge old.json ol", "joules --merge old.json old.json"),
                ("joules --diff -j ol", "joules --diff -j old.json"),
                ("joules --export csv=ol", "joules --export csv=old.json"),
                ("joules --export jun", "joules --export junit="),
                ("joules --export=csv=ol", "joules --export=csv=old.json"),
                ("joules --baseline ol", "joules --baseline old.json"),
                ("joules --baseline=ol", "joules --baseline=old.json"),
                ("joules --host-root no", "joules --host-root notes/"),
                ("joules --discard", "joules --discard-output"),
                ("joules --policy marg", "joules --policy marginal"),
                ("joules --help compa", "joules --help comparing")):
            with self.subTest(text=text):
                self.assertEqual(self.completed(text), line)


class Bash(Shell, Completed):
    def start_bash(self, *commands):
        self.start("bash", "--norc", "--noprofile", "-i",
                   commands=(*commands, f"source {COMPLETIONS}/joules.bash",
                             "show() { echo \"LINE<$READLINE_LINE>\"; READLINE_LINE=; }",
                             "bind -x '\"\\C-t\": show'"))

    def test_values_files_and_sections(self):
        self.start_bash()
        self.check_lines()

    def test_the_same_where_equals_ends_no_word(self):
        self.start_bash("COMP_WORDBREAKS=${COMP_WORDBREAKS//=}")
        self.check_lines()

    @unittest.skipUnless(BASH_COMPLETION.exists(), "bash-completion is not installed")
    def test_the_same_beside_bash_completion(self):
        self.start_bash(f"source {BASH_COMPLETION}")
        self.check_lines()


@unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
class Zsh(Shell, Completed):
    def test_values_files_and_sections(self):
        self.start("zsh", "-f", "-i",
                   commands=(f"fpath=({COMPLETIONS} $fpath)", "autoload -U compinit", "compinit -u -D",
                             "bindkey -e", "show() { zle -I; print -r -- \"LINE<$BUFFER>\"; BUFFER= }",
                             "zle -N show", "bindkey '^T' show", "unsetopt beep"))
        self.check_lines()


@unittest.skipUnless(shutil.which("fish"), "fish is not installed")
class Fish(Case, Completed):
    def completed(self, text):
        script = f"source {COMPLETIONS}/joules.fish; complete -C '{text}'"
        done = subprocess.run(["fish", "--no-config", "-c", script], cwd=self.folder, timeout=TIMEOUT,
                              capture_output=True, check=True,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.folder), "TERM": "vt100"})
        words = [line.partition("\t")[0] for line in done.stdout.decode().splitlines()]
        self.assertEqual(len(words), 1, words)
        # Of "--export=csv=" it gives the whole word.
        return text.rpartition(" ")[0] + " " + words[0]

    def test_values_files_and_sections(self):
        self.folder.joinpath("old.json").touch()
        self.folder.joinpath("notes").mkdir()
        self.check_lines()


if __name__ == "__main__":
    unittest.main()
