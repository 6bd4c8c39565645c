// SPDX-License-Identifier: Apache-2.0
#include "cli/request.hpp"

namespace joules {

// Every option of request.cpp is here, in the man page and in the completions; a test compares.
std::string_view help_text() {
  return R"(Usage: joules [OPTION]... [--] COMMAND [ARG]...
       joules --compare [OPTION]... 'COMMAND A' 'COMMAND B'...
       joules --diff OLD.json NEW.json | --merge FILE... | --doctor
Run COMMAND unchanged, then say how many joules its whole process tree used,
out of how many the machine used. The report goes to standard error.

What is measured:
      --policy busy|capacity|marginal  who pays for idle power       [busy]
      --idle-power W|measure  of the idle host, for --policy marginal
      --sensor auto|perf|powercap|hwmon|psys|acpi|battery|estimate   [auto]
      --no-estimate           fail (125) when no sensor is readable
      --gpu                   the energy of graphics cards, too, beside it
      --wait-tree none|all|SEC  wait for what outlives COMMAND       [none]
      --cpu-clock auto|procfs|perf  how the tree's CPU time is read  [auto]
      --align                 start with the counter's next tick
      --interval MS           sampling interval, 10 to 10000        [auto]
      --user NAME             run COMMAND as NAME, measure as root
      --host-root DIR         read DIR/proc and DIR/sys
      --powercap-root DIR     read the RAPL zones from DIR
How often:
  -r, --runs N                measured runs, told apart by JOULES_RUN  [1]
  -w, --warmup N              unmeasured runs first                  [0]
      --pause SEC             between runs
      --prepare CMD | --cleanup CMD  by sh: before each run, at the end
  -i, --ignore-failure | --ok-codes 0,3  what does not stop it all
      --compare               each word is a command, split by quotes; runs
                              [10], warm-ups [1]; --shell: by sh -c
      --order pairs|abba|blocked, --seed N  pairs are in random order  [pairs]
Limits, and what follows (122: exceeded):
  -b, --budget 12J            of the mean energy: J mJ uJ kJ MJ mWh Wh kWh
      --max-power 40W         of the mean power
      --baseline RUN.json     no more than this saved report, or than A of
                              --compare; --max-regression PCT        [5]
      --scope tree|host       whose                                  [tree]
      --gate point|confident  by the mean, or 95 % bounds  [confident: 2 runs]
      --strict                UNSURE ends with 121, not as the command did
      --gate-exit-code N      instead of 122
      --on-unavailable fail|skip|estimate  without a sensor          [fail]
How it is reported:
  -j, --json                  one JSON document instead of text
  -f, --format STR            as GNU time: %e %E %U %S %P %M %x %C, and %j tree
                              joules, %J host joules, %w %W watts, %N processes
  -o, --output FILE           write the report to FILE
  -a, --append                add it to FILE's end; with -j one line a report
      --export KIND=FILE      too: json csv markdown junit openmetrics gab bmf;
                              -: standard output
      --github                annotations, and a step summary
      --log-fd N              write the report to descriptor N
      --no-argv               of commands and processes, the first word only
  -n, --name NAME             label of the command; repeat it with --compare
      --by-command | --by-process  the tree's energy by program, by process
  -q, --quiet                 no report on standard error when all is well
  -v, --verbose               every run, domain and clock
      --unit J|mJ|kJ|Wh|auto  of energies in text                    [auto]
      --color | --progress auto|always|never
      --doctor                instead: every sensor, and how to get access;
                              --save HOST.tar: its files, for a bug report
  -h, --help | -V, --version

Examples:
  joules make -j8                      one build
  joules -r 10 -w 1 -b 12J ./bench     within its budget? else 122
  joules --compare './old d' './new d' which uses less?
  joules -f '%j J in %e s' ./bench     one line

Exit status: the command's. 121, 122: see limits; 125: joules failed; 126: the
COMMAND could not be run; 127: it was not found. A signal that kills it kills
joules, too. --doctor: 0 when a sensor measures, 1 when only the estimate is.
)";
}

} // namespace joules
