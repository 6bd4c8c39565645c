# SPDX-License-Identifier: Apache-2.0
"""How often verdicts are wrong: simulated runs whose true mean is known."""
import subprocess

from programs import VERDICTS, main
from table import print_table, verdict

WRONG = 6  # percent
WITHOUT_BAR = "AR(1)", "5 % of the runs"


def lines(what, repetitions):
    out = subprocess.run([VERDICTS, what, str(repetitions)], check=True, stdout=subprocess.PIPE,
                         text=True)
    return [line.split("|") for line in out.stdout.splitlines()]


def has_bar(noise):
    return not noise.startswith(WITHOUT_BAR)


def judged(what, title, runs, repetitions, note):
    rows = []
    for noise, n, fail, passed, unsure in lines(what, repetitions):
        worst = max(float(fail), float(passed))
        bar = [str(WRONG), verdict(worst, WRONG)] if has_bar(noise) else ["", ""]
        rows.append([noise, n, fail, passed, unsure, *bar])
    print_table(f"{title} {repetitions} repetitions, in percent",
                ["noise", runs, "FAIL", "PASS", "UNSURE", "bar", "verdict"], rows, [note])


def compared(repetitions):
    rows = []
    for noise, n, wrong, equal, found in lines("compare", repetitions):
        rows.append([noise, n, wrong, str(WRONG), verdict(float(wrong), WRONG), equal, found])
    print_table("Commands in pairs, on a machine that warms up by 3 % meanwhile, in percent",
                ["noise", "pairs", "equals differ", "bar", "verdict", "equals within 1 %",
                 "5 % found"], rows)


def several(repetitions):
    rows = [[n, any_differs, fails, passes, str(WRONG),
             verdict(max(float(any_differs), float(fails), float(passes)), WRONG)]
            for n, any_differs, fails, passes in lines("several", repetitions)]
    print_table(f"Several candidates, ten pairs each, {repetitions // 10} repetitions, in percent",
                ["candidates", "any equal differs", "any FAIL at the limit", "any PASS at the limit",
                 "bar", "verdict"], rows)


def stopping(repetitions):
    rows = lines("stopping", repetitions)
    print_table("A budget at the true mean, and what is done about UNSURE, in percent",
                ["what", "FAIL", "PASS", "UNSURE"], rows)


def all_tables(options):
    repetitions = 1000 if options.quick else 10000
    judged("budget", "A budget at the true mean:", "runs", repetitions,
           "To fail is wrong, and to pass would be, were the mean a hair above. Runs that depend on "
           "one another count as fewer where they show it; too few cannot. Of runs of which 5 % use half more, 10 hold none "
           "of these in 60 % of series: what is not in the runs, no interval can know.")
    judged("regression", "A regression of 5 % that there is, limit 5 %:", "saved, new", repetitions,
           "Fewer than five saved runs give no verdict.")
    compared(repetitions)
    several(repetitions)
    stopping(repetitions)


if __name__ == "__main__":
    main(all_tables, __doc__)
