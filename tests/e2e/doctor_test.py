# SPDX-License-Identifier: Apache-2.0
"""--doctor: every counter that was found, whether it counts and why, and how to get access."""
import json
import tarfile
import unittest

from program import Case


class Doctor(Case):
    def zone(self, identity, energy="5000000", **files):
        parts = identity.split(":")
        directory = self.folder / ":".join(parts[:2])
        if len(parts) > 2:
            directory /= identity
        directory.mkdir(parents=True, exist_ok=True)
        for name, text in dict(files, energy_uj=energy).items():
            (directory / name).write_text(text + "\n")

    def examine(self, *words):
        done = self.joules("--doctor", "--powercap-root", self.folder, *words)
        return done, " ".join(done.stdout.decode().split())

    def test_every_zone_with_its_verdict_and_reason(self):
        full = {"max_energy_range_uj": "262143328850"}
        self.zone("intel-rapl:0", name="package-0", **full)
        self.zone("intel-rapl:0:0", name="core", **full)
        self.zone("intel-rapl:0:1", name="dram", **full)
        self.zone("intel-rapl:1", name="psys", **full)
        done, text = self.examine("-v")
        self.assertEqual(done.returncode, 0)
        self.assertIn("in use powercap: the processor packages and memory", text)
        self.assertIn("package-0, counted: a processor package", text)
        self.assertIn("core, not counted: contained in package-0", text)
        self.assertIn("dram, counted: memory", text)
        self.assertEqual(text.count(str(self.folder / "intel-rapl:1/energy_uj")), 1, text)
        self.assertIn(str(self.folder / "intel-rapl:0/energy_uj"), text)
        self.assertIn("5.00000 J, wraps every 262143 J", text)

    def test_without_a_sensor_it_says_why_and_what_is_estimated(self):
        done, text = self.examine()
        self.assertEqual(done.returncode, 1)
        self.assertIn("the estimate SPECpower linear", text)
        _, text = self.examine("-v")
        self.assertIn(f"{self.folder}: no RAPL zone in it", text)

    def test_a_masked_container_is_recognised(self):
        (self.folder / "intel-rapl:0").symlink_to("../../devices/virtual/powercap/intel-rapl:0")
        done, text = self.examine()
        self.assertEqual(done.returncode, 1)
        self.assertIn("masked by the container", text)
        self.assertIn("what to do mount the host's: docker run -v ", text)
        self.assertNotIn("modprobe", text)
        self.assertNotIn("hypervisor gives", text)

    def test_a_guest_of_scaphandre(self):
        (self.folder / "intel-rapl:0" / "intel-rapl:0:0").mkdir(parents=True)
        (self.folder / "intel-rapl:0" / "energy_uj").write_text("123456")
        done, text = self.examine()
        self.assertEqual(done.returncode, 0)
        self.assertIn("counted intel-rapl:0: the one counter that the hypervisor gives", text)

    def test_it_speaks_of_clocks_and_noise(self):
        _, text = self.examine()
        for word in ("CPU-time clocks", "governor", "turbo", "load", "virtual machine"):
            self.assertIn(word, text)
        self.assertRegex(text, r" load [0-9.]+ \(1 minute\)")

    def test_where_a_run_would_not_be_estimated_it_says_so(self):
        for words, told in ((("--sensor", "psys"), b"none: psys was asked for"),
                            (("--no-estimate",), b"none: --no-estimate ends a run")):
            done = self.joules("--host-root", self.folder, "--doctor", *words)
            self.assertEqual(done.returncode, 1)
            self.assertIn(told, done.stdout)
            self.assertNotIn(b"the estimate", done.stdout)
        done = self.joules("--doctor", "--no-estimate", "--model", "3:4")
        self.assertEqual(done.returncode, 125)

    def test_every_kind_of_sensor_has_its_place_on_the_map(self):
        _, text = self.examine("-v")
        for sensor in ("perf", "powercap", "cray", "hwmon", "psys", "acpi", "system", "battery"):
            self.assertRegex(text, rf" {sensor} not usable: \S")

    def test_access_is_spoken_of_where_there_are_counters_to_give(self):
        _, text = self.examine("-v")
        self.assertNotIn(" access ", text)
        self.zone("intel-rapl:0", name="package-0", max_energy_range_uj="262143328850")
        _, text = self.examine("-v")
        self.assertRegex(text, " access joules-rapl-access ")

    def test_json_is_the_same_map(self):
        self.zone("intel-rapl:0", name="package-0", max_energy_range_uj="262143328850")
        done, _ = self.examine("-j")
        document = self.validated(done.stdout, "doctor")
        self.assertEqual((done.returncode, document["in_use"]), (0, "powercap"))
        powercap = next(one for one in document["sensors"] if one["in_use"])
        self.assertEqual(powercap["domains"][0]["reading_joules"], 5)
        self.assertRegex(powercap["domains"][0]["rights"], "^0[0-7]{3} [^:]+:")
        self.zone("intel-rapl:0", energy="garbage", name="package-0")
        done, _ = self.examine("-j")
        self.assertEqual((done.returncode, json.loads(done.stdout)["in_use"]), (1, "estimate"))

    def test_what_it_saves_is_the_machine_again(self):
        self.zone("intel-rapl:0", name="package-0", max_energy_range_uj="262143328850")
        self.zone("intel-rapl:0:0", name="core")
        archive, replica = self.folder / "host.tar", self.folder / "replica"
        self.assertEqual(self.examine("--save", archive)[0].returncode, 0)
        replica.mkdir()
        with tarfile.open(archive) as tar:
            names = tar.getnames()
            tar.extractall(replica)
        self.assertIn("proc/cpuinfo", names)
        self.assertFalse([name for name in names if "hostname" in name or "serial" in name])
        done = self.joules("--doctor", "-j", "--host-root", replica)
        document = self.validated(done.stdout, "doctor")
        self.assertEqual((done.returncode, document["in_use"]), (0, "powercap"))
        done = self.joules("-f", "%C", "--host-root", replica, "echo", "measured")
        self.assertEqual(done.stdout, b"measured\n")

    def test_what_it_cannot_save_is_listed_with_the_reason(self):
        self.zone("intel-rapl:0", name="package-0", max_energy_range_uj="262143328850")
        (self.folder / "intel-rapl:0" / "energy_uj").unlink()
        (self.folder / "intel-rapl:0" / "energy_uj").symlink_to("energy_uj")  # root cannot read it either
        archive = self.folder / "host.tar"
        self.examine("--save", archive)
        with tarfile.open(archive) as tar:
            unreadable = tar.extractfile("unreadable.txt").read().decode()
        self.assertRegex(unreadable, r"intel-rapl:0/energy_uj: Too many levels of symbolic links\n")

    def test_save_needs_doctor_and_a_place(self):
        self.assertEqual(self.joules("--save", "x", "true").returncode, 125)
        done, _ = self.examine("--save", "/nonexistent/x")
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"/nonexistent/x", done.stderr)

    def test_it_runs_no_command(self):
        done = self.joules("--doctor", "true")
        self.assertEqual(done.returncode, 125)


if __name__ == "__main__":
    unittest.main()
