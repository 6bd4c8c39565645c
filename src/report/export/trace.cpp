// SPDX-License-Identifier: Apache-2.0
#include "report/export/trace.hpp"

#include "joules/quoting.hpp"
#include "report/json/document.hpp"
#include "report/json/json.hpp"
#include "report/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

namespace joules {

namespace {

// What Chrome calls a process is a run, and what it calls a thread is a lane of slices.

double microseconds(Nanoseconds time) {
  return std::chrono::duration<double, std::micro>(time).count();
}

/// Lanes of slices that do not overlap, as few as will do, so that a build of thousands of
/// compilers is a picture and not a ladder. Returns the lane of each process, from 1 on.
/// REQUIRES: processes in the order of their starts.
std::vector<int> lanes_of(const std::vector<ProcessUse>& processes, Nanoseconds end) {
  using Ending = std::pair<Nanoseconds, int>; // when a lane is free again
  std::priority_queue<Ending, std::vector<Ending>, std::greater<>> busy;
  std::priority_queue<int, std::vector<int>, std::greater<>> free;
  std::vector<int> lanes;
  int used = 0;
  for (const ProcessUse& process : processes) {
    for (; !busy.empty() && busy.top().first <= process.start; busy.pop())
      free.push(busy.top().second);
    const int lane = free.empty() ? ++used : free.top();
    if (!free.empty()) free.pop();
    lanes.push_back(lane);
    busy.emplace(process.end.value_or(end), lane);
  }
  return lanes;
}

class TraceOfRun {
public:
  TraceOfRun(const Run& run, int number, Instant origin, Json& events)
      : run_(run), number_(number), origin_(origin), end_(run.recording.samples.back().at),
        events_(events) {}

  void add(const std::string& title) {
    name("process_name", title, std::nullopt);
    add_power();
    int lane = 0;
    if (run_.account.ledger) lane = add_slices();
    lane = add_subjects(lane);
    if (run_.recording.marks) add_phases(*run_.recording.marks, lane);
  }

private:
  [[nodiscard]] double at(Nanoseconds instant) const { return microseconds(instant - origin_); }

  void name(const char* what, const std::string& text, std::optional<int> lane) {
    Json event = {{"ph", "M"}, {"name", what}, {"pid", number_}};
    if (lane) event["tid"] = *lane;
    event["args"] = {{"name", text}};
    events_.push_back(event);
  }

  void count(const char* what, Nanoseconds when, Json values) {
    events_.push_back({{"ph", "C"},
                       {"name", what},
                       {"pid", number_},
                       {"ts", at(when)},
                       {"args", std::move(values)}});
  }

  /// A counter holds its value until the next one, so that each stands where its stretch begins.
  void add_power() {
    const PowerSeries& power = run_.account.power;
    const Nanoseconds start = run_.recording.samples.front().at;
    const auto tree_or_host = [&](std::size_t i) {
      return power.tree.empty() ? Json{{"host", power.host[i].value}}
                                : Json{{"tree", power.tree[i].value},
                                       {"others", (power.host[i] - power.tree[i]).value}};
    };
    Nanoseconds from = start;
    for (std::size_t i = 0; i < power.until.size(); ++i) {
      count("power, W", from, tree_or_host(i));
      Json domains = Json::object();
      for (std::size_t d = 0; d < power.domains.size(); ++d)
        if (!power.domains[d].empty())
          domains[run_.account.domains[d].name] = power.domains[d][i].value;
      if (domains.size() > 1) count("power by domain, W", from, domains);
      if (!power.busy_cpus.empty())
        count("CPUs busy", from,
              {{"tree", power.tree_cpus[i]}, {"others", power.busy_cpus[i] - power.tree_cpus[i]}});
      from = start + std::chrono::round<Nanoseconds>(power.until[i]);
    }
    if (!power.until.empty())
      count("power, W", end_,
            power.tree.empty() ? Json{{"host", 0}} : Json{{"tree", 0}, {"others", 0}});
  }

  void slice(int lane, const char* kind, const std::string& title, Nanoseconds start,
             Nanoseconds end, Json args) {
    events_.push_back({{"ph", "X"},
                       {"name", title},
                       {"cat", kind},
                       {"pid", number_},
                       {"tid", lane},
                       {"ts", at(start)},
                       {"dur", microseconds(end - start)},
                       {"args", std::move(args)}});
  }

  /// Returns the last lane.
  int add_slices() {
    const std::vector<ProcessUse>& processes = run_.recording.ledger->processes;
    const std::vector<ProcessEnergy>& energies = run_.account.ledger->by_process;
    const std::vector<int> lanes = lanes_of(processes, end_);
    for (std::size_t i = 0; i < processes.size(); ++i) {
      const ProcessUse& process = processes[i];
      Json args = {{"joules", or_null(energies[i].energy)},
                   {"cpu_seconds", energies[i].cpu.count()},
                   {"pid", process.pid},
                   {"parent_pid", process.parent}};
      if (process.thread_of) args["thread_of"] = *process.thread_of;
      if (!process.argv.empty()) args["arguments"] = quoted(process.argv);
      slice(lanes[i], "process", printable(process.command), process.start,
            process.end.value_or(end_), args);
    }
    const int last_lane = lanes.empty() ? 0 : std::ranges::max(lanes);
    for (int lane = 1; lane <= last_lane; ++lane) name("thread_name", "processes", lane);
    // Below the processes: a reader that shows one lane at a time begins with the first.
    add_rest(last_lane + 1);
    return last_lane + 1;
  }

  /// A lane for each subject, after the last one, which is beside the tree's energy. Returns the
  /// last lane.
  int add_subjects(int last_lane) {
    const Nanoseconds start = run_.recording.samples.front().at;
    for (const SubjectAccount& subject : run_.account.subjects) {
      name("thread_name", "subject", ++last_lane);
      slice(last_lane, "subject", printable(subject.name), start, end_,
            {{"joules_of_subject", or_null(subject.energy.value)},
             {"cpu_seconds", subject.cpu.count()}});
    }
    return last_lane;
  }

  void moment(const std::string& title, Nanoseconds when) {
    events_.push_back(
        {{"ph", "i"}, {"s", "p"}, {"name", title}, {"pid", number_}, {"ts", at(when)}});
  }

  /// A lane for each phase, after the last one, with a slice for each of its times; and moments.
  void add_phases(const Marks& marks, int last_lane) {
    struct Open {
      Nanoseconds since{0};
      int levels = 0;
    };
    std::vector<Open> open(run_.account.phases.size());
    const auto end_of = [&](std::size_t phase, Nanoseconds end) {
      const PhaseAccount& account = run_.account.phases[phase];
      slice(last_lane + 1 + static_cast<int>(phase), "phase", printable(account.name),
            open[phase].since, end,
            {{"joules_of_all_times", or_null(account.tree.value)}, {"times", account.times}});
    };
    for (const Mark& mark : marks.all) {
      const Nanoseconds when = std::min(mark.at, end_);
      if (mark.kind == Mark::Kind::point) moment(printable(mark.name), when);
      if (mark.kind == Mark::Kind::work)
        moment(fmt::format("{:.15g} {}", mark.amount, printable(mark.name)), when);
      const auto found = std::ranges::find(run_.account.phases, mark.name, &PhaseAccount::name);
      if (found == run_.account.phases.end()) continue;
      const auto phase = static_cast<std::size_t>(found - run_.account.phases.begin());
      Open& one = open[phase];
      if (mark.kind == Mark::Kind::begin && one.levels++ == 0) one.since = when;
      if (mark.kind == Mark::Kind::end && one.levels > 0 && --one.levels == 0) end_of(phase, when);
    }
    for (std::size_t phase = 0; phase < open.size(); ++phase) {
      if (open[phase].levels > 0) end_of(phase, end_);
      name("thread_name", "phase " + printable(run_.account.phases[phase].name),
           last_lane + 1 + static_cast<int>(phase));
    }
  }

  /// The kernel's work at exits, set-uid programs; and processes that are worth no row each.
  void add_rest(int lane) {
    const LedgerAccount& ledger = *run_.account.ledger;
    Joules others = ledger.unseen_energy.value_or(Joules{});
    Seconds cpu = ledger.unseen_cpu;
    for (const ProgramEnergy& program : ledger.by_command) {
      others += program.energy.value_or(Joules{});
      cpu += program.cpu;
    }
    for (const ProcessEnergy& process : ledger.by_process) {
      others = others - process.energy.value_or(Joules{});
      cpu -= process.cpu;
    }
    const std::uint64_t unkept = run_.recording.ledger->processes_unkept;
    const std::string title =
        unkept > 0 ? counted(unkept, "other") + ", exits, set-uid" : "exits, set-uid";
    name("thread_name", "in no slice", lane);
    slice(lane, "process", title, run_.recording.samples.front().at, end_,
          {{"joules", ledger.unseen_energy ? or_null(std::optional(std::max(others, Joules{})))
                                           : Json(nullptr)},
           {"cpu_seconds", std::max(cpu, Seconds{0}).count()}});
  }

  const Run& run_;
  int number_;
  Instant origin_, end_;
  Json& events_;
};

/// Of all runs: those of several commands take turns.
Instant first_instant(const Experiment& experiment) {
  Instant first = Instant::max();
  const auto look = [&](const Run& run) {
    if (!run.recording.samples.empty()) first = std::min(first, run.recording.samples.front().at);
  };
  for (const CommandRuns& command : experiment.commands) {
    std::ranges::for_each(command.runs, look);
    if (command.failed) look(*command.failed);
  }
  return first;
}

} // namespace

std::string trace_export(const Experiment& experiment) {
  Json events = Json::array();
  const Instant origin = first_instant(experiment);
  int number = 0;
  const auto add = [&](const Run& run, const CommandRuns& command, const std::string& label) {
    if (run.recording.samples.empty()) return;
    TraceOfRun(run, ++number, origin, events).add(printable(display_name(command)) + label);
  };
  for (const CommandRuns& command : experiment.commands) {
    for (const Run& run : command.runs)
      add(run, command, command.runs.size() > 1 ? ", run " + std::to_string(run.index + 1) : "");
    if (command.failed) add(*command.failed, command, ", the run that failed");
  }
  Json document = new_document();
  document.erase("schema_version");
  document["displayTimeUnit"] = "ms";
  document["traceEvents"] = std::move(events);
  return dumped(document, JsonLayout::line);
}

} // namespace joules
