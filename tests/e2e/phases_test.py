# SPDX-License-Identifier: Apache-2.0
"""--marks and --work: the phases of a command, and joules for each of what it does."""
import json
import shutil
import unittest

import program
from processes import command_of, started, wait_until
from program import Case, JOULES, WORKLOAD, the_run

WATTS = 50
# It tells its own clock what it tells joules: CLOCK_MONOTONIC, as joules reads it.
THREE_PHASES = f"""
import os, subprocess, time
marks = open(int(os.environ["JOULES_MARKS_FD"]), "w", buffering=1)
told = open(os.environ["TOLD"], "w")
for name in ("load", "work", "save"):
    print(name, time.monotonic(), file=told)
    print("begin", name, file=marks)
    subprocess.run(["{WORKLOAD}", "burn", "0.3"])
    print("end", name, file=marks)
    print(name, time.monotonic(), file=told)
print("work 1000 requests", file=marks)
"""


def marks(text, then="true"):
    return ["sh", "-c", f"printf '{text}' >&$JOULES_MARKS_FD; {then}"]


class Phases(Case):
    def text(self, *words):
        done = self.joules(*words)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stderr.decode()

    def phases(self, document):
        return {phase["name"]: phase for phase in the_run(document)["phases"]}

    def test_each_phase_has_the_energy_of_its_time(self):
        told = self.folder / "told"
        document = self.simulated("--marks", "env", f"TOLD={told}", "python3", "-c", THREE_PHASES)
        run, phases = the_run(document), self.phases(document)
        self.assertEqual(list(phases), ["load", "work", "save"])
        times = {}
        for line in told.read_text().splitlines():
            name, seconds = line.split()
            times.setdefault(name, []).append(float(seconds))
        for name, (begin, end) in times.items():
            # The simulated power is constant: late by as much as this machine was busy.
            self.assertAlmostEqual(phases[name]["energy_host_joules"], WATTS * (end - begin),
                                   delta=WATTS * 0.15)
            self.assertGreater(phases[name]["tree_cpu_seconds"], 0.1)
            self.assertEqual((phases[name]["times"], phases[name].get("unended")), (1, None))
        in_phases = sum(phase["energy_tree_joules"] for phase in run["phases"])
        self.assertAlmostEqual(in_phases + run["energy_phases_rest_joules"],
                               run["energy_tree_joules"], places=9)
        work, = run["work"]
        self.assertEqual((work["phase"], work["unit"], work["amount"]), (None, "requests", 1000))
        self.assertAlmostEqual(work["energy_each_joules"], run["energy_tree_joules"] / 1000)

    def test_without_marks_the_environment_is_as_it_was(self):
        done = self.joules("-q", "sh", "-c", "echo [$JOULES_MARKS_FD]; ls /proc/self/fd")
        again = program.run("sh", "-c", "echo [$JOULES_MARKS_FD]; ls /proc/self/fd")
        self.assertEqual(done.stdout, again.stdout)
        # With it there is one descriptor more, of one digit.
        with_marks = self.joules("-q", "--marks", "sh", "-c", "echo $JOULES_MARKS_FD").stdout
        self.assertRegex(with_marks, rb"^[3-9]\n$")

    def test_nested_phases_are_said_and_the_sum_is_exact(self):
        document = self.simulated("--marks", *marks(
            "begin all\\nbegin part\\n",
            f"{WORKLOAD} burn 0.2; echo end part >&$JOULES_MARKS_FD; {WORKLOAD} burn 0.1; "
            "echo end all >&$JOULES_MARKS_FD"))
        run, phases = the_run(document), self.phases(document)
        self.assertGreater(phases["all"]["energy_tree_joules"], phases["part"]["energy_tree_joules"])
        alone = sum(phase["energy_alone_joules"] for phase in run["phases"])
        self.assertAlmostEqual(alone + run["energy_phases_rest_joules"], run["energy_tree_joules"],
                               places=9)

    def test_garbled_lines_and_phases_without_an_end_are_said(self):
        document = self.document("--marks", *marks("begin a\\nnonsense\\nend b\\nbegin", "sleep 0.1"))
        self.assertTrue(self.phases(document)["a"]["unended"])
        self.assertIn("marks_lost", self.codes(document))

    def test_thousands_of_marks_a_second(self):
        script = ("i=0; while [ $i -lt 5000 ]; do echo begin a; echo end a; i=$((i+1)); done "
                  ">&$JOULES_MARKS_FD")
        document = self.simulated("--marks", "sh", "-c", script)
        self.assertEqual(self.phases(document)["a"]["times"], 5000)
        self.assert_books_close(document)
        # More than are kept: said, and the command's writes never fail because joules is slow.
        document = self.document("--marks", "sh", "-c", script.replace("5000", "20000"))
        self.assertIn("marks_lost", self.codes(document))

    def test_a_parent_that_ignores_signals_makes_no_difference(self):
        told = self.folder / "told"
        ignoring = ["python3", "-c", "import os, signal, sys\n"
                    "for one in (signal.SIGIO, signal.SIGCHLD): signal.signal(one, signal.SIG_IGN)\n"
                    "os.execvp(sys.argv[1], sys.argv[1:])"]
        phases = self.phases(self.simulated("--marks", "--interval", "1000", "env", f"TOLD={told}",
                                            "python3", "-c", THREE_PHASES, before=ignoring))
        for phase in phases.values():
            self.assertGreater(phase["wall_seconds"], 0.1)

    def test_where_joules_was_stopped_the_doubt_covers_it(self):
        script = ("echo begin a >&$JOULES_MARKS_FD; sleep 0.2; kill -STOP $PPID; "
                  "echo end a >&$JOULES_MARKS_FD; echo begin b >&$JOULES_MARKS_FD; "
                  f"{WORKLOAD} burn 0.3; echo end b >&$JOULES_MARKS_FD; kill -CONT $PPID; sleep 0.1")
        truth = WATTS * 0.3 / 2 # at least: it may have had both CPUs' energy
        # At long intervals nothing was due while it was stopped.
        for interval in ("50", "2000"):
            phases = self.phases(self.simulated("--marks", "--interval", interval, "sh", "-c", script))
            b = phases["b"]
            self.assertGreater(b["energy_tree_joules"] + b["energy_tree_uncertainty_joules"],
                               0.9 * truth)

    def test_children_inherit_it_and_write_after_the_command_has_ended(self):
        document = self.document("--marks", "--wait-tree", "all", "sh", "-c",
                                 "(sleep 0.3; echo begin late >&$JOULES_MARKS_FD; sleep 0.2) & true")
        self.assertTrue(self.phases(document)["late"]["unended"])

    def test_a_command_goes_on_writing_when_joules_was_killed(self):
        done = self.folder / "done"
        script = f"sleep 0.5; echo begin a >&$JOULES_MARKS_FD && echo $? >{done}"
        joules = started(JOULES, "-q", "--marks", "sh", "-c", script)
        command_of(joules)
        joules.kill()
        joules.communicate()
        wait_until(lambda: done.exists() and done.read_text() == "0\n")

    def test_known_work_needs_no_marks(self):
        document = self.simulated("--work", "200:requests", WORKLOAD, "burn", "0.2")
        run = the_run(document)
        work, = run["work"]
        self.assertAlmostEqual(work["energy_each_joules"], run["energy_tree_joules"] / 200)
        text = self.text("--work", "200:requests", "-r", "2", WORKLOAD, "burn", "0.1")
        self.assertRegex(text, r"\n  each, requests ")
        self.assertEqual(self.joules("--work", "0", "true").returncode, 125)

    def test_a_phase_in_scope_is_gated_compared_saved_and_replayed_alone(self):
        script = self.folder / "phases.sh"
        script.write_text(f'''tell() {{ echo "$*" >&$JOULES_MARKS_FD; }}
tell begin setup; {WORKLOAD} burn 0.2; tell end setup
tell begin solve; {WORKLOAD} burn $1; tell work 100 requests; tell end solve
''')
        old, recording = self.folder / "old.json", self.folder / "recording.json"
        scope = ("--marks", "--scope", "phase:solve")
        document = self.simulated(*scope, "-r", "5", "--budget", "100J", "--record", recording,
                                  "sh", script, "0.1")
        old.write_text(json.dumps(document))
        self.assertEqual(document["scope"], "phase:solve")
        for run in document["commands"][0]["runs"]:
            solve = run["phases"][1]
            self.assertEqual(run["energy_scope_joules"], solve["energy_tree_joules"])
            self.assertEqual(run["wall_scope_seconds"], solve["wall_seconds"])
            self.assertAlmostEqual(run["energy_each_joules"], solve["energy_tree_joules"] / 100)
        gate, = document["gates"]
        mean = document["commands"][0]["summary"]["energy_scope_joules"]["mean"]
        self.assertEqual((gate["scope"], gate["verdict"], gate["value"]), ("phase:solve", "pass", mean))
        # The same runs, asked again.
        done = self.joules("--replay", recording, "--scope", "phase:solve", "-b", f"{mean / 200}J/request")
        self.assertEqual(done.returncode, 122, done.stderr)
        self.assertIn(b"energy budget of phase solve", done.stdout)
        done = self.joules("--replay", recording, "--scope", "phase:none", "-b", "1")
        self.assertEqual(done.returncode, 125)
        # Three times the work in the phase is judged alone.
        against = self.simulated(*scope, "--baseline", old, "--max-regression", "20", "--gate", "point",
                                 "sh", script, "0.3", status=122)
        energy, = [one for one in against["comparisons"] if one["metric"] == "energy_scope_joules"]
        self.assertGreater(energy["ratio"], 1.3)
        self.assertEqual(against["gates"][0]["metric"], "energy_scope_joules")
        for told, *words in ((b"no run that was recorded", "--replay", recording),
                             (b"has no energy of phase:solved", "--diff", old, old)):
            refused = self.joules(*words, "--scope", "phase:solved")
            self.assertEqual(refused.returncode, 125)
            self.assertIn(told, refused.stderr)
        new = self.folder / "new.json"
        new.write_text(json.dumps(against))
        difference = self.joules("--diff", "--scope", "phase:solve", old, new)
        self.assertIn(b"\n  in scope              phase solve\n", difference.stdout)
        self.assertNotIn(b"process tree", difference.stdout)
        # Runs of two reports, added: the same phases.
        total, = self.validated(self.joules("--merge", "-j", old, new).stdout, "merge")["totals"]
        self.assertEqual([one["runs"] for one in total["by_phase"]], [6, 6])
        of_tree = self.validated(self.joules("--diff", "-j", old, new).stdout, "diff")
        self.assertNotIn("scope", of_tree)

    def test_the_text_shows_them(self):
        text = self.text("--marks", *marks("begin a\\n", f"{WORKLOAD} burn 0.2; "
                                           "printf 'end a\\nwork 10 steps\\n' >&$JOULES_MARKS_FD"))
        self.assertRegex(text, r"\n  phase a +about [0-9.]+ m?J ")
        self.assertRegex(text, r"\n  in no phase ")
        self.assertRegex(text, r"\n  energy each +about [0-9.]+ m?J .*of 10 steps")

    def test_a_recording_keeps_them(self):
        recording = self.folder / "recording.json"
        live = self.document("--record", recording, "--marks", *marks("begin a\\n", "sleep 0.2"))
        replayed = self.document("--replay", recording)
        self.assertEqual(the_run(replayed)["phases"], the_run(live)["phases"])

    def test_a_c_program_can_write_them(self):
        if not shutil.which("cc"):
            self.skipTest("no compiler")
        source, built = self.folder / "marks.c", self.folder / "marks"
        source.write_text("""#include <stdio.h>
#include <stdlib.h>
int main(void) {
  const char *fd = getenv("JOULES_MARKS_FD");
  FILE *marks = fd ? fdopen(atoi(fd), "w") : NULL;
  if (marks) { setlinebuf(marks); fprintf(marks, "begin sum\\n"); }
  volatile double sum = 0;
  for (int i = 0; i < 30000000; i++) sum += i;
  if (marks) fprintf(marks, "end sum\\n");
  return 0;
}
""")
        program.run("cc", "-O1", "-o", built, source)
        phase, = the_run(self.document("--marks", built))["phases"]
        self.assertEqual(phase["name"], "sum")
        self.assertGreater(phase["tree_cpu_seconds"], 0)


if __name__ == "__main__":
    unittest.main()
