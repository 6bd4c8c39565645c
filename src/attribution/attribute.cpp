// SPDX-License-Identifier: Apache-2.0
#include "joules/attribution/attribute.hpp"

#include "attribution/charging.hpp"
#include "joules/attribution/counter_delta.hpp"
#include "joules/attribution/ledger_energy.hpp"
#include "joules/attribution/package_share.hpp"
#include "joules/attribution/tree_share.hpp"
#include "joules/attribution/warnings.hpp"

#include <algorithm>

namespace joules {

namespace {

/// How often RAPL registers are updated: Intel SDM vol. 3B 14.9, "approximately 1 ms".
constexpr Seconds register_period{0.001};
/// The host's busy time is known to one tick at each end of the run.
constexpr Seconds busy_quantum{0.01};

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
  EnergySeries charged = charge_each(middle, middle, cpu, account.policy);
  account.tree = {sum(charged), false, sum(charge_each(low, low, cpu, account.policy)),
                  sum(charge_each(high, high, cpu, account.policy))};
  return charged;
}

/// What shares of the whole run would charge to the tree of the part `ends` of the host's energy.
/// CPU time is told in microseconds: a tree that was never seen to run may still have had one.
Joules charged_at_ends(double ends, const EnergyAccount& account, const CpuHistory& cpu) {
  const auto share = [](Seconds tree, Seconds busy) {
    constexpr Seconds smallest = std::chrono::microseconds(1);
    return ratio(std::max(tree, smallest), std::max(busy, smallest));
  };
  Joules charged{0};
  Joules elsewhere = *account.host.value;
  for (const PackageAccount& package : account.packages) {
    if (!package.host) continue;
    charged += *package.host * ends * share(package.tree_cpu, package.busy);
    elsewhere = elsewhere - *package.host;
  }
  return charged + std::max(elsewhere, Joules{0}) * ends * share(cpu.tree, cpu.busy);
}

/// Register periods of power at both ends, or at one if the run began with a tick; and one tick of
/// the busy time that the share divides by.
Joules uncertainty(Joules tree, const EnergyAccount& account, const CpuHistory& cpu,
                   const std::vector<CounterHistory>& histories, const Method& method) {
  Seconds period = register_period;
  for (const Domain& domain : method.domains) period = std::max(period, domain.period);
  for (const CounterHistory& history : histories)
    period = std::max(period, history.longest_standstill);
  const Seconds at_ends = (method.aligned.value_or(false) ? 1 : 2) * period;
  const double ends = ratio(at_ends, std::max(account.wall, at_ends));
  return charged_at_ends(ends, account, cpu) +
         tree * ratio(busy_quantum, std::max(cpu.busy, busy_quantum));
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
      add(history.intervals, host);
    }
    account.domains.push_back(domain);
  }
  return host;
}

bool tells_packages_apart(const Recording& recording) {
  const std::size_t count = recording.method.packages.size();
  return count > 0 &&
         std::all_of(recording.samples.begin(), recording.samples.end(),
                     [&](const Sample& sample) { return sample.packages.size() == count; });
}

/// Energy of each interval by package, in the order of Method::packages, and at the end that of
/// domains of none. Empty: no domain of it was measured.
std::vector<EnergySeries> divide_by_package(const Method& method,
                                            const std::vector<CounterHistory>& histories,
                                            const EnergyAccount& account) {
  std::vector<EnergySeries> parts(method.packages.size() + 1);
  for (std::size_t d = 0; d < histories.size(); ++d) {
    const DomainEnergy& domain = account.domains[d];
    if (!domain.energy.value || domain.implausible) continue;
    const auto package =
        std::find(method.packages.begin(), method.packages.end(), method.domains[d].package);
    EnergySeries& part = parts[static_cast<std::size_t>(package - method.packages.begin())];
    add(histories[d].intervals, part);
  }
  return parts;
}

/// Each package's energy by the tree's share of that package.
EnergySeries charge_packages(const Recording& recording, const EnergySeries& host,
                             const std::vector<CounterHistory>& histories, const CpuHistory& cpu,
                             EnergyAccount& account) {
  const auto energy = divide_by_package(recording.method, histories, account);
  const auto packages = divide_among_packages(recording.samples, cpu);
  EnergySeries charged = charge_each(energy.back(), host, cpu, account.policy);
  for (std::size_t p = 0; p < packages.size(); ++p) {
    PackageAccount package{recording.method.packages[p], packages[p].tree, packages[p].busy};
    if (!energy[p].empty()) {
      const EnergySeries part = charge_each(energy[p], host, packages[p], account.policy);
      package.host = sum(energy[p]);
      package.tree = sum(part);
      add(part, charged);
    }
    account.packages.push_back(package);
  }
  return charged;
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
  EnergySeries charged = tells_packages_apart(recording)
                             ? charge_packages(recording, host, histories, cpu, account)
                             : charge_each(host, host, cpu, account.policy);
  account.tree.value = sum(charged);
  account.tree_uncertainty =
      uncertainty(*account.tree.value, account, cpu, histories, recording.method);
  return charged;
}

std::vector<ChargedInterval> intervals_of(const EnergySeries& charged, const CpuHistory& cpu,
                                          const std::vector<Sample>& samples) {
  std::vector<ChargedInterval> intervals;
  for (std::size_t i = 0; i < charged.size(); ++i)
    intervals.push_back({samples[i].at, samples[i + 1].at, charged[i], cpu.intervals[i].tree});
  return intervals;
}

void add_devices(const Recording& recording, EnergyAccount& account) {
  const Method& method = recording.method;
  for (std::size_t i = 0; i < method.devices.size(); ++i) {
    const Domain& domain = method.devices[i];
    const CounterHistory history = history_of(recording.samples, method.domains.size() + i,
                                              domain.modulus_uj, domain.largest_power);
    DeviceAccount device{domain.name, domain.reason, {}, std::nullopt};
    device.energy.at_least = history.is_partial();
    if (history.is_measured()) device.energy.value = history.total;
    const auto& shares = recording.ending.device_shares;
    if (device.energy.value && i < shares.size() && shares[i])
      device.tree = *device.energy.value * *shares[i];
    account.devices.push_back(std::move(device));
  }
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
  for (std::size_t d = 0; d < recording.method.domains.size(); ++d) {
    const Domain& domain = recording.method.domains[d];
    histories.push_back(history_of(recording.samples, d, domain.modulus_uj, domain.largest_power));
  }

  add_devices(recording, account);
  EnergySeries charged;
  if (!recording.method.model)
    charged = add_measured(recording, histories, cpu, account);
  else if (!cpu.intervals.empty())
    charged = estimate(*recording.method.model, cpu, account);
  else
    account.unavailable_reason = "/proc/stat cannot be read: nothing to estimate from";
  if (recording.ledger)
    account.ledger = charge_ledger(*recording.ledger, intervals_of(charged, cpu, recording.samples),
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
