// SPDX-License-Identifier: Apache-2.0
#include "attribution/subjects.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace joules {

namespace {

/// Since the first sample, at each of `kept`. What was not read lies on the straight line between
/// what was; after the last reading nothing is known to be used.
std::vector<Nanoseconds> times_of(const SubjectReadings& subject,
                                  const std::vector<Sample>& samples,
                                  const std::vector<std::size_t>& kept) {
  std::vector<Nanoseconds> times(kept.size(), Nanoseconds{0});
  std::optional<std::size_t> known;
  Nanoseconds first{0};
  const auto at = [&](std::size_t k) { return samples[kept[k]].at; };
  for (std::size_t k = 0; k < kept.size() && kept[k] < subject.cpu.size(); ++k) {
    const auto& cpu = subject.cpu[kept[k]];
    if (!cpu) continue;
    if (!known) first = *cpu;
    times[k] = std::max(*cpu - first, known ? times[*known] : Nanoseconds{0});
    for (std::size_t between = known.value_or(k) + 1; between < k; ++between) {
      const double part = Seconds(at(between) - at(*known)) / Seconds(at(k) - at(*known));
      times[between] = times[*known] + std::chrono::duration_cast<Nanoseconds>(
                                           Seconds(times[k] - times[*known]) * part);
    }
    known = k;
  }
  if (known)
    std::fill(times.begin() + static_cast<std::ptrdiff_t>(*known), times.end(), times[*known]);
  return times;
}

/// A light sample has no reading of a subject: what happened there would only be doubt.
std::vector<std::size_t> full_ones(const std::vector<Sample>& samples) {
  std::vector<std::size_t> full;
  for (std::size_t i = 0; i < samples.size(); ++i)
    if (samples[i].host || i == 0 || i + 1 == samples.size()) full.push_back(i);
  return full;
}

template <class Item>
std::vector<Item> only(const std::vector<std::size_t>& kept, const std::vector<Item>& items) {
  std::vector<Item> some;
  for (const std::size_t i : kept) some.push_back(items[i]);
  return some;
}

/// Is it a part of another subject?
bool is_inside(const SubjectReadings& subject, const Recording& recording) {
  return std::ranges::any_of(recording.subjects, [&](const SubjectReadings& other) {
    return std::ranges::count(other.holds, subject.name) > 0;
  });
}

struct Energies {
  Joules* energy;
  Joules uncertainty;
};

/// Those that are a part of nobody, the tree first.
std::vector<Energies> outermost_of(const Recording& recording, EnergyAccount& account) {
  std::vector<Energies> outermost;
  if (std::ranges::none_of(recording.subjects, &SubjectReadings::holds_tree))
    outermost.push_back({&*account.tree.value, account.tree_uncertainty.value_or(Joules{0})});
  for (std::size_t i = 0; i < account.subjects.size(); ++i) {
    SubjectAccount& subject = account.subjects[i];
    if (subject.energy.value && !is_inside(recording.subjects[i], recording))
      outermost.push_back({&*subject.energy.value, subject.uncertainty.value_or(Joules{0})});
  }
  return outermost;
}

/// Of the host's energy: an estimate knows no other.
constexpr double least_doubt = 0.01;

} // namespace

Recording with_subject_as_tree(const Recording& recording, const SubjectReadings& subject) {
  Recording other;
  other.view = recording.view;
  other.method = recording.method;
  other.method.packages.clear();
  const std::vector<std::size_t> kept = full_ones(recording.samples);
  other.samples = only(kept, recording.samples);
  for (const CounterReadings& counter : recording.counters)
    other.counters.push_back({counter.counter, only(kept, counter.readings)});
  other.sensor_events = recording.sensor_events;
  const std::vector<Nanoseconds> times = times_of(subject, recording.samples, kept);
  for (std::size_t i = 0; i < times.size(); ++i) {
    other.samples[i].tree_cpu = times[i];
    other.samples[i].packages.clear();
  }
  ExitInfo& exit_info = other.exit_info;
  exit_info.tree_cpu = times.back();
  const bool was_seen = std::ranges::any_of(subject.cpu, [](auto cpu) { return cpu.has_value(); });
  exit_info.tree_cpu_at_least = !subject.loss.empty() || !was_seen;
  exit_info.tree_quantum = subject.quantum;
  // The readings at both ends may be late, too: that of a tree starts with nothing.
  exit_info.tree_cpu_unseen_at_most = 2 * subject.quantum;
  exit_info.stopped = recording.exit_info.stopped;
  return other;
}

void close_books(const Recording& recording, EnergyAccount& account) {
  if (recording.subjects.empty() || !account.host.value || !account.tree.value) return;
  if (std::ranges::any_of(recording.subjects,
                          [](const SubjectReadings& subject) { return !subject.overlaps.empty(); }))
    return;
  const std::vector<Energies> outermost = outermost_of(recording, account);
  Joules used{0}, doubt = *account.host.value * least_doubt;
  for (const Energies& one : outermost) {
    used += *one.energy;
    doubt += one.uncertainty;
  }
  if (used > *account.host.value + doubt) return;
  Joules left = *account.host.value;
  for (const Energies& one : outermost) {
    *one.energy = std::min(*one.energy, left);
    left = left - *one.energy;
  }
  account.rest = left;
}

} // namespace joules
