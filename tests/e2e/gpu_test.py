# SPDX-License-Identifier: Apache-2.0
"""Graphics cards, by a library that stands in for NVIDIA's."""
import os
import unittest

from program import Case, WORKLOAD, the_run

FAKE = os.environ["FAKE_NVML"]


class Gpu(Case):
    def on_card(self, *words, **variables):
        self.log, self.pids = self.folder / "log", self.folder / "pids"
        environment = dict(os.environ, LD_LIBRARY_PATH=FAKE, FAKE_NVML_WATTS="300",
                           FAKE_NVML_LOG=str(self.log), FAKE_NVML_PIDS=str(self.pids), **variables)
        return self.document("--gpu", *words, env=environment)

    def test_a_jobs_joules_are_the_librarys_own_difference(self):
        document = self.on_card(WORKLOAD, "burn", "1.5")
        card, = the_run(document)["devices"]
        told = [int(line) for line in self.log.read_text().split()]
        # The first ones are read before the run: how many, and how long before, does not matter.
        own = [(told[-1] - first) / 1000 for first in told[1:4]]
        self.assertLess(min(abs(card["energy_device_joules"] - one) for one in own), 0.01)
        self.assertAlmostEqual(card["energy_device_joules"], 300 * the_run(document)["wall_seconds"],
                               delta=300 * 0.3)
        self.assertFalse(card["energy_is_lower_bound"])

    def test_a_card_is_never_part_of_the_host(self):
        document = self.on_card("--sensor", "estimate", "sleep", "0.5")
        measured = the_run(document)
        self.assertGreater(measured["devices"][0]["energy_device_joules"], 100)
        self.assertLess(measured["energy_host_joules"], 100)
        self.assertEqual(document["method"]["quality"], "estimated")
        self.assertNotIn("GPU 0", measured["energy_domains_joules"])

    def test_the_trees_part_is_by_who_used_it(self):
        pids = self.folder / "pids"
        card, = the_run(self.on_card(
            "sh", "-c", f"echo $$ 60 > {pids}; echo 1 20 >> {pids}; sleep 1; true"))["devices"]
        self.assertAlmostEqual(card["energy_tree_joules"] / card["energy_device_joules"], 0.75,
                               delta=0.05)

    def test_where_nobody_tells_the_trees_part_is_not_known(self):
        card, = the_run(self.on_card("sleep", "0.2"))["devices"]
        self.assertIsNone(card["energy_tree_joules"])

    def test_a_card_that_tells_power_only_is_integrated(self):
        document = self.on_card("sleep", "0.5", FAKE_NVML_OLD="1")
        card, = the_run(document)["devices"]
        self.assertAlmostEqual(card["energy_device_joules"], 300 * the_run(document)["wall_seconds"],
                               delta=300 * 0.1)
        domain = next(one for one in document["method"]["domains"] if one["name"] == "GPU 0")
        self.assertTrue(domain["integrated_power"])

    def test_the_command_sees_none_of_the_librarys_descriptors(self):
        environment = dict(os.environ, LD_LIBRARY_PATH=FAKE)
        done = self.joules("-q", "--gpu", "ls", "/proc/self/fd", env=environment)
        self.assertEqual(done.stdout.split(), [b"0", b"1", b"2", b"3"])  # 3: of ls itself

    def test_without_a_card_it_is_an_error_before_the_start(self):
        # Below a folder of its own, so that this machine's cards are out of sight.
        done = self.joules("--host-root", self.folder, "--gpu", "echo", "never",
                           env=dict(os.environ, LD_LIBRARY_PATH=FAKE, FAKE_NVML_NONE="1"))
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"joules: --gpu: NVML knows of no card", done.stderr)

    def test_the_text_says_what_it_is(self):
        done = self.joules("--gpu", "sleep", "0.2", env=dict(os.environ, LD_LIBRARY_PATH=FAKE))
        text = " ".join(done.stderr.decode().split())
        self.assertRegex(text, r"energy, GPU 0 [0-9.]+ J Fake Card, the whole card, by NVML")

    def test_a_grace_hopper_module_is_not_called_a_card(self):
        # Its energy holds the processor's, which the host's own sensors count, too.
        document = self.on_card("sleep", "0.2", FAKE_NVML_NAME="NVIDIA GH200 120GB")
        card, = the_run(document)["devices"]
        self.assertEqual(card["description"], "NVIDIA GH200 120GB, the whole module, by NVML: "
                                              "its processor is part of the host, too")


if __name__ == "__main__":
    unittest.main()
