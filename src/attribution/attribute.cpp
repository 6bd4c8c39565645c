// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"

#include "attribution/counter_delta.hpp"
#include "attribution/energy_series.hpp"
#include "attribution/estimate.hpp"
#include "attribution/ledger_energy.hpp"
#include "attribution/one_register.hpp"
#include "attribution/package_share.hpp"
#include "attribution/part.hpp"
#include "attribution/plausibility.hpp"
#include "attribution/second_view.hpp"
#include "attribution/sensor_events.hpp"
#include "attribution/shares.hpp"
#include "attribution/tree_share.hpp"
#include "attribution/uncertainty.hpp"
#include "attribution/warnings.hpp"

#include <algorithm>
#include <utility>

namespace joules {

namespace {

/// CPU time is told in microseconds: a tree that was never seen to run may still have had one.
Joules error_of_smallest_time(Joules host, const CpuHistory& cpu) {
  constexpr Nanoseconds smallest = std::chrono::microseconds(1);
  return host * ratio(smallest, std::max(cpu.busy, smallest));
}

/// Energy of each interval over all domains that can be believed, with one entry in the account
/// for each domain. Empty when none was measured.
EnergySeries add_domains(const Recording& recording, const std::vector<CounterHistory>& histories,
                         EnergyAccount& account) {
  const Method& method = recording.method;
  const auto& events = recording.sensor_events;
  EnergySeries host;
  account.host.at_least |= std::any_of(method.left_out.begin(), method.left_out.end(),
                                       [](const Domain& domain) { return domain.missing; });
  const auto doubts = doubts_about(method.domains, histories, account.wall);
  const auto repeated = repeated_registers(recording.samples, method.domains);
  for (std::size_t d = 0; d < histories.size(); ++d) {
    const CounterHistory& history = histories[d];
    DomainEnergy domain{method.domains[d].name, {}, history.wraps, doubts[d]};
    if (repeated[d]) {
      domain.doubt = "shows the counter of " + method.domains[*repeated[d]].name + " once more";
      account.domains.push_back(domain);
      continue;
    }
    domain.energy.at_least = history.is_partial() || lost_energy(domain.name, events);
    account.host.at_least |= history.is_partial();
    if (history.is_measured() && domain.doubt.empty()) {
      domain.energy.value = history.total;
      add(history.intervals, host);
    } else {
      account.host.at_least = true;
    }
    account.domains.push_back(domain);
  }
  return host;
}

bool tells_packages_apart(const Recording& recording) {
  const std::size_t count = recording.method.packages.size();
  return count > 0 &&
         std::all_of(recording.samples.begin(), recording.samples.end(), [&](const Sample& sample) {
           return sample.packages.size() == (sample.host ? count : 0);
         });
}

/// Energy of each interval by package, in the order of Method::packages, and at the end that of
/// domains of none. Empty: no domain of it was measured.
std::vector<EnergySeries> divide_by_package(const Method& method,
                                            const std::vector<CounterHistory>& histories,
                                            const EnergyAccount& account) {
  std::vector<EnergySeries> parts(method.packages.size() + 1);
  for (std::size_t d = 0; d < histories.size(); ++d) {
    const DomainEnergy& domain = account.domains[d];
    if (!domain.energy.value) continue;
    const auto package =
        std::find(method.packages.begin(), method.packages.end(), method.domains[d].package);
    EnergySeries& part = parts[static_cast<std::size_t>(package - method.packages.begin())];
    add(histories[d].intervals, part);
  }
  return parts;
}

/// Each package's energy by the tree's share of that package, and last what is of no package.
std::vector<Part> parts_by_package(const Recording& recording, const EnergySeries& host,
                                   const std::vector<CounterHistory>& histories,
                                   const CpuHistory& cpu, const std::vector<CpuHistory>& packages,
                                   EnergyAccount& account) {
  const auto energy = divide_by_package(recording.method, histories, account);
  std::vector<Part> parts;
  for (std::size_t p = 0; p < packages.size(); ++p) {
    parts.push_back(part_of_host(energy[p], host, packages[p], account.policy));
    PackageAccount package{recording.method.packages[p], packages[p].tree, packages[p].busy};
    if (!energy[p].empty()) {
      package.host = sum(energy[p]);
      package.tree = sum(parts.back().tree());
    }
    account.packages.push_back(package);
  }
  parts.push_back(part_of_host(energy.back(), host, cpu, account.policy));
  return parts;
}

/// The part whose shares a counter's energy has.
const Part& part_of(const Domain& domain, const Method& method, const std::vector<Part>& parts) {
  if (parts.size() == 1) return parts.front();
  const auto package = std::find(method.packages.begin(), method.packages.end(), domain.package);
  return parts[static_cast<std::size_t>(package - method.packages.begin())];
}

/// A counter is updated at its own pace, or at what was seen of it. Those that wrap are registers
/// of 32 bits: drivers/powercap/intel_rapl_common.c of the Linux kernel.
CounterGrain grain_of(const Domain& domain, const CounterHistory& history) {
  constexpr double register_values = 4294967296;
  const double modulus_uj = static_cast<double>(domain.modulus_uj.value_or(0));
  return {std::max(domain.period, history.longest_standstill),
          Joules{domain.integrated ? 1e-6 : modulus_uj * 1e-6 / register_values}, false,
          domain.integrated};
}

/// Of the tree's and of the host's energy, by the errors of every counter and clock.
void add_uncertainty(const Recording& recording, const std::vector<CounterHistory>& histories,
                     const std::vector<Part>& parts, const CpuHistory& cpu,
                     EnergyAccount& account) {
  const Method& method = recording.method;
  const bool aligned = method.aligned.value_or(false);
  const std::vector<double> whole(cpu.intervals.size(), 1.0);
  std::vector<Joules> of_tree, of_host;
  for (std::size_t d = 0; d < histories.size(); ++d) {
    if (!account.domains[d].energy.value) continue;
    CounterGrain grain = grain_of(method.domains[d], histories[d]);
    grain.aligned = aligned && d == 0; // the first counter's update is the one that was awaited
    const Part& part = part_of(method.domains[d], method, parts);
    of_tree.push_back(
        counter_error(histories[d].intervals, part.of_tree.weights, cpu.intervals, grain));
    of_host.push_back(counter_error(histories[d].intervals, whole, cpu.intervals, grain));
  }
  for (const Part& part : parts)
    of_tree.push_back(
        clock_error(part.shared, part.cpu, account.policy.kind, recording.exit_info.tree_quantum));
  of_tree.push_back(error_of_smallest_time(*account.host.value, cpu));
  of_tree.push_back(
      unseen_error(*account.host.value, cpu, recording.exit_info.tree_cpu_unseen_at_most));
  account.tree_uncertainty = together(of_tree);
  account.host_uncertainty = together(of_host);
}

/// What is attributed to the tree, interval by interval; empty where that is not known.
EnergySeries add_measured(const Recording& recording, const std::vector<CounterHistory>& histories,
                          const CpuHistory& cpu, EnergyAccount& account) {
  account.host.at_least = lacks_energy(recording);
  const EnergySeries host = add_domains(recording, histories, account);
  if (const auto why =
          less_than_contained(recording.second_views, recording.method, histories, account.wall)) {
    for (DomainEnergy& domain : account.domains) {
      domain.energy.value.reset();
      domain.doubt = *why;
    }
    account.host = {};
    account.unavailable_reason = *why;
    return {};
  }
  if (host.empty()) {
    const auto doubted =
        std::ranges::find_if_not(account.domains, &std::string::empty, &DomainEnergy::doubt);
    account.unavailable_reason = doubted == account.domains.end()
                                     ? "no counter moved during the run, or none could be read"
                                     : doubted->name + " " + doubted->doubt;
    return {};
  }
  account.host.value = sum(host);
  account.tree.at_least = account.host.at_least;
  if (cpu.intervals.empty()) {
    account.unavailable_reason = "/proc/stat cannot be read: the tree's share is not known";
    return {};
  }
  std::vector<CpuHistory> packages;
  std::vector<Part> parts;
  if (tells_packages_apart(recording)) {
    packages = divide_among_packages(recording.samples, cpu, recording.method.clock_tick);
    parts = parts_by_package(recording, host, histories, cpu, packages, account);
  } else {
    parts.push_back(part_of_host(host, host, cpu, account.policy));
  }
  EnergySeries tree, by_capacity;
  for (const Part& part : parts) {
    if (part.shared.empty()) continue;
    add(part.tree(), tree);
    add(part.by_capacity(), by_capacity);
  }
  if (account.policy.kind != Policy::Kind::marginal) account.tree_by_capacity = sum(by_capacity);
  account.tree.value = std::min(sum(tree), *account.host.value); // rounding of sums
  add_uncertainty(recording, histories, parts, cpu, account);
  return tree;
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
    device.energy.at_least =
        history.is_partial() || lost_energy(domain.name, recording.sensor_events);
    device.doubt = doubts_about({domain}, {history}, account.wall).front();
    if (history.is_measured()) device.energy.value = history.total;
    const auto& shares = recording.exit_info.device_shares;
    if (device.energy.value && i < shares.size() && shares[i])
      device.tree = *device.energy.value * *shares[i];
    account.devices.push_back(std::move(device));
  }
}

} // namespace

EnergyAccount attribute(const Recording& recording, const Policy& policy) {
  EnergyAccount account;
  account.policy = policy;
  account.estimated = recording.method.model.has_value();
  account.stopped = recording.exit_info.stopped;
  account.tree_cpu = recording.exit_info.tree_cpu;
  if (recording.samples.size() < 2) {
    account.unavailable_reason = "the run was not sampled";
    return account;
  }
  account.wall = recording.samples.back().at - recording.samples.front().at;
  account.tree_cpu_seen_live = recording.samples.back().tree_cpu;

  CpuHistory cpu;
  if (recording.samples.front().host && recording.samples.back().host) {
    cpu = divide_cpu_time(recording.samples, recording.exit_info.tree_cpu,
                          recording.method.clock_tick);
    account.host_busy = cpu.busy;
    for (const CpuInterval& interval : cpu.intervals) account.capacity += interval.capacity;
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
    charged = estimate(recording, cpu, account);
  else
    account.unavailable_reason = "/proc/stat cannot be read: nothing to estimate from";
  account.tree.at_least |= account.tree.value && recording.exit_info.tree_cpu_at_least;
  if (recording.ledger)
    account.ledger = charge_ledger(*recording.ledger, intervals_of(charged, cpu, recording.samples),
                                   account.tree_cpu);
  account.warnings = warnings_for(recording, account, histories, cpu);
  return account;
}

bool IdleHost::is_plainly_busy() const {
  return busy_cpus > std::max(0.5, 0.05 * cpus);
}

std::optional<IdleHost> idle_host(const Recording& idle) {
  const EnergyAccount account = attribute(idle, Policy{});
  if (!account.host.value || account.host.at_least) return std::nullopt;
  const auto mean = [&](std::optional<Joules> energy) {
    return energy ? std::optional(*energy / account.wall) : std::nullopt;
  };
  IdleHost host{*mean(account.host.value), mean(account.host.low), mean(account.host.high)};
  host.cpus = account.capacity / account.wall;
  host.busy_cpus = account.host_busy.value_or(Seconds{0}) / account.wall;
  return host;
}

} // namespace joules
