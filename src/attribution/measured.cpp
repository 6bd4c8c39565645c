// SPDX-License-Identifier: Apache-2.0
#include "attribution/measured.hpp"

#include "attribution/one_register.hpp"
#include "attribution/package_share.hpp"
#include "attribution/part.hpp"
#include "attribution/plausibility.hpp"
#include "attribution/second_view.hpp"
#include "attribution/sensor_events.hpp"
#include "attribution/shares.hpp"
#include "attribution/uncertainty.hpp"

#include <algorithm>
#include <cstddef>

namespace joules {

namespace {

/// The energy of all counters together.
struct HostEnergy {
  std::vector<DomainEnergy> domains; // one for each counter
  EnergySeries intervals;            // of all that can be believed; empty: of none
  bool at_least = false;
  std::string unavailable_reason; // why `intervals` is empty
};

DomainEnergy domain_energy(const CounterHistory& counter, const std::string& doubt,
                           const std::vector<SensorEvent>& events) {
  DomainEnergy domain{counter.counter.name, {}, counter.wraps, doubt};
  domain.energy.at_least = counter.is_partial() || lost_energy(domain.name, events);
  if (counter.is_measured() && doubt.empty()) domain.energy.value = counter.total;
  if (counter.moves == 1 && counter.stopped_after && doubt.empty())
    domain.doubt = "moved once and then no more, so that nothing tells how often it moves";
  return domain;
}

HostEnergy add_up(const Recording& recording, const std::vector<CounterHistory>& counters,
                  Seconds wall) {
  HostEnergy host;
  host.at_least = lacks_energy(recording) ||
                  std::ranges::any_of(recording.method.source.left_out, &Exclusion::is_missing);
  const auto doubts = doubts_about(counters, wall);
  const auto repeated = repeated_registers(recording.counters);
  for (std::size_t c = 0; c < counters.size(); ++c) {
    const CounterHistory& counter = counters[c];
    if (repeated[c]) {
      host.domains.push_back(
          {counter.counter.name,
           {},
           counter.wraps,
           "shows the counter of " + counters[*repeated[c]].counter.name + " once more"});
      continue;
    }
    host.domains.push_back(domain_energy(counter, doubts[c], recording.sensor_events));
    const bool counts = host.domains.back().energy.value.has_value();
    host.at_least |= counter.is_partial() || !counts;
    if (counts) add(counter.intervals, host.intervals);
  }
  return host;
}

/// A number that cannot be right is no lower bound either, so nothing is known.
HostEnergy unbelieved(std::vector<DomainEnergy> domains, const std::string& why) {
  for (DomainEnergy& domain : domains) {
    domain.energy.value.reset();
    domain.doubt = why;
  }
  return {std::move(domains), {}, false, why};
}

std::string why_nothing(const std::vector<DomainEnergy>& domains) {
  const auto doubted = std::ranges::find_if_not(domains, &std::string::empty, &DomainEnergy::doubt);
  return doubted == domains.end() ? "no counter moved during the run, or none could be read"
                                  : doubted->name + " " + doubted->doubt;
}

HostEnergy energy_of_host(const Recording& recording, const std::vector<CounterHistory>& counters) {
  const Seconds wall = recording.samples.back().at - recording.samples.front().at;
  HostEnergy host = add_up(recording, counters, wall);
  if (const auto why = less_than_contained(recording.second_views, recording.method.source.sensor,
                                           counters, wall))
    return unbelieved(std::move(host.domains), *why);
  if (host.intervals.empty()) host.unavailable_reason = why_nothing(host.domains);
  return host;
}

/// The numbers of the packages whose CPU time is known in every sample that knows the host's.
std::vector<int> packages_told_apart(const Recording& recording) {
  const std::vector<int>& numbers = recording.method.packages;
  const bool all_known = std::ranges::all_of(recording.samples, [&](const Sample& sample) {
    return sample.packages.size() == (sample.host ? numbers.size() : 0);
  });
  return all_known ? numbers : std::vector<int>();
}

/// The host's energy in parts, each of which is shared by the CPU time that feeds on it: one for
/// each package that is told apart, and at last one of what is of no package, or of all.
class PartsOfHost {
public:
  /// `cpu` outlives the parts.
  PartsOfHost(const Recording& recording, const HostEnergy& host,
              const std::vector<CounterHistory>& counters, const CpuHistory& cpu,
              const Policy& policy)
      : numbers_(packages_told_apart(recording)), cpu_(cpu), policy_(policy),
        energies_(numbers_.size() + 1) {
    if (!numbers_.empty())
      packages_ = divide_among_packages(recording.samples, cpu, recording.method.clock_tick);
    for (std::size_t c = 0; c < counters.size(); ++c)
      if (host.domains[c].energy.value)
        add(counters[c].intervals, energies_[number_for(counters[c].counter)]);
    for (std::size_t p = 0; p < energies_.size(); ++p)
      parts_.push_back(part_of_host(energies_[p], host.intervals,
                                    p < packages_.size() ? packages_[p] : cpu_, policy));
  }

  PartsOfHost(const PartsOfHost&) = delete; // parts refer to the packages
  PartsOfHost& operator=(const PartsOfHost&) = delete;

  [[nodiscard]] const CpuHistory& cpu() const { return cpu_; }
  [[nodiscard]] const Policy& policy() const { return policy_; }
  [[nodiscard]] const std::vector<Part>& all() const { return parts_; }
  [[nodiscard]] const Part& of(const Counter& counter) const { return parts_[number_for(counter)]; }

  /// Empty: no domain of it was measured.
  [[nodiscard]] std::vector<PackageAccount> packages() const {
    std::vector<PackageAccount> accounts;
    for (std::size_t p = 0; p < numbers_.size(); ++p) {
      PackageAccount account{numbers_[p], packages_[p].tree, packages_[p].busy};
      if (!energies_[p].empty()) {
        account.host = sum(energies_[p]);
        account.tree = sum(parts_[p].tree());
      }
      accounts.push_back(account);
    }
    return accounts;
  }

private:
  [[nodiscard]] std::size_t number_for(const Counter& counter) const {
    const auto package = std::ranges::find(numbers_, counter.package);
    return static_cast<std::size_t>(package - numbers_.begin());
  }

  std::vector<int> numbers_;
  const CpuHistory& cpu_;
  Policy policy_;
  std::vector<CpuHistory> packages_;
  std::vector<EnergySeries> energies_;
  std::vector<Part> parts_;
};

/// CPU time is told in microseconds: a tree that was never seen to run may still have had one.
Joules error_of_smallest_time(Joules host, const CpuHistory& cpu) {
  constexpr Nanoseconds smallest = std::chrono::microseconds(1);
  return host * ratio(smallest, std::max(cpu.busy, smallest));
}

/// A counter is updated at its own pace, or at what was seen of it. Those that wrap are registers
/// of 32 bits: drivers/powercap/intel_rapl_common.c of the Linux kernel.
CounterGrain grain_of(const CounterHistory& history) {
  constexpr double register_values = 4294967296;
  const Counter& counter = history.counter;
  const double range = joules_of(counter.modulus.value_or(Microjoules{})).value;
  return {std::max(counter.period, history.longest_standstill),
          Joules{counter.is_integrated() ? 1e-6 : range / register_values},
          history.first_step,
          history.largest_step,
          false,
          counter.is_integrated()};
}

/// Idle power that could not be taken off while a counter was late is in the tree's energy, for
/// what came too much before or after was not. Each time it is no more than what a counter may be
/// late with: beyond that the host was below its idle power.
Joules error_of_unpaid(const Part& part, const Policy& policy, Seconds period,
                       const Portion::Parts& portion) {
  const Joules most = policy.idle_power * (2 * period);
  Joules error{0};
  for (std::size_t i = 0; i < part.unpaid.size(); ++i)
    error += std::min(part.unpaid[i], most) * part.of_tree.weights[i] * portion[i];
  return error;
}

struct HalfWidths {
  Joules of_tree, of_host;
};

/// Weights in `portion`.
std::vector<double> within(std::vector<double> weights, const Portion::Parts& portion) {
  for (std::size_t i = 0; i < weights.size(); ++i) weights[i] *= portion[i];
  return weights;
}

/// By the errors of every counter that counts, and of every clock, in a part of the run.
HalfWidths half_widths(const Recording& recording, const std::vector<CounterHistory>& counters,
                       const HostEnergy& host, const PartsOfHost& parts,
                       const Portion::Parts& portion) {
  const CpuHistory& cpu = parts.cpu();
  const Joules whole_energy = sum(within(host.intervals, portion));
  const ExitInfo& exit_info = recording.exit_info;
  const bool aligned = recording.method.aligned.value_or(false);
  Seconds slowest{0}; // from update to update
  std::vector<Joules> of_tree, of_host;
  for (std::size_t c = 0; c < counters.size(); ++c) {
    if (!host.domains[c].energy.value) continue;
    const EnergySeries& energy = counters[c].intervals;
    CounterGrain grain = grain_of(counters[c]);
    grain.aligned = aligned && c == 0; // the first counter's update is the one that was awaited
    const Part& part = parts.of(counters[c].counter);
    of_tree.push_back(
        counter_error(energy, within(part.of_tree.weights, portion), cpu.intervals, grain));
    slowest = std::max(slowest, grain.period);
    of_host.push_back(counter_error(energy, portion, cpu.intervals, grain));
  }
  for (const Part& part : parts.all())
    of_tree.push_back(clock_error(within(part.shared, portion), part.cpu, parts.policy().kind,
                                  exit_info.tree_quantum));
  of_tree.push_back(error_of_smallest_time(whole_energy, cpu));
  of_tree.push_back(unseen_error(whole_energy, cpu, exit_info.tree_cpu_unseen_at_most));
  Joules late{0};
  for (const Part& part : parts.all())
    late += error_of_unpaid(part, parts.policy(), slowest, portion);
  return {together(of_tree) + late, together(of_host)};
}

} // namespace

Division divide_measured(const Recording& recording, const std::vector<CounterHistory>& counters,
                         const CpuHistory& cpu, const Policy& policy,
                         const std::vector<Portion::Parts>& portions) {
  const HostEnergy host = energy_of_host(recording, counters);
  Division division;
  division.domains = host.domains;
  division.host.at_least = host.at_least;
  division.unavailable_reason = host.unavailable_reason;
  if (host.intervals.empty()) return division;
  division.host.value = sum(host.intervals);
  division.of_host = host.intervals;
  division.tree.at_least = host.at_least;
  if (cpu.intervals.empty()) {
    division.unavailable_reason = "/proc/stat cannot be read: the tree's share is not known";
    return division;
  }
  const PartsOfHost parts(recording, host, counters, cpu, policy);
  division.packages = parts.packages();
  EnergySeries by_capacity;
  for (const Part& part : parts.all()) {
    if (part.shared.empty()) continue;
    add(part.tree(), division.of_tree);
    add(part.by_capacity(), by_capacity);
  }
  if (policy.kind != Policy::Kind::marginal) division.tree_by_capacity = sum(by_capacity);
  division.tree.value = std::min(sum(division.of_tree), *division.host.value); // rounding of sums
  const Portion::Parts whole(cpu.intervals.size(), 1.0);
  const HalfWidths errors = half_widths(recording, counters, host, parts, whole);
  division.tree_uncertainty = errors.of_tree;
  division.host_uncertainty = errors.of_host;
  for (const Portion::Parts& portion : portions)
    division.portions.push_back({{sum(within(division.of_host, portion)), host.at_least, {}, {}},
                                 {sum(within(division.of_tree, portion)), host.at_least, {}, {}},
                                 half_widths(recording, counters, host, parts, portion).of_tree});
  return division;
}

} // namespace joules
