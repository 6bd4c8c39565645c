# SPDX-License-Identifier: Apache-2.0
"""Linked statically, joules becomes its dynamically linked twin where libraries of the system are
needed; alone, it does all the rest."""
import os
import shutil
import unittest

import program
from program import Case, FAILING_READS, JOULES, JOULES_DYNAMIC, the_run

needs_root = unittest.skipUnless(os.geteuid() == 0, "needs root to become another user")


@unittest.skipIf(JOULES == JOULES_DYNAMIC, "this joules is linked dynamically")
class Static(Case):
    def alone(self, *words):
        copy = self.folder / "joules"
        if not copy.exists():
            shutil.copy(JOULES, copy)
        return program.run(copy, *words)

    def test_it_needs_no_library_of_the_system(self):
        self.assertNotIn(b".so", program.run("readelf", "-d", JOULES).stdout)

    def test_a_library_that_is_preloaded_for_the_command_is_not_for_us(self):
        environment = dict(os.environ, LD_PRELOAD=FAILING_READS, FAILING_READS="/proc/* EIO 0 1000")
        document = self.document("sh", "-c", "exit 3", status=3, env=environment)
        self.assertIn("procfs", document["method"]["cpu_time_clocks"])
        self.assertIsNotNone(the_run(document)["energy_tree_joules"])

    def test_a_copy_measures_and_examines_as_the_whole(self):
        self.assertEqual(self.alone("-q", "sh", "-c", "exit 3").returncode, 3)
        examined = self.alone("--doctor")
        self.assertIn(examined.returncode, (0, 1), examined.stderr)
        self.assertIn(b"libnvidia-ml.so.1: it is loaded by", examined.stdout)

    def test_what_a_copy_cannot_do_is_an_error_that_names_what_it_lacks(self):
        for options in (("--user", "nobody"), ("--host-root", self.folder, "--gpu")):
            with self.subTest(option=options[-1]):
                done = self.alone(*options, "echo", "never")
                self.assertEqual((done.returncode, done.stdout), (125, b""))
                self.assertIn(b"libexec/joules/joules, which belongs to this program", done.stderr)
                self.assertIn(b"libexec: No such file or directory", done.stderr)

    @needs_root
    def test_root_is_not_led_to_a_strangers_program(self):
        lure = self.folder / "libexec" / "joules" / "joules"
        lure.parent.mkdir(parents=True)
        lure.write_text("#!/bin/sh\necho lured\n")
        lure.chmod(0o755)
        for stranger, reason in ((lure, b"joules/joules: others may change it"),
                                 (lure.parent.parent, b"libexec: others may change it")):
            with self.subTest(reason=reason):
                os.chown(stranger, 65534, 65534)
                done = self.alone("--user", "nobody", "true")
                self.assertEqual((done.returncode, done.stdout), (125, b""))
                self.assertIn(reason, done.stderr)
                os.chown(stranger, 0, 0)
        lure.chmod(0o777)
        self.assertEqual(self.alone("--user", "nobody", "true").returncode, 125)
        lure.chmod(0o755)
        self.assertEqual(self.alone("--user", "nobody", "true").stdout, b"lured\n")

    @needs_root
    def test_every_word_and_the_name_survive(self):
        words = ("", "a b", "new\nline", "\xff")
        done = self.joules("-q", "--user", "nobody", "sh", "-c",
                           "cat /proc/$PPID/comm; printf '<%s>' \"$@\"", "sh", *words)
        self.assertEqual(done.stdout.decode(), "joules\n" + "".join(f"<{word}>" for word in words))

    @needs_root
    def test_closed_descriptors_stay_closed_for_the_command(self):
        script = f"exec {JOULES} -q --user nobody sh -c 'ls /proc/self/fd >&2' <&- >&-"
        done = program.run("sh", "-c", script)
        self.assertEqual(done.stderr.split(), program.run(
            "sh", "-c", "exec sh -c 'ls /proc/self/fd >&2' <&- >&-").stderr.split())


if __name__ == "__main__":
    unittest.main()
