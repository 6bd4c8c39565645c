# SPDX-License-Identifier: Apache-2.0
"""Several instances at once on one host."""
import os
import subprocess
import unittest

from program import Case, JOULES, TIMEOUT, SIMULATOR, WORKLOAD, run, the_run

CPUS = sorted(os.sched_getaffinity(0))


class Concurrent(Case):
    @unittest.skipUnless(len(CPUS) == 2, "one each of two CPUs")
    def test_two_at_once_share_the_host_and_count_their_own_tree_only(self):
        folder = self.folder
        one = (f"taskset -c %d {JOULES} -j -o {folder}/%d.json --powercap-root {folder}/zones "
               f"{WORKLOAD} burn 1 &")
        script = " ".join(one % (cpu, cpu) for cpu in CPUS) + " wait"
        done = run(SIMULATOR, "--zone", "watts=50", folder / "zones", "--", "sh", "-c", script)
        self.assertEqual(done.returncode, 0, done.stderr)
        runs = [the_run(self.validated((folder / f"{cpu}.json").read_text())) for cpu in CPUS]
        host = max(measured["energy_host_joules"] for measured in runs)
        trees = [measured["energy_tree_joules"] for measured in runs]
        # Counted twice, or the other's too, they would be more than the host. They do not start and
        # end together, and others may run meanwhile: on a quiet machine each has its half.
        self.assertLessEqual(sum(trees), host * 1.05)
        self.assertGreater(min(trees), 50 / 2 / 2)

    def test_concurrent_instances_append_whole_lines(self):
        lines = self.folder / "energy.jsonl"
        words = [JOULES, "-q", "-a", "-j", "-o", str(lines), "--", WORKLOAD, "burn", "0.02"]
        running = [subprocess.Popen(words) for _ in range(20)]
        for process in running:
            self.assertEqual(process.wait(TIMEOUT), 0)
        documents = [self.validated(line) for line in lines.read_text().splitlines()]
        self.assertEqual(len(documents), 20)


if __name__ == "__main__":
    unittest.main()
