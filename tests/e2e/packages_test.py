# SPDX-License-Identifier: Apache-2.0
"""Two packages of very different power: the tree pays for the one that it runs on.

The machine's own CPUs are said to be two packages, by a host root that has the real proc and a sys
of its own. A package whose CPU the command keeps busy costs it that package's power for each second
of CPU time, whoever else is on that CPU. A competitor keeps the other package busy: so the mean of
both would be 45 W."""
import os
import subprocess
import unittest

import program
from program import Case, JOULES, SIMULATOR, WORKLOAD, the_run

CPUS = sorted(os.sched_getaffinity(0))
ZONES = ("id=intel-rapl:0,name=package-0,watts=80", "id=intel-rapl:1,name=package-1,watts=10")


def burn_on(cpu, seconds):
    return "taskset", "-c", str(cpu), WORKLOAD, "burn", seconds


@unittest.skipUnless(len(CPUS) == 2 == os.cpu_count(), "needs a machine of exactly two CPUs")
class TwoPackages(Case):
    def host_of(self, packages):
        """A host root whose CPUs are on these packages."""
        host = self.folder / "host"
        host.mkdir()
        (host / "proc").symlink_to("/proc")
        for cpu, package in zip(CPUS, packages):
            topology = host / f"sys/devices/system/cpu/cpu{cpu}/topology"
            topology.mkdir(parents=True)
            (topology / "physical_package_id").write_text(f"{package}\n")
        return host

    def compete_on(self, cpu):
        competitor = subprocess.Popen(["taskset", "-c", str(cpu), WORKLOAD, "wall", "60"])
        self.addCleanup(competitor.wait)
        self.addCleanup(competitor.kill)

    def measure(self, *command, packages=(0, 1)):
        document = self.simulated("--host-root", self.host_of(packages), *command, zones=ZONES)
        self.assert_books_close(document)
        return the_run(document)

    def watts_on(self, package):
        """What a second of CPU time on this package costs."""
        self.compete_on(CPUS[1 - package])
        measured = self.measure(*burn_on(CPUS[package], "1.5"))
        self.assertEqual([each["package"] for each in measured["packages"]], [0, 1])
        self.assertGreater(measured["packages"][package]["tree_cpu_seconds"],
                           0.9 * measured["tree_cpu_seconds"])
        return measured["energy_tree_joules"] / measured["tree_cpu_seconds"]

    def test_a_tree_on_the_thirsty_package(self):
        self.assertAlmostEqual(self.watts_on(0), 80, delta=15)

    def test_a_tree_on_the_frugal_package(self):
        self.assertAlmostEqual(self.watts_on(1), 10, delta=15)

    @unittest.skipIf(program.SANITIZED, "a sanitizer makes its samples too rare")
    def test_a_tree_on_both_packages(self):
        one, other = (" ".join(burn_on(cpu, "1")) for cpu in CPUS)
        measured = self.measure("sh", "-c", f"{one} & {other}; wait")
        for each in measured["packages"]:
            self.assertGreater(each["tree_cpu_seconds"], 0.25 * measured["tree_cpu_seconds"])
        energies = [each["energy_tree_joules"] for each in measured["packages"]]
        self.assertAlmostEqual(sum(energies), measured["energy_tree_joules"], places=6)

    def test_packages_that_cannot_be_told_apart_are_charged_as_one(self):
        self.compete_on(CPUS[0])
        measured = self.measure(*burn_on(CPUS[1], "0.5"), packages=(0, 0))
        self.assertNotIn("packages", measured)
        self.assertGreater(measured["energy_tree_joules"], 30 * measured["tree_cpu_seconds"])


if __name__ == "__main__":
    unittest.main()


class Hotplugged(Case):
    def test_a_package_that_comes_is_counted_from_then_on(self):
        zones, report = self.folder / "zones", self.folder / "run.json"
        away, there = self.folder / "away", zones / "intel-rapl:1"
        # In the second run it is there from the start.
        comes = f"sleep 1.2; test -d {there} || mv {away} {there}; sleep 2.5"
        done = program.run(
            SIMULATOR, "--zone", "id=intel-rapl:0,name=package-0,watts=20", "--zone",
            "id=intel-rapl:1,name=package-1,watts=60", zones, "--", "sh", "-c",
            f'mv {there} {away}; exec "$@"', "sh",
            JOULES, "-q", "-j", "-r", "2", "-o", report, "--powercap-root", zones, "sh", "-c", comes)
        self.assertEqual(done.returncode, 0, done.stderr)
        document = self.validated(report.read_text())
        first, second = document["commands"][0]["runs"]
        energies = first["energy_domains_joules"]
        self.assertGreater(energies["package-1"], 30)
        self.assertLess(energies["package-1"], 60 * (first["wall_seconds"] - 1.2) + 1)
        self.assertAlmostEqual(first["energy_host_joules"], sum(energies.values()))
        self.assertTrue(first["energy_is_lower_bound"])
        self.assertIn("package-1 came during the run, and is counted from then on",
                      str(document["warnings"]))
        self.assertAlmostEqual(second["energy_domains_joules"]["package-1"],
                               60 * second["wall_seconds"], delta=10)
        self.assertFalse(second["energy_is_lower_bound"])
