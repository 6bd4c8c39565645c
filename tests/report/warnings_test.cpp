// SPDX-License-Identifier: Apache-2.0
// The words of every warning.
#include "report/warnings.hpp"

#include <doctest/doctest.h>

#include <vector>

TEST_SUITE("report") {

  using namespace joules;

  TEST_CASE("warnings of the machine's counters") {
    const std::string hypervisor =
        "the counters are the hypervisor's and may move only every second or so";
    CHECK(message_of(warnings::CountersOfHypervisor{}) == hypervisor);
    CHECK(message_of(warnings::CountersOfHypervisor{1}) ==
          hypervisor + "; 1 that shows, or may show, the counter of another one is not counted");
    CHECK(message_of(warnings::CountersOfHypervisor{15}) ==
          hypervisor + "; 15 that show, or may show, the counter of another one are not counted");
    CHECK(message_of(warnings::NoSensor{"/sys/x: Permission denied; run: sudo"}) ==
          "/sys/x: Permission denied; run: sudo");
    CHECK(message_of(warnings::CounterUnreadable{"/sys/x", "Permission denied"}) ==
          "/sys/x: Permission denied: its energy is missing");
    CHECK(message_of(warnings::CounterNotMoved{"/sys/x"}) == "/sys/x: did not move during the run");
    CHECK(message_of(warnings::CounterUnreadAtStart{"/sys/x"}) ==
          "/sys/x: could not be read at the start: energies are lower bounds");
    CHECK(message_of(warnings::CounterUnreadAfter{"/sys/x", Seconds{0.5}, Seconds{12}, true}) ==
          "/sys/x: did not move after 0.50 s of 12 s: energies are lower bounds");
    CHECK(message_of(warnings::CounterUnreadAfter{"/sys/x", Seconds{0.5}, Seconds{12}}) ==
          "/sys/x: could not be read after 0.50 s of 12 s: energies are lower bounds");
    CHECK(message_of(warnings::EnergyLost{"package-0", "not known for 1.00 s: Charging"}) ==
          "package-0: not known for 1.00 s: Charging: energies are lower bounds");
    CHECK(message_of(warnings::CounterCame{"BAT1", "plugged in"}) ==
          "BAT1 came during the run, and is not counted (plugged in): energies are lower bounds");
    CHECK(message_of(warnings::CounterCame{"package-1", "/sys/x", true}) ==
          "package-1 came during the run, and is counted from then on (/sys/x): energies are lower "
          "bounds");
    CHECK(message_of(warnings::WrapUnseen{"dram"}) ==
          "dram was not read for as long as it may take to wrap (joules was stopped?): energies "
          "are lower bounds");
    CHECK(message_of(warnings::CounterReset{"dram", ""}) ==
          "dram was reset during the run: energies are lower bounds");
    CHECK(message_of(warnings::CounterReset{"dram", "energy_uj"}) ==
          "dram was reset during the run (energy_uj): energies are lower bounds");
    CHECK(message_of(warnings::Implausible{"dram", "shows 170 W, more than memory can use"}) ==
          "dram shows 170 W, more than memory can use: its energy is left out");
    CHECK(message_of(warnings::SelfContradiction{"BAT0", "68 W, 5.1 W"}) == "BAT0: 68 W, 5.1 W");
    CHECK(message_of(warnings::Contradiction{"package-0 by perf", Joules{103}, "package-0",
                                             "powercap", Joules{100}}) ==
          "package-0 by perf counted 103.0 J, package-0 by powercap 100.0 J: the latter is used");
  }

  TEST_CASE("who did the work outside of the tree, and what to do about it") {
    using enum warnings::WorkElsewhere::Worker;
    CHECK(message_of(warnings::WorkElsewhere{"docker", daemon, Seconds{0.05}, Seconds{9.8}}) ==
          "docker has its work done by a daemon, which is not in the tree: the tree used 0.05 s of "
          "CPU time, others 9.80 s; run joules inside of the container");
    const auto of = [](warnings::WorkElsewhere::Worker worker) {
      return message_of(warnings::WorkElsewhere{"x", worker, Seconds{0}, Seconds{1}});
    };
    CHECK(of(node).ends_with("run joules in the pod"));
    CHECK(of(manager).ends_with("use systemd-run --scope, or joules in ExecStart="));
    CHECK(of(host).ends_with("run joules there: ssh HOST joules COMMAND"));
    CHECK(of(batch).ends_with("run joules below it: srun joules COMMAND"));
    CHECK(of(server).ends_with("so that it starts in the tree"));
    CHECK(of(application).ends_with("end the application first"));
    CHECK(of(compiler).ends_with("or go without it"));
  }

  TEST_CASE("what many reports warn of fits a row of 80 columns, several runs' and commands' too") {
    constexpr std::size_t room = 80 - 24;
    const std::vector<Warning> common{{warnings::ShortRun{Seconds{0.1}}},
                                      {warnings::OthersRan{Seconds{12345}}},
                                      {warnings::CountersOfHypervisor{}},
                                      {warnings::LeftRunning{123}},
                                      {warnings::Drift{-0.12}},
                                      {warnings::FewRuns{5, warnings::FewRuns::What::pairs, 1.2}}};
    for (Warning warning : common) {
      CAPTURE(short_message_of(warning));
      CHECK(short_message_of(warning).size() <= room);
      CHECK(short_message_of(warning).size() < message_of(warning).size());
    }
    Warning others = common[1];
    others.in_runs = 10;
    others.of_runs = 10;
    others.command = "./old";
    CHECK(short_message_of(others) ==
          "./old: 10 of 10 runs, first: others used 12345 s of CPU time");
    CHECK(short_message_of(warnings::LeftRunning{1}) ==
          "1 of the tree runs on, uncounted (--wait-tree all)");
    CHECK(short_message_of(warnings::Drift{0.019}) ==
          "energy rose by 1.9 % over the runs (-w 3 may help)");
    // What is not common says all.
    CHECK(short_message_of(warnings::CounterNotMoved{"/sys/x"}) ==
          message_of(warnings::CounterNotMoved{"/sys/x"}));
    CHECK(short_message_of(warnings::CountersOfHypervisor{1}) ==
          message_of(warnings::CountersOfHypervisor{1}));
  }

  TEST_CASE("warnings of time and of the tree") {
    CHECK(message_of(warnings::ShortRun{Seconds{0.1}}) ==
          "shorter than 0.10 s: counters move every millisecond, busy time every 10 ms");
    CHECK(message_of(warnings::OthersRan{Seconds{0.21}}) ==
          "other processes used 0.21 s of CPU time meanwhile: the share depends on them");
    CHECK(message_of(warnings::MarksLost{{1, 2, 3}}) ==
          "of the command's marks 1 could not be read, 3 ended a phase that had not begun, 2 were "
          "more than are kept");
    CHECK(message_of(warnings::MarksLost{{0, 0, 3}}) ==
          "of the command's marks 3 ended a phase that had not begun");
    CHECK(message_of(warnings::IdleHostWasBusy{0.11}) ==
          "the host was not idle while its idle power was measured: 0.11 CPUs were busy, so that "
          "too little is attributed to the tree");
    CHECK(message_of(warnings::Suspended{Seconds{3600}}) ==
          "the machine slept for 3600 s meanwhile");
    CHECK(message_of(warnings::LeftRunning{1}) ==
          "1 process of the tree still runs, and is counted no further (--wait-tree all waits)");
    CHECK(message_of(warnings::LeftRunning{2}) ==
          "2 processes of the tree still run, and are counted no further (--wait-tree all waits)");
    CHECK(message_of(warnings::CpuTimeLate{Seconds{0.05}, Seconds{2.05}}) ==
          "0.05 s of the tree's 2.05 s CPU time became known only at its end");
    CHECK(message_of(warnings::CpuTimeUnplaced{Seconds{0.1}}) ==
          "0.10 s of the tree's CPU time found no place in the time that the host was busy");
  }

  TEST_CASE("a lower bound says whom nobody waited for, and what to do") {
    warnings::Unclaimed unclaimed{57, true, false, ""};
    CHECK(message_of(unclaimed) ==
          "nobody waited for 57 processes or more of the tree (their parent ignores SIGCHLD): what "
          "they used last, or all of it, is not in /proc, so the tree's CPU time and energy are "
          "lower bounds; --cpu-clock auto sees more of them");
    unclaimed.perf_refusal = "perf_event_open: Operation not permitted";
    CHECK(message_of(unclaimed).ends_with(
        "; perf would see more of them, but perf_event_open: Operation not permitted"));
    CHECK(message_of(warnings::Unclaimed{1, false, true, "is not told"}) ==
          "nobody waited for 1 process or more of the tree (their parent has set SA_NOCLDWAIT): "
          "the kernel's work at their end, and what set-uid ones used, is in no account, so the "
          "tree's CPU time and energy are lower bounds; where their parent waits for them they are "
          "exact");
    CHECK(message_of(warnings::Unclaimed{})
              .starts_with("nobody waited for some processes of the tree ("));
  }

  TEST_CASE("warnings of several runs") {
    CHECK(message_of(warnings::TreesBeyondHost{"a", 0.01, true}) ==
          "a: the runs' trees add up to 1.0 % more than the host used: each is known within its +- "
          "only");
    CHECK(message_of(warnings::TreesBeyondHost{"a", 0.7, false}).ends_with("inside another?"));
    CHECK(message_of(warnings::Drift{0.123}) ==
          "energy rose by 12 % from the first run to the last (warming up? -w 3 helps)");
    CHECK(message_of(warnings::Drift{-0.123}).starts_with("energy fell by 12 % "));
    CHECK(message_of(warnings::Outliers{2, 10}) ==
          "2 of 10 runs lie far from the others, and are part of every figure: compare the median");
    CHECK(message_of(warnings::FewRuns{3, warnings::FewRuns::What::saved_runs, 2.484}) ==
          "3 saved runs: the interval of their mean reaches 2.5 standard deviations to each side, "
          "and holds only where they scatter evenly around it; 6 or more tell more");
    CHECK(message_of(warnings::FewRuns{2, warnings::FewRuns::What::pairs, 9})
              .starts_with("2 pairs: "));
    CHECK(
        message_of(warnings::FewRuns{2, warnings::FewRuns::What::runs, 9}).starts_with("2 runs: "));
    CHECK(message_of(warnings::Autocorrelated{0.456, 12, 3.14}) ==
          "each run resembles the one before it (correlation 0.46): 12 runs say as much as 3.1 "
          "independent ones; the pairs of --compare do not suffer from it");
    CHECK(message_of(warnings::OtherHost{"a b", true, false, true}) ==
          "'a b' was measured with another CPU, governor");
    CHECK(message_of(warnings::OtherHost{"old", false, true, false}).ends_with("another kernel"));
    CHECK(message_of(warnings::OtherCommand{"old", "make all", true}) ==
          "old holds runs of another command: 'make all' ... (give both the same --name if they "
          "are meant to be compared)");
    CHECK(message_of(warnings::OtherCommand{"old", "make", false}).find("make (give") !=
          std::string::npos);
  }

  TEST_CASE("of several runs and commands a warning says which") {
    Warning warning = warnings::OthersRan{Seconds{1}};
    warning.in_runs = 2;
    warning.of_runs = 3;
    CHECK(message_of(warning).starts_with("in 2 of 3 runs, first: other processes used 1.00 s "));
    warning.command = "./b";
    CHECK(message_of(warning).starts_with("./b: in 2 of 3 runs, first: "));
  }

  TEST_CASE("every warning is one sentence: lower case, no period, no line break") {
    const std::vector<Warning> fixed_words{
        warnings::ShortRun{},        warnings::TreeUnseen{},          warnings::OrphansNotAdopted{},
        warnings::ProcessesHidden{}, warnings::HostTimeOfContainer{}, warnings::RanksDisagree{},
        warnings::Unclaimed{},       warnings::CountersOfHypervisor{}};
    for (const Warning& warning : fixed_words) {
      const std::string text = message_of(warning);
      CAPTURE(text);
      CHECK(text.size() > 40);
      CHECK(text.find('\n') == std::string::npos);
      CHECK_FALSE(text.ends_with('.'));
      CHECK_FALSE((text.front() >= 'A' && text.front() <= 'Z'));
    }
  }
}
