// SPDX-License-Identifier: Apache-2.0
#include "merging/merge.hpp"

#include "joules/decimal.hpp"
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

/// The machine, as far as it can be told from another.
const std::string& identity(const RunRecord& record) {
  return record.boot_id.empty() ? record.hostname : record.boot_id;
}

/// No two runs of a host begin and end in the same nanoseconds with the same energy.
std::optional<Unmergeable> find_twice(const std::vector<RunRecord>& records) {
  std::map<std::tuple<std::string, Seconds, Seconds, std::optional<Joules>>, std::string> files;
  for (const RunRecord& record : records) {
    const auto [known, is_new] = files.try_emplace(
        {identity(record), record.start, record.end, record.tree.value}, record.file);
    if (is_new) continue;
    if (known->second == record.file)
      return Unmergeable{quoted({record.file}) + ": holds the same run twice"};
    return Unmergeable{quoted({known->second}) + " and " + quoted({record.file}) +
                       ": hold the same run: give each of them once"};
  }
  return std::nullopt;
}

struct HostRuns {
  MergedHost host;
  std::vector<const RunRecord*> runs;
};

/// Whether all runs read the same counters.
bool read_alike(const std::vector<const RunRecord*>& runs) {
  const auto same_name = [](const CounterRecord& a, const CounterRecord& b) {
    return a.name == b.name;
  };
  const std::vector<CounterRecord>& first = runs.front()->counters;
  return std::ranges::all_of(runs, [&](const RunRecord* run) {
    return !first.empty() && std::ranges::equal(run->counters, first, same_name);
  });
}

/// Counter by counter where all runs read the same ones, else as a whole: never one run's counter
/// beside another one's whole.
void share_host(HostRuns& one) {
  const bool by_name = read_alike(one.runs);
  std::map<std::string, std::vector<Span>> by_counter;
  for (const RunRecord* record : one.runs)
    for (const CounterRecord& counter :
         by_name
             ? record->counters
             : std::vector<CounterRecord>{{"", record->host.value, std::nullopt, std::nullopt}}) {
      Energy energy = record->host;
      energy.value = counter.energy;
      by_counter[counter.name].push_back(
          {record->start, record->end, energy, counter.reading, counter.modulus});
    }
  for (auto& [name, spans] : by_counter) {
    one.host.covered = std::max(one.host.covered, covered_time(spans));
    const SharedEnergy shared = shared_energy(std::move(spans));
    add(shared.energy, one.host.host);
    one.host.interpolated |= shared.interpolated;
  }
}

/// Trees are part of their host: together they bound what is not known exactly.
void reconcile(MergedHost& merged, std::vector<Warning>& warnings) {
  if (!merged.tree.value || !merged.host.value) return;
  const Joules trees = *merged.tree.value, host = *merged.host.value;
  if (merged.interpolated && host < trees) merged.host.value = trees;
  if (trees.value <= host.value * (1 + visible_excess)) return;
  const Joules allowed = merged.tree_uncertainty.value_or(host * usual_excess);
  warnings.push_back({WarningCode::cpu_time_uncertain,
                      merged.hostname + ": the runs' trees add up to " +
                          significant(100 * (trees / host - 1), 2) +
                          " % more than the host used: " +
                          (trees - host <= allowed ? "each is known within its +- only"
                                                   : "was one of them made inside another?")});
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

void add_hosts(const std::vector<const RunRecord*>& records, MergedTotal& total) {
  std::map<std::string, HostRuns> hosts;
  for (const RunRecord* record : records) {
    HostRuns& one = hosts[identity(*record)];
    // Each of its containers may have a name of its own: one stands for all.
    if (one.runs.empty() || record->hostname < one.host.hostname)
      one.host.hostname = record->hostname;
    one.host.boot_id = record->boot_id;
    ++one.host.runs;
    add(record->tree, one.host.tree);
    add_uncertainty(record->tree_uncertainty, one.host.tree_uncertainty);
    one.runs.push_back(record);
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

void add_parts(const std::vector<const RunRecord*>& records, MergedTotal& total) {
  std::map<std::tuple<std::optional<int>, std::string>, MergedPart> ranks;
  std::map<std::string, MergedPart> commands;
  bool any_rank = false;
  for (const RunRecord* record : records) {
    MergedPart& rank = ranks[{record->rank, record->hostname}];
    MergedPart& command = commands[record->command];
    rank.rank = record->rank;
    rank.hostname = record->hostname;
    command.command = record->command;
    any_rank |= record->rank.has_value();
    for (MergedPart* part : {&rank, &command}) {
      ++part->runs;
      add(record->tree, part->tree);
    }
  }
  if (any_rank)
    for (auto& [key, part] : ranks) total.by_rank.push_back(std::move(part));
  for (auto& [key, part] : commands) total.by_command.push_back(std::move(part));
  std::stable_sort(total.by_command.begin(), total.by_command.end(),
                   [](const MergedPart& a, const MergedPart& b) {
                     return a.tree.value.value_or(Joules{}) > b.tree.value.value_or(Joules{});
                   });
}

MergedTotal total_of(const std::vector<const RunRecord*>& records) {
  MergedTotal total;
  const RunRecord& first = *records.front();
  total.sensor = first.sensor;
  total.quality = first.quality;
  total.policy = first.policy;
  total.runs = records.size();
  for (const RunRecord* record : records) add(record->tree, total.tree);
  add_hosts(records, total);
  add_parts(records, total);
  return total;
}

} // namespace

std::variant<Merged, Unmergeable> merge(const std::vector<RunRecord>& records) {
  if (auto twice = find_twice(records)) return *twice;
  Merged merged;
  // "measured" after "estimated": hence the order from behind.
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<const RunRecord*>,
           std::greater<>>
      kinds;
  for (const RunRecord& record : records) {
    kinds[{record.quality, record.sensor, record.policy}].push_back(&record);
    if (std::find(merged.files.begin(), merged.files.end(), record.file) == merged.files.end())
      merged.files.push_back(record.file);
  }
  for (const auto& [kind, runs] : kinds) merged.totals.push_back(total_of(runs));
  return merged;
}

} // namespace joules
