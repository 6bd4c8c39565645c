# SPDX-License-Identifier: Apache-2.0
"""Counters that show one register, or what no counter can: recorded machines whose registers move."""
import os
import pathlib
import threading
import time
import unittest

from program import Case, the_run

MACHINES = pathlib.Path(__file__).parent.parent / "sensors/machines"
UPDATE_SECONDS = 0.05


class Host:
    """A recorded machine below a folder, some of whose counters move twenty times a second."""

    def __init__(self, machine, folder):
        self.root = folder
        for line in (MACHINES / f"{machine}.txt").read_text().splitlines():
            name, equals, text = line.partition(" = ")
            if equals and not line.startswith("#"):
                self.file(name, text.replace("\\n", "\n"))
        for entry in pathlib.Path("/proc").iterdir():
            link = folder / "proc" / entry.name
            if not entry.name.isdigit() and not link.exists():
                link.symlink_to(entry)
        self.watts = {}
        self.done = threading.Event()

    def file(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text + "\n")

    def zone(self, identity):
        top, *inside = identity.split("/")
        return self.root.joinpath("sys/class/powercap", top, *inside, "energy_uj")

    def one_register(self, identities):
        """The zones' files are one file."""
        first, *others = [self.zone(identity) for identity in identities]
        for path in others:
            path.unlink()
            os.link(first, path)

    def __enter__(self):
        self.thread = threading.Thread(target=self.move)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()

    def move(self):
        files = [(os.open(self.zone(identity), os.O_RDWR), watts, int(self.zone(identity).read_text()),
                  int(self.zone(identity).with_name("max_energy_range_uj").read_text()))
                 for identity, watts in self.watts.items()]
        start = time.monotonic()
        while not self.done.wait(UPDATE_SECONDS):
            elapsed = time.monotonic() - start
            for file, watts, first, largest in files:
                # No truncation, one write.
                reading = (first + int(watts * elapsed * 1e6)) % (largest + largest // 0xffffffff)
                os.pwrite(file, b"%-24d\n" % reading, 0)
        for file, *_ in files:
            os.close(file)


class OneRegister(Case):
    def guest(self, sockets):
        host = Host("xen-guest-16-sockets", self.folder / f"host-{sockets}")
        for number in range(sockets, 16):
            for part in (f"/intel-rapl:{number:x}:0", ""):
                folder = host.zone(f"intel-rapl:{number:x}{part}").parent
                for path in folder.iterdir():
                    path.unlink()
                folder.rmdir()
        host.packages = [f"intel-rapl:{number:x}" for number in range(sockets)]
        host.memories = [f"{one}/{one}:0" for one in host.packages]
        return host

    def test_sixteen_zones_of_a_guest_that_show_one_register_are_counted_once(self):
        for sockets in (2, 16):
            with self.subTest(sockets=sockets):
                host = self.guest(sockets)
                host.one_register(host.packages)
                host.one_register(host.memories)
                host.watts = {host.packages[0]: 64, host.memories[0]: 6}
                with host:
                    document = self.document("--host-root", host.root, "sleep", "2")
                run = the_run(document)
                most = 70 * (run["wall_seconds"] + 2 * UPDATE_SECONDS)
                self.assertLess(run["energy_host_joules"], most)
                self.assertGreater(run["energy_host_joules"], 100)
                self.assertIn("virtualized", self.codes(document))
                left_out = [one for one in document["method"]["domains"] if "mirror_of" in one]
                self.assertEqual(len(left_out), 2 * (sockets - 1))
                self.assertFalse([one for one in left_out if one["counted"]])

    def test_two_dies_that_read_alike_at_the_start_are_two_counters(self):
        host = Host("xeon-multi-die", self.folder / "host")
        host.watts = dict(zip([f"intel-rapl:{number}" for number in range(4)], (60, 75, 50, 40)))
        for identity in host.watts:
            host.zone(identity).write_text("1000000\n")
        with host:
            document = self.document("--host-root", host.root, "sleep", "2")
        run = the_run(document)
        self.assertAlmostEqual(run["energy_host_joules"], 225 * run["wall_seconds"],
                               delta=225 * 3 * UPDATE_SECONDS)
        self.assertFalse([one for one in document["method"]["domains"] if "mirror_of" in one])


class Implausible(Case):
    def tablet(self):
        host = Host("atom-wrong-unit", self.folder / "host")
        host.watts = {"intel-rapl:0": 4500, "intel-rapl:0/intel-rapl:0:0": 3800}
        return host

    def test_kilowatts_of_a_tablet_are_not_known(self):
        with self.tablet() as host:
            document = self.document("--host-root", host.root, "--sensor", "powercap", "sleep", "1.5")
        run = the_run(document)
        self.assertIsNone(run["energy_host_joules"])
        self.assertIsNone(run["energy_tree_joules"])
        self.assertIsNone(run["energy_domains_joules"]["package-0"])
        self.assertIn("package-0 shows more than the 40.0 W", run["unavailable_reason"])
        self.assertIn("counter_implausible", self.codes(document))
        self.assertNotIn("counter_reset", self.codes(document))

    def test_the_doctor_sees_it_without_a_run(self):
        with self.tablet() as host:
            done = self.joules("--doctor", "-j", "--host-root", host.root)
        document = self.validated(done.stdout, "doctor")
        self.assertEqual((done.returncode, document["in_use"]), (1, "estimate"))
        powercap = next(one for one in document["sensors"] if one["sensor"] == "powercap")
        package = next(one for one in powercap["domains"] if one["name"] == "package-0")
        self.assertFalse(powercap["usable"])
        self.assertTrue(package["implausible"])
        self.assertIn("more than the 40.0 W that it can draw", package["reason"])

    def test_the_doctor_believes_what_a_counter_can_show(self):
        host = self.tablet()
        host.watts = {"intel-rapl:0": 4.5}
        with host:
            done = self.joules("--doctor", "-j", "--host-root", host.root)
        self.assertEqual(self.validated(done.stdout, "doctor")["in_use"], "powercap")

    def test_all_ones_of_an_acpi_meter_are_refused_before_the_command_starts(self):
        host = Host("acpi-all-ones", self.folder / "host")
        mark = self.folder / "ran"
        done = self.joules("--host-root", host.root, "--sensor", "acpi", "touch", mark)
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"power1_average: shows an error value, and no reading", done.stderr)
        self.assertFalse(mark.exists())
        done = self.joules("--doctor", "-j", "--host-root", host.root)
        meter = next(one for one in self.validated(done.stdout, "doctor")["sensors"]
                     if one["sensor"] == "acpi")
        self.assertFalse(meter["usable"])
        self.assertNotIn("reading_watts", meter["domains"][0])

    def with_meter(self, *shown, seconds=1.5):
        """Measures a sleep beside an ACPI meter that shows one after the other, for as long each."""
        host = Host("acpi-all-ones", self.folder / "host")
        meter = "sys/class/hwmon/hwmon1/device/power1_average"
        host.file(meter, f"{shown[0]:<24}")
        file = os.open(host.root / meter, os.O_RDWR)
        self.addCleanup(os.close, file)

        def show():
            for microwatts in shown[1:]:
                time.sleep(seconds / len(shown))
                os.pwrite(file, b"%-24d\n" % microwatts, 0)
        shower = threading.Thread(target=show)
        shower.start()
        document = self.document("--host-root", host.root, "--sensor", "acpi", "sleep", str(seconds))
        shower.join()
        return document, the_run(document)

    def test_an_error_value_in_mid_run_costs_nothing(self):
        _, run = self.with_meter(262000000, 4294967295000, 262000000)
        self.assertFalse(run["energy_is_lower_bound"])
        self.assertAlmostEqual(run["energy_host_joules"], 262 * run["wall_seconds"], delta=1)

    def test_after_an_error_value_that_stays_a_lower_bound_is_left(self):
        document, run = self.with_meter(262000000, 4294967295000)
        self.assertTrue(run["energy_is_lower_bound"])
        self.assertLess(run["energy_host_joules"], 262 * run["wall_seconds"])
        self.assertGreater(run["energy_host_joules"], 80)
        self.assertIn("partial_sensor", self.codes(document))

    def test_a_meter_that_shows_impossible_powers_in_mid_run_is_not_believed(self):
        document, run = self.with_meter(262000000, 4290000000000, 262000000)
        self.assertIsNone(run["energy_host_joules"])
        self.assertIn("counter_implausible", self.codes(document))


if __name__ == "__main__":
    unittest.main()
