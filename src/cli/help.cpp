// SPDX-License-Identifier: Apache-2.0
#include "joules/cli/request.hpp"

namespace joules {

// Every option of request.cpp is here, in the man page and in the completions; a test compares.
std::string_view help_text() {
  return R"(Usage: joules [OPTION]... [--] COMMAND [ARG]...
       joules --doctor
Run COMMAND unchanged, then say how many joules its whole process tree used,
out of how many the machine used. The report goes to standard error.

What is measured:
      --policy busy|capacity|marginal  who pays for idle power       [busy]
      --idle-power W|measure  of the idle host, for --policy marginal
      --sensor auto|powercap|estimate  where the joules come from    [auto]
      --no-estimate           fail (125) when no sensor is readable
      --wait-tree none|all|SEC  wait for what outlives COMMAND       [none]
      --cpu-clock auto|procfs|perf  how the tree's CPU time is read  [auto]
      --align                 start with the counter's next tick
      --interval MS           sampling interval, 10 to 10000         [100]
      --user NAME             run COMMAND as NAME, measure as root
      --host-root DIR         read DIR/proc and DIR/sys
      --powercap-root DIR     read the RAPL zones from DIR
How it is reported:
  -j, --json                  one JSON document instead of text
  -f, --format STR            as GNU time: %e %E %U %S %P %M %x %C, and %j tree
                              joules, %J host joules, %w %W watts, %N processes
  -o, --output FILE           write the report to FILE
  -a, --append                add it to FILE's end; with -j one line a run
      --log-fd N              write the report to descriptor N
  -n, --name NAME             label of the run
      --by-command            the tree's energy by program name
      --by-process            and as a tree of processes
  -q, --quiet                 no report on standard error
  -v, --verbose               every domain and clock
      --unit J|mJ|kJ|Wh|auto  of energies in text                    [auto]
      --color auto|always|never
Instead of measuring:
      --doctor                every sensor found, and how to get access
  -h, --help | -V, --version

Examples:
  joules make -j8                      one build
  joules -j -o run.json ./server       for a program to read
  joules -f '%j J in %e s' ./bench     one line
  joules --wait-tree all ./start.sh    daemons that it leaves behind, too

Exit status: the command's. 125: joules failed; 126: COMMAND could not be run;
127: it was not found. A command killed by a signal kills joules by it, too.
--doctor: 0 when a sensor measures, 1 when only the estimate is left.
)";
}

} // namespace joules
