// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/attribute.hpp"

#include "joules/attribution/counter_delta.hpp"
#include "joules/attribution/ledger_energy.hpp"
#include "joules/attribution/tree_share.hpp"
#include "joules/attribution/warnings.hpp"

#include <algorithm>

namespace joules {

namespace {

/// How often RAPL registers are updated: Intel SDM vol. 3B 14.9, "approximately 1 ms".
constexpr Seconds register_period{0.001};
/// The host's busy time is known to one tick at each end of the run.
constexpr Seconds busy_quantum{0.01};

/// Host energy of every interval.
using EnergySeries = std::vector<Joules>;

double ratio(Seconds part, Seconds whole) {
  return whole.count() > 0 ? std::clamp(part / whole, 0.0, 1.0) : 0.0;
}

Joules charge(Joules energy, const CpuInterval& cpu, const Policy& policy) {
  switch (policy.kind) {
  case Policy::Kind::busy: return energy * ratio(cpu.tree, cpu.busy);
  case Policy::Kind::capacity: return energy * ratio(cpu.tree, cpu.capacity);
  case Policy::Kind::marginal:
    return std::max(energy - policy.idle_power * cpu.length, Joules{0}) * ratio(cpu.tree, cpu.busy);
  }
  return {};
}

/// What the tree is charged with in every interval.
EnergySeries charge_each(const EnergySeries& energy, const CpuHistory& cpu, const Policy& policy) {
  EnergySeries charged;
  for (std::size_t i = 0; i < cpu.intervals.size(); ++i)
    charged.push_back(charge(energy[i], cpu.intervals[i], policy));
  return charged;
}

Joules sum(const EnergySeries& energy) {
  Joules total{0};
  for (const Joules joules : energy) total += joules;
  return total;
}

EnergySeries modelled(double idle_watts, double busy_watts, const CpuHistory& cpu) {
  EnergySeries energy;
  for (const CpuInterval& interval : cpu.intervals)
    energy.push_back(Watts{idle_watts} * interval.capacity +
                     Watts{busy_watts - idle_watts} * interval.busy);
  return energy;
}

/// What the tree is charged with, interval by interval.
EnergySeries estimate(const PowerModel& model, const CpuHistory& cpu, EnergyAccount& account) {
  const auto low = modelled(model.idle_watts.low, model.busy_watts.low, cpu);
  const auto middle = modelled(model.idle_watts.middle, model.busy_watts.middle, cpu);
  const auto high = modelled(model.idle_watts.high, model.busy_watts.high, cpu);
  account.host = {sum(middle), false, sum(low), sum(high)};
  EnergySeries charged = charge_each(middle, cpu, account.policy);
  account.tree = {sum(charged), false, sum(charge_each(low, cpu, account.policy)),
                  sum(charge_each(high, cpu, account.policy))};
  return charged;
}

/// Register periods of power at both ends, or at one if the run began with a tick; and one tick of
/// the busy time that the share divides by. CPU time is told in microseconds: a tree that was never
/// seen to run may still have had one.
Joules uncertainty(Joules tree, const EnergyAccount& account, const CpuHistory& cpu,
                   const std::vector<CounterHistory>& histories, bool aligned) {
  Seconds period = register_period;
  for (const CounterHistory& history : histories)
    period = std::max(period, history.longest_standstill);
  const Seconds at_ends = (aligned ? 1 : 2) * period;
  const Seconds smallest = std::chrono::microseconds(1);
  const Joules ends = *account.host.value * ratio(at_ends, std::max(account.wall, at_ends)) *
                      ratio(std::max(cpu.tree, smallest), std::max(cpu.busy, smallest));
  return ends + tree * ratio(busy_quantum, std::max(cpu.busy, busy_quantum));
}

/// Some machines' DRAM counters have the wrong unit: their watts are no memory's. Short runs are
/// too coarse to tell.
bool is_implausible_memory(const Domain& domain, Joules memory, Joules packages, Seconds wall) {
  if (!domain.memory || wall < Seconds{1}) return false;
  return memory > packages * 4 || (memory / wall > Watts{150} && packages / wall < Watts{100});
}

Joules energy_of_packages(const std::vector<Domain>& domains,
                          const std::vector<CounterHistory>& histories) {
  Joules packages{0};
  for (std::size_t d = 0; d < domains.size(); ++d)
    if (!domains[d].memory) packages += histories[d].total;
  return packages;
}

/// Energy of each interval over all domains that can be believed, with one entry in the account
/// for each domain. Empty when none was measured.
EnergySeries add_domains(const Method& method, const std::vector<CounterHistory>& histories,
                         EnergyAccount& account) {
  EnergySeries host;
  account.host.at_least = std::any_of(method.left_out.begin(), method.left_out.end(),
                                      [](const Domain& domain) { return domain.missing; });
  const Joules packages = energy_of_packages(method.domains, histories);
  for (std::size_t d = 0; d < histories.size(); ++d) {
    const CounterHistory& history = histories[d];
    DomainEnergy domain{method.domains[d].name, {}, history.wraps, false};
    domain.energy.at_least = history.is_partial();
    account.host.at_least |= history.is_partial();
    if (history.is_measured()) domain.energy.value = history.total;
    domain.implausible =
        is_implausible_memory(method.domains[d], history.total, packages, account.wall);
    if (!history.is_measured() || domain.implausible) {
      account.host.at_least = true;
    } else {
      host.resize(history.intervals.size());
      for (std::size_t i = 0; i < host.size(); ++i) host[i] += history.intervals[i];
    }
    account.domains.push_back(domain);
  }
  return host;
}

/// What the tree is charged with, interval by interval; empty where that is not known.
EnergySeries add_measured(const Recording& recording, const std::vector<CounterHistory>& histories,
                          const CpuHistory& cpu, EnergyAccount& account) {
  const EnergySeries host = add_domains(recording.method, histories, account);
  if (host.empty()) {
    account.unavailable_reason = "no counter moved during the run, or none could be read";
    return {};
  }
  account.host.value = sum(host);
  account.tree.at_least = account.host.at_least;
  if (cpu.intervals.empty()) {
    account.unavailable_reason = "/proc/stat cannot be read: the tree's share is not known";
    return {};
  }
  EnergySeries charged = charge_each(host, cpu, account.policy);
  account.tree.value = sum(charged);
  account.tree_uncertainty = uncertainty(*account.tree.value, account, cpu, histories,
                                         recording.method.aligned.value_or(false));
  return charged;
}

std::vector<ChargedInterval> with_instants(const EnergySeries& charged,
                                           const std::vector<Sample>& samples) {
  std::vector<ChargedInterval> intervals;
  for (std::size_t i = 0; i < charged.size(); ++i)
    intervals.push_back({samples[i].at, samples[i + 1].at, charged[i]});
  return intervals;
}

bool lacks_host_time(const Sample& sample) {
  return !sample.host;
}

/// Shares need the host's time at both ends of an interval. A read of it that failed in between
/// only makes the interval longer.
bool has_host_times(const std::vector<Sample>& samples) {
  return std::none_of(samples.begin(), samples.end(), lacks_host_time);
}

bool can_bridge_host_times(const std::vector<Sample>& samples) {
  return samples.size() > 2 && samples.front().host && samples.back().host &&
         !has_host_times(samples);
}

} // namespace

EnergyAccount attribute(const Recording& recording, const Policy& policy) {
  if (can_bridge_host_times(recording.samples)) {
    Recording bridged = recording;
    std::erase_if(bridged.samples, lacks_host_time);
    return attribute(bridged, policy);
  }
  EnergyAccount account;
  account.policy = policy;
  account.estimated = recording.method.model.has_value();
  account.stopped = recording.ending.stopped;
  account.tree_cpu = recording.ending.tree_cpu;
  if (recording.samples.size() < 2) {
    account.unavailable_reason = "the run was not sampled";
    return account;
  }
  account.wall = recording.samples.back().at - recording.samples.front().at;
  account.tree_cpu_seen_live = recording.samples.back().tree_cpu;

  CpuHistory cpu;
  if (has_host_times(recording.samples)) {
    cpu = divide_cpu_time(recording.samples, recording.ending.tree_cpu);
    account.host_busy = cpu.busy;
  }
  std::vector<CounterHistory> histories;
  for (std::size_t d = 0; d < recording.method.domains.size(); ++d)
    histories.push_back(history_of(recording.samples, d, recording.method.domains[d].modulus_uj));

  EnergySeries charged;
  if (!recording.method.model)
    charged = add_measured(recording, histories, cpu, account);
  else if (!cpu.intervals.empty())
    charged = estimate(*recording.method.model, cpu, account);
  else
    account.unavailable_reason = "/proc/stat cannot be read: nothing to estimate from";
  if (recording.ledger)
    account.ledger = charge_ledger(*recording.ledger, with_instants(charged, recording.samples),
                                   account.tree_cpu);
  account.warnings = warnings_for(recording, account, histories, cpu);
  return account;
}

std::optional<Watts> idle_power(const Recording& idle) {
  const EnergyAccount account = attribute(idle, Policy{});
  if (!account.host.value || account.host.at_least) return std::nullopt;
  return *account.host.value / account.wall;
}

} // namespace joules
