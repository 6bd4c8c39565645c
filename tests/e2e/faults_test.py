# SPDX-License-Identifier: Apache-2.0
"""Counters that wrap, lie or go away while they are read. The command is never disturbed, a reading
that failed is never 0 and never a jump, and the report says what is missing."""
import os
import unittest

import program
from program import Case, JOULES, WORKLOAD, the_run

ZONE = "intel-rapl:0"


class Fault(Case):
    def with_fault(self, fault, *words, zones=("name=package-0,watts=50",), joules_options=(),
                   **options):
        document = self.simulated(*joules_options,
                                  *(words or ("sh", "-c", "sleep 1; echo undisturbed; exit 3")),
                                  zones=zones, faults=(fault,), status=3, **options)
        self.assert_books_close(document)
        self.assertEqual(the_run(document)["exit_code"], 3)
        return document

    def assert_lower_bound(self, document, least, most):
        measured = the_run(document)
        self.assertTrue(measured["energy_is_lower_bound"])
        self.assertGreater(measured["energy_host_joules"], least)
        self.assertLess(measured["energy_host_joules"], most)

    def test_a_counter_that_wraps_five_times(self):
        # 900 W come round every 0.5 s; sampled at most every half of the shortest possible wrap.
        document = self.simulated("sleep", "2.8",
                                  zones=("name=package-0,watts=900,range=450000000",))
        measured = the_run(document)
        self.assertAlmostEqual(measured["energy_host_joules"], 900 * measured["wall_seconds"],
                               delta=900 * 0.1)  # a lost wrap is 450 J
        self.assertFalse(measured["energy_is_lower_bound"])
        text = self.text_of(zones=("name=package-0,watts=900,range=450000000",), seconds="2.8")
        self.assertIn("wrapped 5 times", text)

    def text_of(self, zones, seconds):
        folder = self.folder / "text"
        specs = [word for zone in zones for word in ("--zone", zone)]
        return program.run(program.SIMULATOR, *specs, folder, "--", JOULES, "-v",
                           "--powercap-root", folder, "sleep", seconds).stderr.decode()

    def test_garbage_from_half_time_on(self):
        document = self.with_fault(f"{ZONE}@0.5=garbage")
        self.assert_lower_bound(document, 1, 40)
        self.assertIn("partial_sensor", self.codes(document))

    def test_an_empty_file_from_half_time_on(self):
        self.assert_lower_bound(self.with_fault(f"{ZONE}@0.5=empty"), 1, 40)

    def test_one_torn_reading_costs_nothing(self):
        measured = the_run(self.with_fault(f"{ZONE}@0.4=once-empty"))
        self.assertFalse(measured["energy_is_lower_bound"])
        self.assertAlmostEqual(measured["energy_host_joules"], 50 * measured["wall_seconds"],
                               delta=50 * 0.1)

    def test_a_deleted_counter(self):
        document = self.with_fault(f"{ZONE}@0.5=delete")
        self.assert_lower_bound(document, 1, 40)
        self.assertIn("partial_sensor", self.codes(document))

    def test_a_counter_that_stops_counting(self):
        document = self.with_fault(f"{ZONE}@1=freeze", "sh", "-c", "sleep 7; exit 3",
                                   joules_options=("--interval", "50"))
        self.assert_lower_bound(document, 20, 100)
        self.assertIn("partial_sensor", self.codes(document))

    def test_a_zone_that_vanishes(self):
        self.assert_lower_bound(self.with_fault(f"{ZONE}@0.5=vanish"), 1, 40)

    def test_a_zone_that_returns_with_its_registers_value_costs_nothing(self):
        document = self.simulated(
            "sleep", "1.5", faults=(f"{ZONE}@0.5=vanish", f"{ZONE}@0.9=return"))
        measured = the_run(document)
        self.assertFalse(measured["energy_is_lower_bound"], document["warnings"])
        self.assertAlmostEqual(measured["energy_host_joules"], 50 * measured["wall_seconds"],
                               delta=50 * 0.1)

    def test_a_zone_that_returns_from_0_is_no_jump_and_no_wrap(self):
        # Where it stood near its end, a fall to 0 looks like a wrap of little energy.
        for start in ("100000000000", "262050000000"):
            with self.subTest(start=start):
                document = self.simulated(
                    "sleep", "1.5", zones=(f"name=package-0,watts=50,start={start}",),
                    faults=(f"{ZONE}@0.5=vanish", f"{ZONE}@0.9=return-anew"))
                measured = the_run(document)
                self.assertIn("counter_reset", self.codes(document))
                self.assert_lower_bound(document, 40, 50 * measured["wall_seconds"])

    def test_a_package_that_comes_during_the_run_is_told(self):
        self.zones_made = 0
        zone = self.folder / "powercap-1/intel-rapl:1"
        document = self.simulated(
            "sh", "-c", f"mkdir {zone}; echo package-1 > {zone}/name; echo 5 > {zone}/energy_uj; "
            "sleep 0.3")
        self.assertTrue(the_run(document)["energy_is_lower_bound"])
        about, = (warning["message"] for warning in document["warnings"]
                  if warning["code"] == "partial_sensor")
        self.assertIn("package-1 came during the run", about)

    def test_a_package_that_goes_keeps_its_energy_up_to_there(self):
        document = self.simulated(
            "sleep", "1", zones=("id=intel-rapl:0,name=package-0,watts=50",
                                 "id=intel-rapl:1,name=package-1,watts=50,start=7000000"),
            faults=("intel-rapl:1@0.5=vanish",))
        self.assert_lower_bound(document, 51, 90)
        self.assertIn("partial_sensor", self.codes(document))

    def test_a_second_view_that_contradicts_the_first_is_told(self):
        for watts, told in (("60", True), ("50", False)):
            with self.subTest(watts=watts):
                document = self.simulated(
                    "sleep", "1.2", zones=("id=intel-rapl:0,name=package-0,watts=50",
                                           f"id=intel-rapl-mmio:0,name=package-0,watts={watts}"))
                self.assertEqual("sensors_disagree" in self.codes(document), told)
                self.assertFalse(the_run(document)["energy_is_lower_bound"])
                self.assertAlmostEqual(the_run(document)["energy_host_joules"],
                                       50 * the_run(document)["wall_seconds"], delta=2)

    def test_a_platform_that_falls_behind_its_packages_is_not_known(self):
        # Before the start it counts more than they do; then it is no longer driven.
        document = self.simulated(
            "--sensor", "psys", "sleep", "3",
            zones=("id=intel-rapl:0,name=package-0,watts=50",
                   "id=intel-rapl:1,name=psys,watts=80,watts2=5@1.6"))
        measured = the_run(document)
        self.assertIsNone(measured["energy_host_joules"])
        self.assertIn("less than the packages", measured["unavailable_reason"])

    def test_a_directory_in_the_counters_place(self):
        self.assert_lower_bound(self.with_fault(f"{ZONE}@0.5=directory"), 1, 40)

    def test_a_counter_that_becomes_unreadable_is_read_on_through_its_descriptor(self):
        measured = the_run(self.with_fault(f"{ZONE}@0.5=chmod"))
        self.assertFalse(measured["energy_is_lower_bound"])
        self.assertAlmostEqual(measured["energy_host_joules"], 50 * measured["wall_seconds"],
                               delta=50 * 0.1)

    def test_an_absurd_number_is_not_a_jump(self):
        self.assert_lower_bound(self.with_fault(f"{ZONE}@0.5=huge"), 1, 40)

    def test_a_reset_is_flagged_and_is_not_taken_for_a_wrap(self):
        document = self.with_fault(f"{ZONE}@0.8=reset", "sh", "-c", "sleep 1.6; exit 3",
                                   zones=("name=package-0,watts=50,start=100000000000",))
        self.assertIn("counter_reset", self.codes(document))
        # On either side of the reset is about a half; around it, one interval is lost.
        whole = 50 * the_run(document)["wall_seconds"]
        self.assert_lower_bound(document, 0.75 * whole, whole + 1)

    def test_a_counter_that_stands_still_from_the_start_measured_nothing(self):
        document = self.simulated("sleep", "0.3", zones=("watts=0",))
        measured = the_run(document)
        self.assertIsNone(measured["energy_host_joules"])
        self.assertIsNone(measured["energy_tree_joules"])
        self.assertIn("unavailable_reason", measured)

    def test_one_of_two_packages_lost_makes_the_whole_a_lower_bound(self):
        document = self.with_fault(
            "intel-rapl:1@0.5=garbage",
            zones=("id=intel-rapl:0,name=package-0,watts=50",
                   "id=intel-rapl:1,name=package-1,watts=50,start=7000000"))
        self.assert_lower_bound(document, 51, 90)
        domains = the_run(document)["energy_domains_joules"]
        self.assertGreater(domains["package-0"], domains["package-1"])


class Refused(Case):
    """What cannot be read from the start."""

    def zone(self, identity, name, energy="1000"):
        directory = self.folder / "powercap" / identity
        directory.mkdir(parents=True)
        (directory / "name").write_text(name + "\n")
        (directory / "max_energy_range_uj").write_text("262143328850\n")
        if energy is None:
            (directory / "energy_uj").mkdir()  # unreadable for root, too
        else:
            (directory / "energy_uj").write_text(energy + "\n")

    def test_one_unreadable_package_of_two_is_never_half_a_machine(self):
        self.zone("intel-rapl:0", "package-0")
        self.zone("intel-rapl:1", "package-1", energy=None)
        document = self.document("--powercap-root", self.folder / "powercap", "true")
        self.assertEqual(document["method"]["quality"], "estimated")
        self.assertIn("intel-rapl:1/energy_uj", document["method"]["unavailable_reason"])

    def test_without_an_estimate_the_command_does_not_start(self):
        mark = self.folder / "ran"
        done = self.joules("--no-estimate", "touch", mark)
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"no sensor is readable", done.stderr)
        self.assertFalse(mark.exists())

    def test_a_sensor_that_was_named_and_is_not_there_is_an_error(self):
        done = self.joules("--sensor", "powercap", "--powercap-root", self.folder, "true")
        self.assertEqual(done.returncode, 125)
        self.assertIn(str(self.folder).encode(), done.stderr)

    def test_the_estimate_is_never_zero_never_measured_and_has_a_range(self):
        document = self.document("--powercap-root", self.folder, WORKLOAD, "burn", "0.3")
        measured = the_run(document)
        self.assertEqual(document["method"]["sensor"], "estimate")
        self.assertEqual(document["method"]["quality"], "estimated")
        self.assertLess(0, measured["energy_tree_low_joules"])
        self.assertLess(measured["energy_tree_low_joules"], measured["energy_tree_joules"])
        self.assertLess(measured["energy_tree_joules"], measured["energy_tree_high_joules"])
        self.assert_books_close(document)
        self.assertIn("sensor_unavailable", self.codes(document))

    @unittest.skipUnless(os.geteuid() == 0, "needs root to become another user")
    def test_a_file_that_only_root_may_read_is_named_with_the_remedy(self):
        self.zone("intel-rapl:0", "package-0")
        os.chmod(self.folder, 0o755)
        os.chmod(self.folder / "powercap/intel-rapl:0/energy_uj", 0o400)
        done = program.run("setpriv", "--reuid", "65534", "--clear-groups", JOULES,
                           "--powercap-root", self.folder / "powercap", "true")
        text = " ".join(done.stderr.decode().split())
        self.assertIn("intel-rapl:0/energy_uj: Permission denied", text)
        self.assertIn("chown", text)
        self.assertIn("estimated", text)


class Broken(Case):
    """Nothing of ours keeps the command from running to its end."""

    def test_a_host_without_proc_and_sys(self):
        (self.folder / "proc").mkdir()
        done = self.joules("--host-root", self.folder, "sh", "-c", "echo ran; exit 4")
        self.assertEqual((done.returncode, done.stdout), (4, b"ran\n"))
        self.assertIn(b"not known", done.stderr)
        self.assertNotIn(b" 0 J", done.stderr)
        document = self.document("--host-root", self.folder, "sh", "-c", "exit 4", status=4)
        self.assertIsNone(the_run(document)["energy_tree_joules"])

    @unittest.skipIf(program.SANITIZED, "sanitizers need /proc themselves")
    @unittest.skipUnless(os.geteuid() == 0, "needs root to mount")
    def test_a_masked_proc_leaves_the_tree_unknown_not_empty(self):
        report = self.folder / "report.json"
        script = f"mount -t tmpfs none /proc && exec {JOULES} -j -o {report} sh -c 'exit 6'"
        done = program.run("unshare", "-m", "sh", "-c", script)
        self.assertEqual(done.returncode, 6, done.stderr)
        document = self.validated(report.read_text())
        self.assertIsNone(the_run(document)["processes_left_running"])
        self.assertNotIn("procfs", document["method"]["cpu_time_clocks"])
        self.assertIn("cpu_time_uncertain", self.codes(document))

    @unittest.skipUnless(os.geteuid() == 0, "needs root to mount")
    def test_a_proc_that_hides_other_users_is_told(self):
        # A proc of its own, in a pid namespace: the machine's stays as it is.
        script = ("mount -t proc -o hidepid=2 proc /proc && exec setpriv --reuid 65534 "
                  f"--clear-groups {JOULES} -j sh -c 'exit 6'")
        done = program.run("unshare", "-m", "-p", "-f", "sh", "-c", script)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("hidepid", done.stderr.decode())
        self.assertIn("cpu_time_uncertain", self.codes(self.validated(done.stderr)))

    def test_a_fifo_in_a_sensors_place_does_not_hold_up_the_command(self):
        directory = self.folder / "intel-rapl:0"
        directory.mkdir()
        (directory / "name").write_text("package-0\n")
        os.mkfifo(directory / "energy_uj")
        done = self.joules("--powercap-root", self.folder, "sh", "-c", "exit 5")
        self.assertEqual(done.returncode, 5)
        self.assertIn(b"estimated", done.stderr)


if __name__ == "__main__":
    unittest.main()
