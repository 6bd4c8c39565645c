// SPDX-License-Identifier: Apache-2.0
#include "merging/merge.hpp"

#include "joules/quoting.hpp"
#include "merging/shared_energy.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace joules {

namespace {

/// Beyond, the report would show trees that use more than their host.
constexpr double visible_excess = 0.001;
/// Where the runs tell no +-, trees may exceed their host by this much, since each one's part is
/// found by clocks that tick.
constexpr double usual_excess = 0.02;

/// Adds `more`; what is not known makes the sum a lower bound.
void add(const Energy& more, Energy& sum) {
  sum.at_least |= more.at_least || !more.value;
  if (!more.value) return;
  if (more.low || sum.low) {
    sum.low = sum.low.value_or(sum.value.value_or(Joules{})) + more.low.value_or(*more.value);
    sum.high = sum.high.value_or(sum.value.value_or(Joules{})) + more.high.value_or(*more.value);
  }
  sum.value = sum.value.value_or(Joules{}) + *more.value;
}

/// A run of any report.
struct OneRun {
  const Origin& origin;
  const std::string& command; // its name
  const SavedRun& saved;
};

void add_runs(const SavedReport& report, std::vector<OneRun>& runs) {
  for (const SavedCommand& command : report.commands) {
    for (const SavedRun& run : command.runs) runs.push_back({report.origin, command.name, run});
    // One that failed used energy, too.
    if (command.failed) runs.push_back({report.origin, command.name, *command.failed});
  }
}

/// The machine, as far as it can be told from another.
const std::string& identity(const Origin& origin) {
  return origin.boot_id.empty() ? origin.hostname : origin.boot_id;
}

/// No two runs of a host begin and end in the same nanoseconds with the same energy.
Result<void> require_once(const std::vector<OneRun>& runs) {
  std::map<std::tuple<std::string, Seconds, Seconds, std::optional<Joules>>, std::string> files;
  for (const auto& [origin, command, run] : runs) {
    const auto [known, is_new] =
        files.try_emplace({identity(origin), *run.start, *run.end, run.tree.value}, origin.file);
    if (is_new) continue;
    if (known->second == origin.file)
      return Error(quoted({origin.file}), "holds the same run twice");
    return Error(quoted({known->second}) + " and " + quoted({origin.file}),
                 "hold the same run: give each of them once");
  }
  return {};
}

struct HostRuns {
  MergedHost host;
  std::vector<const SavedRun*> runs;
};

/// Whether all runs read the same counters.
bool read_alike(const std::vector<const SavedRun*>& runs) {
  const auto same_name = [](const SavedCounter& a, const SavedCounter& b) {
    return a.name == b.name;
  };
  const std::vector<SavedCounter>& first = runs.front()->counters;
  return std::ranges::all_of(runs, [&](const SavedRun* run) {
    return !first.empty() && std::ranges::equal(run->counters, first, same_name);
  });
}

/// Counter by counter where all runs read the same ones, else as a whole: never one run's counter
/// beside another one's whole.
void share_host(HostRuns& one) {
  const bool by_name = read_alike(one.runs);
  std::map<std::string, std::vector<Span>> by_counter;
  for (const SavedRun* run : one.runs)
    for (const SavedCounter& counter :
         by_name ? run->counters
                 : std::vector<SavedCounter>{{"", run->host.value, std::nullopt, std::nullopt}}) {
      Energy energy = run->host;
      energy.value = counter.energy;
      by_counter[counter.name].push_back(
          {*run->start, *run->end, energy, counter.reading, counter.modulus});
    }
  for (auto& [name, spans] : by_counter) {
    one.host.covered = std::max(one.host.covered, covered_time(spans));
    const SharedEnergy shared = shared_energy(std::move(spans));
    add(shared.energy, one.host.host);
    one.host.interpolated |= shared.interpolated;
  }
}

/// Trees are part of their host: together they bound what is not known exactly.
void reconcile(MergedHost& merged, std::vector<Warning>& found) {
  if (!merged.tree.value || !merged.host.value) return;
  const Joules trees = *merged.tree.value, host = *merged.host.value;
  if (merged.interpolated && host < trees) merged.host.value = trees;
  if (trees.value <= host.value * (1 + visible_excess)) return;
  const Joules allowed = merged.tree_uncertainty.value_or(host * usual_excess);
  found.emplace_back(
      warnings::TreesBeyondHost{merged.hostname, trees / host - 1, trees - host <= allowed});
}

/// Runs of one host are divided by the same ticks: in the worst case they err alike.
void add_uncertainty(const std::optional<Joules>& more, std::optional<Joules>& sum) {
  sum = more && sum ? std::optional(*sum + *more) : std::nullopt;
}

std::optional<Joules> uncertainty_of(const std::vector<MergedHost>& hosts) {
  double squares = 0;
  for (const MergedHost& host : hosts) {
    if (!host.tree_uncertainty) return std::nullopt;
    squares += host.tree_uncertainty->value * host.tree_uncertainty->value;
  }
  return Joules{std::sqrt(squares)};
}

void add_hosts(const std::vector<OneRun>& runs, MergedTotal& total) {
  std::map<std::string, HostRuns> hosts;
  for (const auto& [origin, command, run] : runs) {
    HostRuns& one = hosts[identity(origin)];
    // Each of its containers may have a name of its own: one stands for all.
    if (one.runs.empty() || origin.hostname < one.host.hostname)
      one.host.hostname = origin.hostname;
    one.host.boot_id = origin.boot_id;
    ++one.host.runs;
    add(run.tree, one.host.tree);
    add_uncertainty(run.tree_uncertainty, one.host.tree_uncertainty);
    one.runs.push_back(&run);
  }
  for (auto& [key, one] : hosts) {
    share_host(one);
    total.interpolated |= one.host.interpolated;
    reconcile(one.host, total.warnings);
    add(one.host.host, total.host);
    total.longest = std::max(total.longest, one.host.covered);
    total.hosts.push_back(std::move(one.host));
  }
  total.tree_uncertainty = uncertainty_of(total.hosts);
  std::ranges::stable_sort(total.hosts, {}, &MergedHost::hostname);
}

std::vector<MergedPart> most_energy_first(std::map<std::string, MergedPart>& parts) {
  std::vector<MergedPart> sorted;
  for (auto& [key, part] : parts) sorted.push_back(std::move(part));
  std::ranges::stable_sort(sorted, std::greater<>(), [](const MergedPart& part) {
    return part.tree.value.value_or(Joules{});
  });
  return sorted;
}

void add_parts(const std::vector<OneRun>& runs, MergedTotal& total) {
  std::map<std::tuple<std::optional<int>, std::string>, MergedPart> ranks;
  std::map<std::string, MergedPart> commands, jobs;
  bool any_rank = false, any_job = false;
  for (const auto& [origin, name, run] : runs) {
    MergedPart& rank = ranks[{run.rank, origin.hostname}];
    MergedPart& command = commands[name];
    rank.rank = run.rank;
    rank.hostname = origin.hostname;
    command.command = name;
    MergedPart& job = jobs[run.job];
    job.job = run.job;
    any_job |= !run.job.empty();
    any_rank |= run.rank.has_value();
    for (MergedPart* part : {&rank, &command, &job}) {
      ++part->runs;
      add(run.tree, part->tree);
    }
  }
  if (any_rank)
    for (auto& [key, part] : ranks) total.by_rank.push_back(std::move(part));
  if (any_job)
    for (auto& [key, part] : jobs) total.by_job.push_back(std::move(part));
  total.by_command = most_energy_first(commands);
}

void add_phases(const std::vector<OneRun>& runs, MergedTotal& total) {
  std::map<std::string, MergedPart> phases;
  for (const OneRun& run : runs)
    for (const PhaseAccount& phase : run.saved.phases) {
      MergedPart& part = phases[phase.name];
      part.phase = phase.name;
      ++part.runs;
      add(phase.tree, part.tree);
    }
  total.by_phase = most_energy_first(phases);
}

void add_subjects(const std::vector<OneRun>& runs, MergedTotal& total) {
  std::map<std::pair<std::string, std::string>, std::vector<Span>> subjects;
  std::map<std::string, std::string> hostnames;
  for (const auto& [origin, command, run] : runs)
    for (const SubjectAccount& subject : run.subjects) {
      subjects[{identity(origin), subject.name}].push_back(
          {*run.start, *run.end, subject.energy, std::nullopt, std::nullopt});
      hostnames.try_emplace(identity(origin), origin.hostname);
    }
  for (auto& [key, spans] : subjects) {
    const auto& [host, name] = key;
    const std::size_t count = spans.size();
    const SharedEnergy shared = shared_energy(std::move(spans));
    total.subjects.push_back({name, hostnames[host], count, shared.energy, shared.interpolated});
  }
}

MergedTotal total_of(const std::vector<OneRun>& runs) {
  MergedTotal total;
  const Origin& first = runs.front().origin;
  total.sensor = first.by.sensor;
  total.quality = first.by.quality;
  total.policy = first.by.policy;
  total.runs = runs.size();
  for (const OneRun& run : runs) add(run.saved.tree, total.tree);
  add_hosts(runs, total);
  add_parts(runs, total);
  add_phases(runs, total);
  add_subjects(runs, total);
  return total;
}

} // namespace

Result<void> mergeable(const SavedReport& report) {
  const auto refused = [&](const std::string& why) {
    return Error(quoted({report.origin.file}), why);
  };
  std::vector<OneRun> runs;
  add_runs(report, runs);
  const bool all_say_when =
      std::ranges::all_of(runs, [](const OneRun& run) { return run.saved.start.has_value(); });
  if (!all_say_when || (!runs.empty() && identity(report.origin).empty()))
    return refused("does not say on which host, and when, a run was made: measure it again with "
                   "this version");
  if (runs.empty()) return refused("holds no run, as what --merge, --diff and --doctor write");
  return {};
}

Result<Merged> merge(const std::vector<SavedReport>& reports) {
  std::vector<OneRun> runs;
  for (const SavedReport& report : reports) add_runs(report, runs);
  if (const auto once = require_once(runs); !once) return once.error();
  Merged merged;
  // Measured ones first: hence the order from behind.
  std::map<std::tuple<std::optional<Quality>, std::string, std::string>, std::vector<OneRun>,
           std::greater<>>
      kinds;
  for (const OneRun& run : runs) {
    const Origin& origin = run.origin;
    kinds[{origin.by.quality, origin.by.sensor, origin.by.policy}].push_back(run);
    if (std::ranges::find(merged.files, origin.file) == merged.files.end())
      merged.files.push_back(origin.file);
  }
  for (const auto& [kind, alike] : kinds) merged.totals.push_back(total_of(alike));
  return merged;
}

} // namespace joules
