# SPDX-License-Identifier: Apache-2.0
"""The command must not notice us: what it inherits, and how it is found and started."""
import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import unittest

import program
from program import Case, JOULES, WORKLOAD

PR_SET_PDEATHSIG = 1
prctl = ctypes.CDLL(None).prctl


class Inherited(Case):
    """Each test asks the same program for its state, with joules in front and without."""

    def states(self, before=None, **options):
        kwargs = dict(options, preexec_fn=before, cwd=self.folder)
        plain = program.run(WORKLOAD, "state", **kwargs)
        wrapped = program.run(JOULES, "-q", WORKLOAD, "state", **kwargs)
        self.assertEqual(wrapped.stderr, b"")
        plain, wrapped = json.loads(plain.stdout), json.loads(wrapped.stdout)
        for state in (plain, wrapped):
            del state["ppid"]
            if before is None:
                state["pgid"] = state["sid"] = None
        return plain, wrapped

    def test_everything_is_as_without_joules(self):
        plain, wrapped = self.states()
        self.assertEqual(plain, wrapped)

    def test_mask_dispositions_nice_umask_affinity_and_descriptors(self):
        reader, writer = os.pipe()

        def before():
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1, signal.SIGTERM})
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            os.nice(5)
            os.umask(0o027)
            os.sched_setaffinity(0, {0})
            os.dup2(writer, 37)

        plain, wrapped = self.states(before, close_fds=False)
        for state in (plain, wrapped):
            del state["pgid"], state["sid"]
        self.assertEqual(plain, wrapped)
        self.assertIn(37, wrapped["fds"])
        self.assertIn(signal.SIGHUP, wrapped["ignored"])
        os.close(reader)
        os.close(writer)

    def test_who_adopts_orphans_adopts_them_behind_joules(self):
        set_subreaper, get_subreaper = 36, 37  # linux/prctl.h
        ask = (f"import ctypes; n = ctypes.c_int(); ctypes.CDLL(None).prctl({get_subreaper}, "
               "ctypes.byref(n)); print(n.value)")
        for adopts in (0, 1):
            done = program.run(JOULES, "-q", sys.executable, "-c", ask,
                               preexec_fn=lambda value=adopts: prctl(set_subreaper, value))
            self.assertEqual((done.returncode, done.stdout), (0, f"{adopts}\n".encode()), done.stderr)

    def test_what_exec_keeps_and_fork_loses(self):
        """PR_SET_PDEATHSIG, interval timers, and the sockets that a service manager hands over."""
        def before():
            prctl(PR_SET_PDEATHSIG, signal.SIGUSR2)
            for kind, seconds in ((signal.ITIMER_REAL, 7), (signal.ITIMER_VIRTUAL, 8),
                                  (signal.ITIMER_PROF, 9)):
                signal.setitimer(kind, 1000, seconds)
            os.environ["LISTEN_PID"] = str(os.getpid())
            descriptor = os.pidfd_open(os.getpid())
            os.environ["LISTEN_PIDFDID"] = str(os.fstat(descriptor).st_ino)
            os.close(descriptor)

        plain, wrapped = self.states(before)
        self.assertEqual(plain["parent_death_signal"], signal.SIGUSR2)
        self.assertEqual(plain["interval_timers"], [7, 8, 9])
        self.assertEqual(plain["LISTEN_PID_is_ours"], True)
        for state in (plain, wrapped):
            state["pgid"] = state["sid"] = None
        self.assertEqual(plain, wrapped)

    def test_a_LISTEN_PID_that_names_another_is_left_alone(self):
        done = program.run(JOULES, "-q", "sh", "-c", "echo $LISTEN_PID $LISTEN_PIDFDID",
                           env=dict(os.environ, LISTEN_PID="1", LISTEN_PIDFDID="2"))
        self.assertEqual(done.stdout, b"1 2\n")

    def test_LISTEN_PID_names_each_run_anew(self):
        named = 'test "$LISTEN_PID" = "$$" || echo "$LISTEN_PID is not $$"'
        done = program.run("sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", JOULES, "-q", "-w", 1, "-r", 2,
                           "sh", "-c", named)
        self.assertEqual((done.returncode, done.stdout), (0, b""))

    def test_timers_move_once_to_the_first_measured_run(self):
        def before():
            signal.setitimer(signal.ITIMER_REAL, 1000, 7)

        done = program.run(JOULES, "-q", "-w", 1, "-r", 2, "--prepare", f"{WORKLOAD} state",
                           WORKLOAD, "state", preexec_fn=before)
        runs = [json.loads(line)["interval_timers"] for line in done.stdout.splitlines()]
        hooks = [json.loads(line)["interval_timers"] for line in done.stderr.splitlines()]
        self.assertEqual(runs, [[0, 0, 0], [7, 0, 0], [0, 0, 0]])
        self.assertEqual(hooks, [[0, 0, 0]] * 3)

    def test_an_alarm_ends_the_command_and_is_reported(self):
        done = program.run(JOULES, WORKLOAD, "wall", program.TIMEOUT, preexec_fn=lambda:
                           signal.setitimer(signal.ITIMER_REAL, 2))
        self.assertEqual(done.returncode, -signal.SIGALRM)
        self.assertIn(b"killed by SIGALRM", done.stderr)

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_a_change_of_user_keeps_the_parent_death_signal(self):
        done = program.run(JOULES, "-q", "--user", "nobody", WORKLOAD, "state",
                           preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGUSR2))
        self.assertEqual(json.loads(done.stdout)["parent_death_signal"], signal.SIGUSR2)

    def test_ignored_SIGCHLD_is_kept_for_the_command_and_harms_nothing(self):
        def before():
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)

        plain, wrapped = self.states(before)
        self.assertIn(signal.SIGCHLD, wrapped["ignored"])
        self.assertEqual(plain["ignored"], wrapped["ignored"])

    def test_closed_standard_descriptors_stay_closed(self):
        done = program.run("sh", "-c", f'exec {JOULES} -q {WORKLOAD} state 0<&- 2>&-')
        self.assertEqual(json.loads(done.stdout)["fds"], [1])

    def test_the_process_group_and_session_are_ours(self):
        done = program.run(JOULES, "-q", WORKLOAD, "state", preexec_fn=os.setsid)
        state = json.loads(done.stdout)
        self.assertEqual(state["pgid"], state["sid"])

    def test_the_environment_is_unchanged(self):
        environment = {"A": "1", "PATH": os.environ["PATH"], "LC_ALL": "C"}
        wrapped = program.run(JOULES, "-q", "env", env=environment)
        plain = program.run("env", env=environment)
        self.assertEqual(wrapped.stdout, plain.stdout)

    def test_output_passes_byte_for_byte(self):
        script = r"printf 'no newline \377\000 end'; printf oops >&2; cat"
        wrapped = program.run(JOULES, "-q", "sh", "-c", script, input=b"in\r\nput")
        self.assertEqual(wrapped.stdout, b"no newline \xff\x00 endin\r\nput")
        self.assertEqual(wrapped.stderr, b"oops")


class Started(Case):
    def test_a_script_without_shebang_runs_as_in_a_shell(self):
        script = self.folder / "script"
        script.write_text("echo \"$0 $1\"\n")
        script.chmod(0o755)
        done = program.run(JOULES, "-q", script, "word")
        self.assertEqual(done.stdout.decode(), f"{script} word\n")

    def test_PATH_is_searched_and_argv0_is_as_typed(self):
        (self.folder / "mine").symlink_to(WORKLOAD)
        path = f"{self.folder}:{os.environ['PATH']}"
        done = program.run(JOULES, "-q", "mine", "state", env=dict(os.environ, PATH=path))
        self.assertEqual(json.loads(done.stdout)["argv0"], "mine")

    def test_process_substitution_works(self):
        done = program.run("bash", "-c", f'"{JOULES}" -q cat <(echo through)')
        self.assertEqual(done.stdout, b"through\n")

    def test_a_broken_pipe_ends_the_command_and_us_alike(self):
        done = program.run("bash", "-c", f'"{JOULES}" yes | head -1; echo ${{PIPESTATUS[0]}}')
        self.assertEqual(done.stdout, b"y\n141\n")
        self.assertIn(b"killed by SIGPIPE", done.stderr)

    def test_joules_measures_joules(self):
        done = program.run(JOULES, JOULES, "sh", "-c", "exit 6")
        self.assertEqual(done.returncode, 6)
        self.assertEqual(done.stderr.count(b"energy, process tree"), 2)

    def test_it_works_under_the_usual_wrappers(self):
        for wrapper in (["nohup"], ["timeout", "60"], ["nice"], ["setsid", "-w"], ["env", "-i"],
                        ["xargs", "-a", "/dev/null"]):
            with self.subTest(wrapper=wrapper[0]):
                done = program.run(*wrapper, JOULES, "-q", "/bin/sh", "-c", "exit 3",
                                   stdin=subprocess.DEVNULL)
                self.assertEqual(done.returncode, 123 if wrapper[0] == "xargs" else 3)

    def test_the_jobserver_of_make_reaches_the_command(self):
        makefile = self.folder / "Makefile"
        makefile.write_text(f"all:\n\t+@{JOULES} -q $(MAKE) -s inner\n"
                            "inner: one two\none two:\n\t@echo $@\n")
        done = program.run("make", "-s", "-j2", "-C", self.folder)
        self.assertEqual(sorted(done.stdout.split()), [b"one", b"two"])
        self.assertNotIn(b"jobserver unavailable", done.stderr)

    def test_a_low_limit_of_descriptors_is_enough(self):
        for limit in range(12, 24):
            done = program.run("sh", "-c",
                               f'ulimit -n {limit}; exec {JOULES} -f %x sh -c "exit 2"')
            self.assertEqual((limit, done.returncode, done.stderr), (limit, 2, b"2\n"))

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_user_runs_the_command_as_somebody_else_with_their_groups_only(self):
        done = program.run(JOULES, "-q", "--user", "nobody", WORKLOAD, "state")
        state = json.loads(done.stdout)
        nobody = program.run("id", "-u", "nobody").stdout
        self.assertEqual(state["uid"], int(nobody))
        self.assertEqual(state["groups"], [state["gid"]])

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_user_has_the_environment_that_su_would_give_and_the_callers_path(self):
        entry = pwd.getpwnam("nobody")
        caller = dict(os.environ, HOME="/root", USER="root", LOGNAME="root", SHELL="/bin/bash",
                      KEPT="as it was")
        done = program.run(JOULES, "-q", "--user", "nobody", "env", env=caller)
        seen = dict(line.split("=", 1) for line in done.stdout.decode().splitlines())
        self.assertEqual([seen[name] for name in ("HOME", "USER", "LOGNAME", "SHELL")],
                         [entry.pw_dir, "nobody", "nobody", entry.pw_shell])
        self.assertEqual((seen["PATH"], seen["KEPT"]), (caller["PATH"], "as it was"))
        self.assertEqual(set(seen) - set(caller), set())

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_an_unset_variable_runs_nothing_as_root(self):
        for words in (("--user", ""), ("--user=",)):
            done = program.run(JOULES, *words, "echo", "as root")
            self.assertEqual((done.returncode, done.stdout), (125, b""))
            self.assertEqual(done.stderr, b"joules: --user '': its value is empty\n")

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    @unittest.skipIf(program.PROC_HIDES_OTHERS, "/proc hides other users' processes (hidepid)")
    @unittest.skipIf(program.SANITIZED, "a sanitizer makes its samples too rare")
    def test_we_have_no_rights_left_while_the_command_runs_and_measure_on(self):
        zones = self.folder / "zones"
        # The command's parent is joules itself. The counter is root's alone, and so is its folder.
        script = (f"chmod 400 {zones}/intel-rapl:0/energy_uj && chmod 700 {zones} && exec {JOULES} "
                  f"-j --user nobody --powercap-root {zones} sh -c 'cat /proc/$PPID/status; sleep 1'")
        done = program.run(program.SIMULATOR, "--zone", "watts=50", zones, "--", "sh", "-c", script)
        self.assertEqual(done.returncode, 0, done.stderr)
        status = dict(line.split(":\t", 1) for line in done.stdout.decode().splitlines()
                      if ":\t" in line)
        self.assertEqual(status["Name"], "joules")
        nobody = program.run("id", "-u", "nobody").stdout.decode().strip()
        self.assertEqual(status["Uid"].split(), [nobody] * 4)
        for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
            self.assertEqual(int(status[kind], 16), 0, kind)
        measured = program.the_run(self.validated(done.stderr))
        self.assertGreater(measured["samples"], 5)
        self.assertFalse(measured["energy_is_lower_bound"])
        self.assertGreater(measured["energy_host_joules"], 40)

    @unittest.skipUnless(os.geteuid() == 0, "needs root")
    def test_reports_are_the_users_files(self):
        os.chmod(self.folder, 0o777)
        self.joules("--user", "nobody", "-o", self.folder / "report", "true")
        self.assertEqual((self.folder / "report").stat().st_uid,
                         int(program.run("id", "-u", "nobody").stdout))
        os.chmod(self.folder, 0o755)
        done = self.joules("--user", "nobody", "-o", self.folder / "other", "echo", "never")
        self.assertEqual((done.returncode, done.stdout), (125, b""))
        self.assertIn(b"Permission denied", done.stderr)

    def test_an_unknown_user_is_an_error_before_the_command_starts(self):
        mark = self.folder / "ran"
        done = program.run(JOULES, "--user", "no-such-user", "touch", mark)
        self.assertEqual(done.returncode, 125)
        self.assertIn(b"no-such-user: no such user", done.stderr)
        self.assertFalse(mark.exists())


class NotStarted(Case):
    def test_what_cannot_run_is_told_from_what_is_not_there(self):
        plain_file = self.folder / "plain"
        plain_file.write_text("data")
        for command, status, reason in ((self.folder / "missing", 127, b"No such file"),
                                        ("no-such-command-anywhere", 127, b"No such file"),
                                        ("", 127, b"No such file"),
                                        (plain_file, 126, b"Permission denied"),
                                        (self.folder, 126, b"Permission denied")):
            with self.subTest(command=str(command)):
                done = self.joules(command)
                self.assertEqual(done.returncode, status)
                self.assertIn(reason, done.stderr)
                self.assertNotIn(b"energy", done.stderr)
                self.assertEqual(done.stdout, b"")

    @unittest.skipUnless(os.geteuid() == 0, "needs root to become another user")
    def test_our_own_failures_are_125_and_named_as_ours(self):
        for words, part in ((("unshare", "-Ur", JOULES, "--user", "nobody", "true"), "--user nobody"),
                            (("setpriv", "--reuid", "65534", "--clear-groups", "bash", "-c",
                              f"ulimit -u 1; exec {JOULES} true"), "cannot start a process")):
            with self.subTest(words=words[0]):
                done = program.run(*words, env=program.WITHOUT_LEAK_CHECK)
                self.assertEqual(done.returncode, 125, done.stderr)
                self.assertIn(part.encode(), done.stderr)

    def test_no_report_file_is_left_or_replaced(self):
        report = self.folder / "report"
        report.write_text("old")
        self.joules("-o", report, "/nonexistent")
        self.assertEqual(report.read_text(), "old")
        self.assertEqual(os.listdir(self.folder), ["report"])


if __name__ == "__main__":
    unittest.main()
