# SPDX-License-Identifier: Apache-2.0
"""--fold weighs the stacks that perf script prints by the energy of a recording."""
import json
import unittest

from program import Case, the_run

BUSY = ("sh", "-c", "n=0; while [ $n -lt 60000 ]; do n=$((n+1)); done")


class Fold(Case):
    def setUp(self):
        super().setUp()
        self.recording = self.folder / "r.json"
        self.live = the_run(self.simulated("--record", self.recording, *BUSY))
        run = json.loads(self.recording.read_text())["experiment"]["commands"][0]["runs"][0]
        self.own_pid = run["recording"]["own_pid"]
        self.start = self.live["started_monotonic_seconds"]
        self.end = self.live["ended_monotonic_seconds"]

    def samples(self, count, stack_of, pid=1):
        """As perf script prints them: `count` of them, evenly over the run."""
        step = (self.end - self.start) / count
        return "".join(f"sh {pid}/{pid} {self.start + (i + 0.5) * step:.9f}: cpu-clock: \n"
                       f"\t  abc {stack_of(i)}\n\t  def main\n\n" for i in range(count))

    def folded(self, text, *words):
        done = self.joules("--fold", self.recording, *words, input=text.encode())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        return {stack: int(weight) for stack, weight in
                (line.rsplit(" ", 1) for line in done.stdout.decode().splitlines())}

    def test_the_weights_sum_to_the_energy_of_the_tree(self):
        stacks = self.folded(self.samples(4000, lambda i: "hot" if i % 4 else "cold"))
        self.assertEqual(set(stacks), {"sh;main;hot", "sh;main;cold"})
        self.assertAlmostEqual(sum(stacks.values()), self.live["energy_tree_joules"] * 1e6, delta=1)
        self.assertAlmostEqual(stacks["sh;main;hot"] / sum(stacks.values()), 0.75, delta=0.03)

    def test_joules_itself_is_left_out(self):
        text = self.samples(400, lambda i: "f") + self.samples(400, lambda i: "own", self.own_pid)
        self.assertEqual(set(self.folded(text)), {"sh;main;f"})

    def test_another_policy(self):
        stacks = self.folded(self.samples(400, lambda i: "f"), "--policy", "capacity")
        self.assertAlmostEqual(sum(stacks.values()), self.live["energy_tree_by_capacity_joules"] * 1e6,
                               delta=1)

    def test_samples_of_another_time_are_refused(self):
        for text in ("", "sh 1/1 0.000000001: cpu-clock:\n\t 1 f\n", "nonsense\n" * 1000):
            done = self.joules("--fold", self.recording, input=text.encode())
            self.assertEqual((done.returncode, done.stdout), (125, b""))
            self.assertIn(b"perf record -k mono", done.stderr)

    def test_a_line_that_never_ends_is_refused(self):
        endless = self.folder / "endless"
        endless.write_bytes(b"x" * 3_000_000)
        with open(endless, "rb") as text:
            done = self.joules("--fold", self.recording, stdin=text)
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"a line has no end", done.stderr)

    def test_gates_and_formats_are_refused(self):
        for words in (("--budget", "1J"), ("-j",), ("-f", "%j"), ("--export", "csv=-")):
            done = self.joules("--fold", self.recording, *words, input=b"")
            self.assertEqual(done.returncode, 125)
            self.assertIn(b": has no meaning for --fold, which writes folded stacks", done.stderr)


if __name__ == "__main__":
    unittest.main()
