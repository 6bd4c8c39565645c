# SPDX-License-Identifier: Apache-2.0
"""Many reports as one."""
import json
import os
import shutil
import unittest

from program import Case, JOULES, SIMULATOR, WORKLOAD, run

CPUS = sorted(os.sched_getaffinity(0))
# Open MPI refuses root, and more ranks than cores; both are all that a test machine has.
MPI = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
           OMPI_MCA_rmaps_base_oversubscribe="1", OMPI_MCA_plm_rsh_agent="false",
           OMPI_MCA_btl="self,vader")


class Merge(Case):
    def merged(self, *words):
        done = self.joules("--merge", "-j", *words)
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return self.validated(done.stdout, "merge")

    def beside_zones(self, script):
        done = run(SIMULATOR, "--zone", "watts=50", self.folder / "zones", "--", "sh", "-c", script,
                   env=MPI)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_two_at_once_count_the_host_once(self):
        lines = self.folder / "runs.jsonl"
        one = (f"taskset -c %d {JOULES} -q -j -a -o {lines} --powercap-root {self.folder}/zones "
               f"{WORKLOAD} burn 1 &")
        self.beside_zones(" ".join(one % cpu for cpu in (CPUS[0], CPUS[-1])) + " wait")
        runs = [json.loads(line)["commands"][0]["runs"][0]
                for line in lines.read_text().splitlines()]
        total, = self.merged(lines)["totals"]
        host, = total["hosts"]
        self.assertAlmostEqual(total["energy_tree_joules"],
                               sum(each["energy_tree_joules"] for each in runs))
        start = min(each["started_monotonic_seconds"] for each in runs)
        end = max(each["ended_monotonic_seconds"] for each in runs)
        self.assertAlmostEqual(host["covered_seconds"], end - start)
        # The power is constant: the truth is known, and counted twice it would be twice as much.
        self.assertAlmostEqual(host["energy_host_joules"], 50 * (end - start), delta=5)
        self.assertEqual(total["energy_host_joules"], host["energy_host_joules"])
        self.assertLessEqual(total["energy_tree_joules"], total["energy_host_joules"] * 1.02)

    @unittest.skipUnless(shutil.which("mpirun"), "Debian: openmpi-bin")
    def test_ranks_of_a_real_mpirun(self):
        self.beside_zones(
            f"exec mpirun -n 2 {JOULES} -q -j -a -o {self.folder}/job.jsonl "
            f"--powercap-root {self.folder}/zones {WORKLOAD} burn 0.5")
        total, = self.merged(self.folder / "job.jsonl")["totals"]
        self.assertEqual([part["rank"] for part in total["by_rank"]], [0, 1])
        self.assertEqual([host["runs"] for host in total["hosts"]], [2])
        self.assertEqual(total["quality"], "measured")
        text = self.joules("--merge", self.folder / "job.jsonl").stdout.decode()
        self.assertIn("2 runs on 1 host, measured by powercap, from 1 file", text)
        self.assertRegex(text, r"by rank[^\n]*\n    0 on .*\n    1 on ")

    def test_jobs_of_a_batch_system_are_told_apart(self):
        files = []
        for job in ("4711", "4711", "4712"):
            files.append(self.folder / f"{len(files)}.json")
            done = self.joules("-q", "-j", "-o", files[-1], "--sensor", "estimate", "true",
                               env=dict(os.environ, SLURM_JOB_ID=job, SLURM_STEP_ID="0"))
            self.assertEqual(done.returncode, 0, done.stderr)
        total, = self.merged(*files)["totals"]
        self.assertEqual([(part["job"], part["runs"]) for part in total["by_job"]],
                         [("slurm 4711", 2), ("slurm 4712", 1)])
        text = self.joules("--merge", *files).stdout.decode()
        self.assertRegex(text, r"by job[^\n]*\n +slurm 4711 .*\n +slurm 4712 ")

    def test_nodes_of_a_job_are_added(self):
        report = self.folder / "node1.json"
        self.joules("-j", "-o", report, "-r", "2", WORKLOAD, "burn", "0.05")
        other = json.loads(report.read_text())
        other["host"].update(hostname="node2", boot_id="another")
        (self.folder / "node2.json").write_text(json.dumps(other))
        total, = self.merged(report, self.folder / "node2.json")["totals"]
        self.assertEqual([host["runs"] for host in total["hosts"]], [2, 2])
        self.assertAlmostEqual(total["energy_host_joules"],
                               2 * total["hosts"][0]["energy_host_joules"])
        self.assertEqual(total["quality"], "estimated")
        self.assertLess(total["energy_tree_low_joules"], total["energy_tree_joules"])

    def test_what_cannot_be_merged_is_named(self):
        report = self.folder / "one.json"
        self.joules("-j", "-o", report, "true")
        (self.folder / "torn.json").write_text(report.read_text()[:-9])
        for words, told in (((), "needs saved reports"),
                            ((report, report), "holds the same run twice"),
                            ((self.folder / "torn.json",), "torn.json: line 1: is not one JSON"),
                            (("/nonexistent",), "/nonexistent: No such file"),
                            (("-b", "1J", report), "whole trees"),
                            (("--export", "csv=-", report), "in text or --json")):
            done = self.joules("--merge", *words)
            self.assertEqual((done.returncode, done.stdout), (125, b""), words)
            self.assertIn(told, done.stderr.decode())

    def test_it_goes_where_it_is_told_to(self):
        report, out = self.folder / "one.json", self.folder / "merged.json"
        self.joules("-j", "-o", report, "true")
        done = self.joules("--merge", "-j", "-o", out, report)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, b"", b""))
        self.validated(out.read_text(), "merge")


if __name__ == "__main__":
    unittest.main()
