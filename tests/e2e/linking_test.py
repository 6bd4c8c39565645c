# SPDX-License-Identifier: Apache-2.0
"""What joules needs of the system: glibc alone; linked statically nothing, and then it says what it
cannot do. CI runs this suite once more with a static build."""
import os
import re
import unittest

import program
from program import Case, JOULES, SANITIZED, the_run

GLIBC = re.compile(r"(libc|libm|ld-linux[\w-]*)\.so\.\d+")
needs_root = unittest.skipUnless(os.geteuid() == 0, "needs root to become another user")


def needed_libraries():
    dynamic = program.run("readelf", "-dW", JOULES).stdout.decode()
    return re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic)


def is_static():
    return not needed_libraries()


@unittest.skipIf(SANITIZED, "a sanitizer brings libraries of its own")
class Linked(Case):
    def test_only_glibc_is_needed(self):
        for library in needed_libraries():
            self.assertRegex(library, GLIBC)

    @unittest.skipUnless(is_static(), "only a static build refuses something")
    def test_a_static_build_refuses_gpu_in_plain_words(self):
        done = self.joules("--host-root", self.folder, "--gpu", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"a static build of joules cannot load it", done.stderr)

    def test_a_user_that_is_not_there_is_refused(self):
        done = self.joules("--user", "joules-no-such-user", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"no such user", done.stderr)

    def test_it_measures(self):
        document = self.document("sh", "-c", "exit 3", status=3)
        self.assertIn("procfs", document["method"]["cpu_time_clocks"])
        self.assertIsNotNone(the_run(document)["energy_tree_joules"])

    @needs_root
    def test_a_user_of_etc_passwd_has_its_groups_and_its_home(self):
        done = self.joules("-q", "--user", "nobody", "sh", "-c", "id -un; id -G; echo $HOME")
        plain = program.run("sh", "-c", "echo nobody; id -G nobody; getent passwd nobody | cut -d: -f6")
        self.assertEqual(done.stdout, plain.stdout)

    @needs_root
    def test_closed_descriptors_stay_closed_for_the_command_of_another_user(self):
        script = f"exec {JOULES} -q --user nobody sh -c 'ls /proc/self/fd >&2' <&- >&-"
        done = program.run("sh", "-c", script)
        self.assertEqual(done.stderr.split(), program.run(
            "sh", "-c", "exec sh -c 'ls /proc/self/fd >&2' <&- >&-").stderr.split())


if __name__ == "__main__":
    unittest.main()
