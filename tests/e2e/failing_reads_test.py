# SPDX-License-Identifier: Apache-2.0
"""Reads that fail or take long, as a driver may let them: a preloaded library answers instead. The
command is not disturbed, and what could not be read is missing, never zero and never a jump."""
import unittest

import program
from program import Case, FAILING_READS, JOULES, JUMPING_BOOTTIME, WORKLOAD, the_run

FOR_GOOD = 1 << 30
# Some readings later than the first. One takes two calls: the number, and the end of the file.
# Discovery takes one reading.
LATER = 9
POWER = 50  # the simulated zone's watts


@unittest.skipIf(program.SANITIZED, "a sanitizer's library must be the first")
class Preloaded(Case):
    def setUp(self):
        super().setUp()
        # The command makes it: however slowly joules reads, a fault that begins then is met.
        self.midway = self.folder / "midway"

    def burning_with(self, fault):
        self.midway.unlink(missing_ok=True)
        return self.measured_with(fault, "sh", "-c", f"{WORKLOAD} burn 0.3; : >{self.midway}; "
                                  f"{WORKLOAD} burn 0.4; exit 0", status=0)

    def measured_with(self, fault, *words, library=FAILING_READS, options=(), status=3):
        """Beside simulated sensors; only joules, and what it runs, meet the fault."""
        words = words or ("sh", "-c", f"sleep 0.4; : >{self.midway}; sleep 0.3; "
                          "echo undisturbed; exit 3")
        document = self.simulated(*options, *words, status=status, joules=JOULES, before=(
            "env", f"LD_PRELOAD={library}", f"FAILING_READS={fault}"))
        self.assert_books_close(document)
        self.assertEqual(the_run(document)["exit_code"], status)
        return document

    def assert_measured_to_the_end(self, document):
        measured = the_run(document)
        self.assertFalse(measured["energy_is_lower_bound"])
        self.assertAlmostEqual(measured["energy_host_joules"], POWER * measured["wall_seconds"],
                               delta=POWER * 0.3)


class Sensor(Preloaded):
    def test_a_register_that_fails_once_is_read_again(self):
        self.assert_measured_to_the_end(self.measured_with(f"*/energy_uj EINVAL {LATER} {LATER}"))

    def test_a_register_that_fails_at_the_start_is_read_again_at_once(self):
        # No other reading stands for the first one: without a second try it would be missing.
        self.assert_measured_to_the_end(self.measured_with("*/energy_uj EINVAL 3 3"))
        document = self.measured_with("*/energy_uj EIO 3 3")
        self.assertTrue(the_run(document)["energy_is_lower_bound"])

    def test_one_reading_that_fails_costs_nothing(self):
        self.assert_measured_to_the_end(self.measured_with(f"*/energy_uj EIO {LATER} {LATER}"))

    def test_a_counter_that_fails_for_good_is_a_lower_bound(self):
        for error in ("EINVAL", "EIO", "ENODEV"):
            with self.subTest(error=error):
                self.midway.unlink(missing_ok=True)
                document = self.measured_with(f"*/energy_uj {error} {self.midway} {FOR_GOOD}")
                self.assertTrue(the_run(document)["energy_is_lower_bound"])
                self.assertLess(the_run(document)["energy_host_joules"],
                                POWER * the_run(document)["wall_seconds"])
                self.assertIn("partial_sensor", self.codes(document))

    def test_a_counter_that_fails_from_the_start_is_estimated_with_the_reason(self):
        document = self.measured_with(f"*/energy_uj EIO 1 {FOR_GOOD}")
        self.assertEqual(document["method"]["quality"], "estimated")
        self.assertIn("Input/output error", document["method"]["unavailable_reason"])

    def test_a_counter_that_takes_long_leaves_the_books_whole(self):
        document = self.burning_with(f"*/energy_uj slow {self.midway} {FOR_GOOD}")
        self.assert_measured_to_the_end(document)
        self.assertGreater(the_run(document)["tree_cpu_seconds"], 0.6)


class Proc(Preloaded):
    def test_the_hosts_time_fails_for_a_while(self):
        document = self.measured_with(f"/proc/stat EIO {self.midway} {FOR_GOOD}", "sh", "-c",
                                      f"{WORKLOAD} burn 0.5; : >{self.midway}; {WORKLOAD} burn 0.6; "
                                      f"rm {self.midway}; {WORKLOAD} burn 0.6", status=0)
        self.assert_measured_to_the_end(document)
        self.assertIsNotNone(the_run(document)["energy_tree_joules"])

    def test_the_hosts_time_fails_midway_for_good(self):
        document = self.burning_with(f"/proc/stat EIO {self.midway} {FOR_GOOD}")
        self.assert_measured_to_the_end(document)
        self.assertGreater(the_run(document)["tree_cpu_seconds"], 0.6)
        self.assertIsNone(the_run(document)["energy_tree_joules"])
        self.assertIn("/proc/stat", the_run(document)["unavailable_reason"])

    def test_the_hosts_time_fails_from_the_start(self):
        document = self.measured_with(f"/proc/stat EIO 1 {FOR_GOOD}")
        self.assert_measured_to_the_end(document)
        self.assertIsNone(the_run(document)["energy_tree_joules"])
        self.assertIn("/proc/stat", the_run(document)["unavailable_reason"])

    def test_the_processes_fail_midway(self):
        for error in ("EIO", "EINVAL"):
            with self.subTest(error=error):
                document = self.burning_with(f"/proc/[0-9]*/stat {error} {self.midway} {FOR_GOOD}")
                self.assert_measured_to_the_end(document)
                self.assertGreater(the_run(document)["tree_cpu_seconds"], 0.6)
                self.assertIsNone(the_run(document)["processes_left_running"])
                self.assertIn("cpu_time_uncertain", self.codes(document))

    def test_the_lists_of_children_fail_midway(self):
        document = self.burning_with(f"/proc/*/children EIO {self.midway} {FOR_GOOD}")
        self.assertGreater(the_run(document)["tree_cpu_seconds"], 0.6)


class Suspended(Preloaded):
    def test_an_hour_of_sleep_is_told_and_not_charged(self):
        document = self.measured_with("", library=JUMPING_BOOTTIME)
        self.assertIn("suspended", self.codes(document))
        self.assertLess(the_run(document)["wall_seconds"], 1800)
        self.assertLess(the_run(document)["energy_host_joules"], POWER * 1800)


if __name__ == "__main__":
    unittest.main()
