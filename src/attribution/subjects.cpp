// SPDX-License-Identifier: Apache-2.0
#include "attribution/subjects.hpp"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace joules {

namespace {

/// Since the first sample, at each. What was not read lies on the straight line between what was;
/// after the last reading nothing is known to be used.
std::vector<Nanoseconds> times_of(const SubjectReadings& subject,
                                  const std::vector<Sample>& samples) {
  std::vector<Nanoseconds> times(samples.size(), Nanoseconds{0});
  std::optional<std::size_t> known;
  Nanoseconds first{0};
  for (std::size_t i = 0; i < samples.size() && i < subject.cpu.size(); ++i) {
    if (!subject.cpu[i]) continue;
    if (!known) first = *subject.cpu[i];
    times[i] = std::max(*subject.cpu[i] - first, known ? times[*known] : Nanoseconds{0});
    for (std::size_t between = known.value_or(i) + 1; between < i; ++between) {
      const double part = Seconds(samples[between].at - samples[*known].at) /
                          Seconds(samples[i].at - samples[*known].at);
      times[between] = times[*known] + std::chrono::duration_cast<Nanoseconds>(
                                           Seconds(times[i] - times[*known]) * part);
    }
    known = i;
  }
  if (known)
    std::fill(times.begin() + static_cast<std::ptrdiff_t>(*known), times.end(), times[*known]);
  return times;
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
  other.samples = recording.samples;
  other.counters = recording.counters;
  other.sensor_events = recording.sensor_events;
  const std::vector<Nanoseconds> times = times_of(subject, recording.samples);
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
