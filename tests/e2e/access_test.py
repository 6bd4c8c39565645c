# SPDX-License-Identifier: Apache-2.0
"""The script that lets a group read the counters, on a powercap tree made of files.

The files are ours, and so is the group; only root can test with one that is not its own."""
import os
import pathlib
import re
import stat
import unittest

from program import Case, run

ACCESS = pathlib.Path(__file__).resolve().parents[2] / "src/access"
SCRIPT = ACCESS / "joules-rapl-access"
GROUP = 54321 if os.geteuid() == 0 else os.getegid()
ZONES = ("intel-rapl:0", "intel-rapl:0/intel-rapl:0:1", "intel-rapl:a",
         "intel-rapl:a/intel-rapl:a:0", "intel-rapl:a/intel-rapl:a:b")


class Access(Case):
    def setUp(self):
        """All zones lie flat in the class folder, as links into the devices' tree."""
        super().setUp()
        self.powercap = self.folder / "class"
        self.powercap.mkdir()
        devices = self.folder / "devices"
        (devices / "intel-rapl").mkdir(parents=True)
        (self.powercap / "intel-rapl").symlink_to(devices / "intel-rapl")
        for zone in ZONES:
            place = devices / "intel-rapl" / zone
            place.mkdir(parents=True, exist_ok=True)
            for name, mode in (("energy_uj", 0o400), ("max_energy_range_uj", 0o444), ("name", 0o444),
                               ("constraint_0_power_limit_uw", 0o644)):
                (place / name).write_text("1\n")
                (place / name).chmod(mode)
            (self.powercap / place.name).symlink_to(place)

    def access(self, group, folder):
        result = run("/bin/sh", SCRIPT, group, folder)
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, b"", b""))

    def files(self):
        """Mode and group of each file, by zone and name."""
        found = {}
        for zone in self.powercap.glob("*:*"):
            for file in zone.iterdir():
                if file.is_file():
                    status = file.stat()
                    found[zone.name, file.name] = (stat.S_IMODE(status.st_mode), status.st_gid)
        return found

    def with_counters(self, before, mode, group, zones=None):
        return {(zone, name): (mode, group) if name == "energy_uj" and zone in (zones or [zone]) else old
                for (zone, name), old in before.items()}

    def test_every_counter_is_the_groups_to_read_and_nothing_else_changes(self):
        before = self.files()
        self.assertEqual(len(before), 4 * len(ZONES))
        for _ in range(2):
            self.access(GROUP, self.powercap)
            self.assertEqual(self.files(), self.with_counters(before, 0o440, GROUP))

    def test_one_zone(self):
        before = self.files()
        self.access(GROUP, self.powercap / "intel-rapl:a:b")
        self.assertEqual(self.files(), self.with_counters(before, 0o440, GROUP, ["intel-rapl:a:b"]))

    @unittest.skipUnless(os.geteuid() == 0, "gives files to the group root")
    def test_root_takes_it_back(self):
        before = self.files()
        self.access(GROUP, self.powercap)
        for _ in range(2):
            self.access("root", self.powercap)
            self.assertEqual(self.files(), self.with_counters(before, 0o400, 0))

    def test_no_zones(self):
        (self.folder / "empty").mkdir()
        self.access(GROUP, self.folder / "empty")
        self.access(GROUP, self.folder / "absent")

    def test_without_the_group_nothing_is_opened(self):
        before = self.files()
        result = run("/bin/sh", SCRIPT, "no-such-group", self.powercap)
        self.assertEqual(result.returncode, 1)
        self.assertEqual(self.files(), before)

    def test_the_files_name_one_another(self):
        rule = (ACCESS / "70-joules-rapl-access.rules").read_text()
        program, group = re.search(r'RUN\+="(\S+) (\S+) \$sys\$devpath"$', rule, re.M).groups()
        self.assertEqual(program, f"/usr/lib/joules/{SCRIPT.name}")
        self.assertIn(f"\ng {group} -\n", (ACCESS / "joules-rapl-access.conf").read_text())
        self.assertIn(f"\n  {program} root ", (ACCESS / "prerm").read_text())
