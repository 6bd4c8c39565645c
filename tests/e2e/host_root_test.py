# SPDX-License-Identifier: Apache-2.0
"""What a stranger may have put below --host-root and --powercap-root: nothing outside of it is shown
or saved, and nothing in it holds up the command."""
import os
import tarfile
import unittest

import program
from program import Case, FORBID, JOULES

SECRET = "31415926"


class Stranger(Case):
    def setUp(self):
        super().setUp()
        self.host = self.folder / "host"
        self.secret = self.folder / "secret"
        self.secret.write_text(SECRET + "\n")
        self.secrets = self.folder / "secrets"
        self.secrets.mkdir()
        for name in ("energy1_input", "power1_input", "name", "energy_uj", "cpumask", "type"):
            (self.secrets / name).write_text(SECRET + "\n")
        self.file("proc/stat", "cpu  1 0 1 100 0 0 0 0 0 0\ncpu0 1 0 1 100 0 0 0 0 0 0\n")
        self.file("proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\n")

    def file(self, name, text):
        path = self.host / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def link(self, name, target):
        path = self.host / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(target)

    def commands(self):
        """As it is, and where the kernel has no openat2(2), or a filter forbids it."""
        yield (JOULES,)
        for errno in ("ENOSYS", "EPERM"):
            yield FORBID, "--errno", errno, "openat2", JOULES


class Links(Stranger):
    def setUp(self):
        super().setUp()
        outside = [self.secret, "/../" + "../" * 20 + str(self.secret)[1:]]
        for number, target in enumerate(outside):
            chip = f"sys/class/hwmon/hwmon{number}"
            self.file(f"{chip}/name", "power_meter\n")
            self.link(f"{chip}/power1_input", target)
            zone = f"sys/class/powercap/intel-rapl:{number}"
            self.link(f"{zone}/name", target)
            self.link(f"{zone}/energy_uj", target)
            self.link(f"sys/class/power_supply/BAT{number}/type", target)
        self.link("sys/class/hwmon/hwmon8", self.secrets)
        self.link("sys/class/powercap/intel-rapl:8", self.secrets)
        self.link("sys/bus/event_source/devices/power", self.secrets)
        self.link("proc/sys/kernel/osrelease", self.secret)

    def assert_kept(self, *texts):
        for text in texts:
            self.assertNotIn(SECRET.encode(), text)

    def test_doctor_neither_saves_nor_shows_what_is_outside(self):
        archive = self.folder / "host.tar"
        for joules in self.commands():
            for options in ((), ("-j",), ("--powercap-root", self.host / "sys/class/powercap")):
                done = program.run(*joules, "--doctor", "--save", archive, "--host-root", self.host,
                                   *options, env=program.WITHOUT_LEAK_CHECK)
                self.assertEqual(done.returncode, 1, done.stderr)
                self.assert_kept(done.stdout, done.stderr, archive.read_bytes())
                with tarfile.open(archive) as tar:
                    self.assertIn("proc/cpuinfo", tar.getnames())

    def test_a_report_does_not_show_it(self):
        for joules in self.commands():
            done = program.run(*joules, "-j", "--host-root", self.host, "true",
                               env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assert_kept(done.stdout, done.stderr)

    def test_a_process_whose_words_are_elsewhere(self):
        script = (f"mkdir -p {self.host}/proc/$$/task/$$; cp /proc/$$/stat {self.host}/proc/$$/; "
                  f"ln -s {self.secret} {self.host}/proc/$$/cmdline; sleep 1")
        for joules in self.commands():
            done = program.run(*joules, "-j", "--by-process", "--cpu-clock", "procfs", "--host-root",
                               self.host, "sh", "-c", script, env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(done.returncode, 0, done.stderr)
            processes = self.validated(done.stderr)["commands"][0]["runs"][0]["by_process"]
            self.assertIn("sh", [process["command"] for process in processes])
            self.assert_kept(done.stderr)

    def test_links_inside_are_followed(self):
        host = self.folder / "other"
        self.host = host
        devices = "sys/devices/virtual/powercap/intel-rapl/intel-rapl:0"
        self.file("proc/cpuinfo", "processor\t: 0\nvendor_id\t: GenuineIntel\n")
        self.file(f"{devices}/name", "package-0\n")
        self.file(f"{devices}/max_energy_range_uj", "262143328850\n")
        self.file(f"{devices}/energy_uj", "1000000\n")
        self.link("sys/class/powercap/intel-rapl:0",
                  "../../devices/virtual/powercap/intel-rapl/intel-rapl:0")
        for joules in self.commands():
            done = program.run(*joules, "--doctor", "-j", "--host-root", host,
                               env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(self.validated(done.stdout, "doctor")["in_use"], "powercap")

    def test_names_do_nothing_to_the_terminal(self):
        bad = "\x1b[31m"
        self.file(f"sys/class/hwmon/hwmon3{bad}/name", f"x{bad}\n")
        self.file(f"sys/class/hwmon/hwmon3{bad}/power1_input", "5\n")
        self.file("sys/class/hwmon/hwmon4/name", f"x{bad}\n")
        self.file("sys/class/hwmon/hwmon4/power1_input", "5\n")
        self.file("sys/class/hwmon/hwmon4/power1_label", f"y{bad}\n")
        self.file("sys/class/powercap/intel-rapl:4/name", f"package-0{bad}\n")
        self.file(f"sys/class/power_supply/BAT{bad}/type", "Battery\n")
        self.file(f"sys/class/power_supply/BAT{bad}/power_now", "5000000\n")
        for words in (("--doctor",), ("-v", "true"), ("--sensor", "battery", "-v", "true")):
            done = self.joules("--host-root", self.host, *words)
            lines = (done.stdout + done.stderr).splitlines()
            self.assertEqual([line for line in lines if b"\x1b" in line], [], words)


class Fifos(Stranger):
    NAMES = ("proc/stat", "proc/cpuinfo", "proc/uptime", "proc/loadavg", "proc/1/stat",
             "proc/self/mountinfo", "proc/sys/kernel/osrelease", "proc/sys/kernel/hostname",
             "proc/sys/kernel/perf_event_paranoid", "sys/devices/system/cpu/online",
             "sys/devices/system/cpu/cpu0/topology/physical_package_id",
             "sys/class/powercap/intel-rapl:0/name", "sys/class/powercap/intel-rapl:0/energy_uj",
             "sys/class/powercap/intel-rapl:1", "sys/class/hwmon/hwmon0/name",
             "sys/class/hwmon/hwmon0/energy1_input", "sys/class/hwmon/hwmon0/power1_average",
             "sys/class/hwmon/hwmon1", "sys/class/power_supply/BAT0/type",
             "sys/bus/event_source/devices/power/type")

    def test_at_any_path_they_hold_up_nobody(self):
        for name in self.NAMES:
            path = self.host / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            os.mkfifo(path)
        for joules in self.commands():
            for options in ((), ("--by-process", "--cpu-clock", "procfs")):
                done = program.run(*joules, "--host-root", self.host, *options, "sh", "-c", "exit 5",
                                   env=program.WITHOUT_LEAK_CHECK)
                self.assertEqual(done.returncode, 5, done.stderr)
            done = program.run(*joules, "--doctor", "--save", self.folder / "host.tar",
                               "--host-root", self.host, env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(done.returncode, 1, done.stderr)

    def test_nor_do_they_in_the_place_of_a_process(self):
        own = (f"ln -sfn $$ {self.host}/proc/self; mkdir -p {self.host}/proc/$$/task/$$; "
               f"cp /proc/$$/stat {self.host}/proc/$$/; exec \"$@\"")
        the_commands = (f"mkdir -p {self.host}/proc/$$/task/$$; cd {self.host}/proc/$$; "
                        "mkfifo stat cmdline task/$$/stat task/$$/children; sleep 0.5; exit 5")
        for joules in self.commands():
            done = program.run("sh", "-c", own, "sh", *joules, "--cpu-clock", "procfs", "--by-process",
                               "--host-root", self.host, "sh", "-c", the_commands,
                               env=program.WITHOUT_LEAK_CHECK)
            self.assertEqual(done.returncode, 5, done.stderr)


if __name__ == "__main__":
    unittest.main()
