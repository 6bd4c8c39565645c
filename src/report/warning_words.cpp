// SPDX-License-Identifier: Apache-2.0
#include "report/warning_words.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"
#include "report/number.hpp"
#include "report/text/phrases.hpp"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

namespace joules {

namespace {

constexpr std::string_view lower_bounds = "energies are lower bounds";

std::string joules(Joules energy) {
  return significant(energy.value, 4) + " J";
}

std::string words(const warnings::ShortRun& about) {
  return fmt::format("shorter than {}: counters move every millisecond, busy time every 10 ms",
                     duration_of(about.limit));
}

std::string words(const warnings::OthersRan& about) {
  return fmt::format("other processes used {} of CPU time meanwhile: the share depends on them",
                     duration_of(about.cpu));
}

std::string words(const warnings::MarksLost& about) {
  const auto& [garbled, unkept, unmatched] = about.losses;
  std::vector<std::string> lost;
  if (garbled > 0) lost.push_back(fmt::format("{} could not be read", garbled));
  if (unmatched > 0) lost.push_back(fmt::format("{} ended a phase that had not begun", unmatched));
  if (unkept > 0) lost.push_back(fmt::format("{} were more than are kept", unkept));
  return "of the command's marks " + listed(lost);
}

std::string words(const warnings::IdleHostWasBusy& about) {
  return fmt::format(
      "the host was not idle while its idle power was measured: {} CPUs were busy, so "
      "that too little is attributed to the tree",
      significant(about.cpus, 2));
}

std::string words(const warnings::CountersOfHypervisor& about) {
  std::string text = "the counters are the hypervisor's and may move only every second or so";
  if (about.mirrors == 0) return text;
  return text + fmt::format("; {} that {} the counter of another one {} not counted", about.mirrors,
                            about.mirrors == 1 ? "shows, or may show," : "show, or may show,",
                            about.mirrors == 1 ? "is" : "are");
}

std::string words(const warnings::NoSensor& about) {
  return about.reason;
}

std::string words(const warnings::CounterUnreadable& about) {
  return fmt::format("{}: {}: its energy is missing", about.path, about.reason);
}

std::string words(const warnings::CounterNotMoved& about) {
  return fmt::format("{}: did not move during the run", about.path);
}

std::string words(const warnings::CounterUnreadAtStart& about) {
  return fmt::format("{}: could not be read at the start: {}", about.path, lower_bounds);
}

std::string words(const warnings::CounterUnreadAfter& about) {
  return fmt::format("{}: {} after {} of {}: {}", about.path,
                     about.stopped ? "did not move" : "could not be read",
                     duration_of(about.last_read), duration_of(about.wall), lower_bounds);
}

std::string words(const warnings::EnergyLost& about) {
  return fmt::format("{}: {}: {}", about.domain, about.reason, lower_bounds);
}

std::string words(const warnings::CounterCame& about) {
  const char* const since = about.counted ? "counted from then on" : "not counted";
  return fmt::format("{} came during the run, and is {} ({}): {}", about.domain, since,
                     about.reason, lower_bounds);
}

std::string words(const warnings::WrapUnseen& about) {
  return fmt::format("{} was not read for as long as it may take to wrap (joules was stopped?): {}",
                     about.domain, lower_bounds);
}

std::string words(const warnings::CounterReset& about) {
  return fmt::format("{} was reset during the run{}: {}", about.domain,
                     about.reason.empty() ? "" : " (" + about.reason + ")", lower_bounds);
}

std::string words(const warnings::Implausible& about) {
  return fmt::format("{} {}: its energy is left out", about.name, about.doubt);
}

std::string words(const warnings::SelfContradiction& about) {
  return fmt::format("{}: {}", about.domain, about.reason);
}

std::string words(const warnings::Contradiction& about) {
  return fmt::format("{} counted {}, {} by {} {}: the latter is used", about.other,
                     joules(about.counted_by_other), about.domain, about.sensor,
                     joules(about.counted));
}

std::string words(const warnings::Suspended& about) {
  return fmt::format("the machine slept for {} meanwhile", duration_of(about.asleep));
}

std::string words(const warnings::Throttled& about) {
  return fmt::format(
      "heat slowed the processor down for {} of {}: cool it, and compare no such runs",
      duration_of(about.slowed), duration_of(about.wall));
}

std::string words(const warnings::HybridCores& about) {
  return fmt::format(
      "the processor has cores of several kinds, whose seconds cost differently: the "
      "tree's {} % of the CPU time is not as much of the energy (taskset to one kind)",
      significant(about.share * 100, 2));
}

std::string words(const warnings::FilteredCounters&) {
  return "SGX is on: this processor blurs its energy counters, by up to half of a short run, says "
         "Intel (INTEL-SA-00389); longer runs tell more";
}

std::string words(const warnings::Hotter& about) {
  return fmt::format("{} ran on a processor {} K hotter than {} did: heat alone costs energy "
                     "(--order pairs, -w and --pause even it out)",
                     about.hotter, significant(about.kelvin, 2), about.cooler);
}

std::string words(const warnings::LeftRunning& about) {
  return fmt::format("{} of the tree still {} counted no further (--wait-tree all waits)",
                     about.processes == 1 ? "1 process"
                                          : fmt::format("{} processes", about.processes),
                     about.processes == 1 ? "runs, and is" : "run, and are");
}

struct Elsewhere {
  std::string_view worker, remedy;
};

/// Who does the work, and what to do to see its energy.
Elsewhere words_for(warnings::WorkElsewhere::Worker worker) {
  using enum warnings::WorkElsewhere::Worker;
  switch (worker) {
  case daemon: break;
  case node: return {"a node of the cluster", "run joules in the pod"};
  case manager: return {"the service manager", "use systemd-run --scope, or joules in ExecStart="};
  case host: return {"another host", "run joules there: ssh HOST joules COMMAND"};
  case batch: return {"the batch system", "run joules below it: srun joules COMMAND"};
  case server:
    return {"a server that stays", "end it first (bazel shutdown, gradle --stop), so that it "
                                   "starts in the tree"};
  case application: return {"a process that ran before, perhaps", "end the application first"};
  case compiler:
    return {"a server", "end it first, so that it starts in the tree, or go without it"};
  }
  return {"a daemon", "run joules inside of the container"};
}

std::string words(const warnings::WorkElsewhere& about) {
  const Elsewhere elsewhere = words_for(about.worker);
  return fmt::format(
      "{} has its work done by {}, which is not in the tree: the tree used {} of CPU "
      "time, others {}; {}",
      about.program, elsewhere.worker, duration_of(about.tree), duration_of(about.others),
      elsewhere.remedy);
}

std::string words(const warnings::CpuTimeLate& about) {
  return fmt::format("{} of the tree's {} CPU time became known only at its end",
                     duration_of(about.late), duration_of(about.all));
}

std::string words(const warnings::CpuTimeUnplaced& about) {
  return fmt::format("{} of the tree's CPU time found no place in the time that the host was busy",
                     duration_of(about.cpu));
}

std::string words(const warnings::Unclaimed& about) {
  const std::string text =
      fmt::format("nobody waited for {} of the tree (their parent {})",
                  about.processes == 0   ? "some processes"
                  : about.processes == 1 ? "1 process or more"
                                         : fmt::format("{} processes or more", about.processes),
                  about.sigchld_ignored ? "ignores SIGCHLD" : "has set SA_NOCLDWAIT");
  if (about.perf)
    return text +
           ": the kernel's work at their end, and what set-uid ones used, is in no account, "
           "so the tree's CPU time and energy are lower bounds; where their parent waits for "
           "them they are exact";
  return text +
         ": what they used last, or all of it, is not in /proc, so the tree's CPU time and "
         "energy are lower bounds; " +
         (about.perf_refusal.empty() ? "--cpu-clock auto sees more of them"
                                     : "perf would see more of them, but " + about.perf_refusal);
}

std::string words(const warnings::TreeUnseen&) {
  return "/proc does not show the tree: only what was waited for is counted";
}

std::string words(const warnings::OrphansNotAdopted&) {
  return "prctl(PR_SET_CHILD_SUBREAPER) is forbidden: processes that outlive their parent leave "
         "the "
         "tree, and are neither followed nor waited for";
}

std::string words(const warnings::ProcessesHidden&) {
  return "/proc hides other users' processes (hidepid): set-uid ones count only once they were "
         "waited for";
}

std::string words(const warnings::HostTimeOfContainer&) {
  return "/proc/stat shows a container's CPU time, not the host's: the tree's share is too large "
         "(name the host's with --host-root)";
}

std::string words(const warnings::TreesBeyondHost& about) {
  return fmt::format("{}: the runs' trees add up to {} % more than the host used: {}",
                     about.hostname, significant(100 * about.excess, 2),
                     about.within_uncertainty ? "each is known within its +- only"
                                              : "was one of them made inside another?");
}

std::string words(const warnings::Drift& about) {
  return fmt::format("energy {} by {} % from the first run to the last (warming up? -w 3 helps)",
                     about.change > 0 ? "rose" : "fell",
                     significant(std::abs(about.change) * 100, 2));
}

std::string words(const warnings::Outliers& about) {
  return fmt::format(
      "{} of {} runs lie far from the others, and are part of every figure: compare the "
      "median",
      about.runs, about.of_runs);
}

std::string words(const warnings::RanksDisagree&) {
  return "the ranks of the pairs say otherwise than their means: a few runs decide";
}

std::string words(const warnings::FewRuns& about) {
  return fmt::format(
      "{} {}: the interval of their mean reaches {} standard deviations to each side, and "
      "holds only where they scatter evenly around it; 6 or more tell more",
      about.runs, name_of(about.what), significant(about.half_width, 2));
}

std::string words(const warnings::Autocorrelated& about) {
  return fmt::format(
      "each run resembles the one before it (correlation {}): {} runs say as much as {} "
      "independent ones; the pairs of --compare do not suffer from it",
      fixed(about.correlation, 2), about.runs, significant(about.effective_runs, 2));
}

std::string words(const warnings::OtherHost& about) {
  std::vector<std::string> differing;
  if (about.cpu) differing.emplace_back("CPU");
  if (about.kernel) differing.emplace_back("kernel");
  if (about.governor) differing.emplace_back("governor");
  if (about.board) differing.emplace_back("board");
  return fmt::format("{} was measured with another {}", quoted({about.file}), listed(differing));
}

std::string words(const warnings::OtherCommand& about) {
  return fmt::format(
      "{} holds runs of another command: {}{} (give both the same --name if they are "
      "meant to be compared)",
      quoted({about.file}), quoted({about.program}), about.with_arguments ? " ..." : "");
}

} // namespace

std::string_view name_of(warnings::FewRuns::What what) {
  switch (what) {
  case warnings::FewRuns::What::runs: break;
  case warnings::FewRuns::What::pairs: return "pairs";
  case warnings::FewRuns::What::saved_runs: return "saved runs";
  }
  return "runs";
}

std::string words_of(const WarningCause& cause) {
  return std::visit([](const auto& about) { return words(about); }, cause);
}

} // namespace joules
