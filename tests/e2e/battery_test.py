# SPDX-License-Identifier: Apache-2.0
"""The whole machine by its batteries: recorded machines, whose files the measured command itself
changes, so that what happened is known."""
import pathlib
import unittest

from program import Case, the_run

MACHINES = pathlib.Path(__file__).resolve().parent.parent / "sensors/machines"


class Battery(Case):
    def machine(self, name):
        """A recorded machine's sys, beside the real proc."""
        self.host = self.folder / "host"
        for line in (MACHINES / f"{name}.txt").read_text().splitlines():
            path, equals, content = line.partition(" = ")
            if not equals or not path.startswith("sys/"):
                continue
            file = self.host / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content.replace("\\n", "\n") + "\n")
        (self.host / "proc").symlink_to("/proc")
        self.supplies = self.host / "sys/class/power_supply"

    def write(self, **files):
        """Shell words that write BAT0_status="Full" and the like, in the order given. A file is
        never empty meanwhile."""
        words = ""
        for name, value in files.items():
            supply, file = name.split("_", 1)
            path = self.supplies / supply / file
            words += f"echo '{value}' > {path}.new && mv {path}.new {path} && "
        return words + ":"

    def measure(self, *script, options=(), status=0):
        document = self.document("--host-root", self.host, "--sensor", "battery", *options, "sh",
                                 "-c", "; ".join(script), status=status)
        self.assert_books_close(document)
        return document

    def watts(self, document):
        return the_run(document)["power_host_mean_watts"]

    def assert_measured(self, document, joules, delta):
        self.assertFalse(the_run(document)["energy_is_lower_bound"], document["warnings"])
        self.assertNotIn("partial_sensor", self.codes(document))
        self.assertAlmostEqual(the_run(document)["energy_host_joules"], joules, delta=delta)

    def assert_lower_bound(self, document, joules, delta, reason):
        self.assertTrue(the_run(document)["energy_is_lower_bound"])
        self.assertAlmostEqual(the_run(document)["energy_host_joules"], joules, delta=delta)
        about = [warning["message"] for warning in document["warnings"]
                 if warning["code"] == "partial_sensor"]
        self.assertEqual(len(about), 1, about)
        self.assertIn(reason, about[0])


class OneBattery(Battery):
    def test_a_power_now_that_contradicts_current_and_voltage_is_not_used_and_told(self):
        self.machine("handheld")
        document = self.measure("sleep 0.5")
        self.assertAlmostEqual(self.watts(document), 1.31 * 3.893, delta=0.01)
        self.assertFalse(the_run(document)["energy_is_lower_bound"])
        about, = (warning["message"] for warning in document["warnings"]
                  if warning["code"] == "sensors_disagree")
        self.assertEqual(about, "battery: power_now shows 68 W, current_now x voltage_now 5.1 W: "
                                "the second is used")
        doctor = self.joules("--doctor", "--host-root", self.host)
        self.assertIn("the second is used", " ".join(doctor.stdout.decode().split()))

    def test_every_run_tells_it(self):
        self.machine("handheld")
        document = self.measure("sleep 0.2", options=("-r", "3"))
        self.assertIn("sensors_disagree", self.codes(document))
        for measured in document["commands"][0]["runs"]:
            self.assertAlmostEqual(measured["power_host_mean_watts"], 5.1, delta=0.05)

    def test_views_that_agree_are_told_to_nobody(self):
        self.machine("handheld")
        (self.supplies / "battery/power_now").write_text("5200000\n")
        document = self.measure("sleep 0.3")
        self.assertNotIn("sensors_disagree", self.codes(document))
        self.assertAlmostEqual(self.watts(document), 5.2, delta=0.1)

    def test_plugging_in_makes_a_lower_bound_with_its_reason(self):
        self.machine("handheld")
        (self.supplies / "battery/power_now").write_text("5100000\n")
        document = self.measure("sleep 1.2", self.write(battery_status="Charging"), "sleep 0.8")
        self.assert_lower_bound(document, 1.2 * 5.1, 1.3, "Charging: only a discharging battery")

    def test_a_while_on_external_power_is_left_out_and_told(self):
        self.machine("handheld")
        (self.supplies / "battery/power_now").write_text("10000000\n")
        (self.supplies / "battery/current_now").write_text("-2568000\n")
        document = self.measure("sleep 1", self.write(battery_status="Charging", usb_online="1"),
                                "sleep 1", self.write(battery_status="Discharging", usb_online="0"),
                                "sleep 2.2")
        self.assert_lower_bound(document, 32, 7, "not known for ")
        self.assertLess(the_run(document)["energy_host_joules"],
                        10 * (the_run(document)["wall_seconds"] - 0.9))

    def test_an_adapter_that_comes_on_line_while_the_status_stays(self):
        self.machine("handheld")
        (self.supplies / "battery/power_now").write_text("5100000\n")
        document = self.measure(self.write(usb_online="1"), "sleep 2.5")
        self.assert_lower_bound(document, 5.1 * 0.6, 5.1 * 0.6, "usb/online: on line")

    def test_a_battery_that_charges_from_the_start_is_an_error_before_the_start(self):
        self.machine("handheld")
        (self.supplies / "battery/status").write_text("Charging\n")
        done = self.joules("--host-root", self.host, "--sensor", "battery", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"Charging", done.stderr)

    def test_half_a_line_costs_nothing(self):
        self.machine("two-batteries")
        power = self.supplies / "BAT0/power_now"
        document = self.measure("sleep 0.4", f": > {power}", "sleep 0.3", f"echo 27758000 > {power}",
                                "sleep 0.4")
        self.assert_measured(document, 27.758 * the_run(document)["wall_seconds"], 0.1)


class SeveralBatteries(Battery):
    def test_the_one_that_rests_is_no_missing_half_and_the_pen_does_not_count(self):
        self.machine("two-batteries")
        document = self.measure("sleep 0.5")
        self.assert_measured(document, 27.758 * the_run(document)["wall_seconds"], 0.1)

    def test_one_takes_over_from_the_other(self):
        self.machine("two-batteries")
        document = self.measure(
            "sleep 1", self.write(BAT0_status="Unknown", BAT0_power_now="0",
                                  BAT1_power_now="17758000", BAT1_status="Discharging"), "sleep 1")
        wall = the_run(document)["wall_seconds"]
        self.assert_measured(document, 27.758 + 17.758 * (wall - 1), 3)

    def test_a_moment_in_which_neither_tells_is_bridged(self):
        self.machine("two-batteries")
        document = self.measure(
            "sleep 0.5", self.write(BAT0_status="Unknown", BAT0_power_now="0"), "sleep 0.7",
            self.write(BAT1_power_now="27758000", BAT1_status="Discharging"), "sleep 0.5")
        self.assert_measured(document, 27.758 * the_run(document)["wall_seconds"], 0.2)

    def test_a_third_one_comes_into_its_bay(self):
        self.machine("two-batteries")
        third = self.supplies / "BAT2"
        document = self.measure(
            "sleep 0.4", f"mkdir {third}; echo Battery > {third}/type",
            self.write(BAT2_power_now="27758000", BAT2_status="Discharging",
                       BAT0_status="Unknown"), "sleep 0.8")
        self.assert_measured(document, 27.758 * the_run(document)["wall_seconds"], 10)


if __name__ == "__main__":
    unittest.main()
