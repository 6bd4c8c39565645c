// SPDX-License-Identifier: Apache-2.0
// Recordings as a story: what the machine and the tree did, span by span.
//
//   Story story(16);
//   story.domain("package-0").then({.seconds = 10, .joules = {350}, .tree = 10, .busy = 10.8});
//   const auto account = attribute(story.recording(), {});
#pragma once

#include "joules/account.hpp"
#include "joules/recording.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace joules::test {

/// What a server package's counter wraps at: 262 kJ.
inline constexpr std::uint64_t server_modulus_uj = 262'143'328'911;
/// What it counts in: registers have 32 bits.
inline constexpr double server_unit_joules = 262'143.328911 / 4294967296;

inline Microseconds microseconds(double seconds) {
  return std::chrono::round<Microseconds>(Seconds(seconds));
}

inline Nanoseconds nanoseconds(double seconds) {
  return Nanoseconds(std::llround(seconds * 1e9));
}

inline double seconds(Nanoseconds time) {
  return Seconds(time).count();
}

/// CPU seconds on one package.
struct PackageSpan {
  double tree = 0; // what was seen of it
  double busy = 0;
};

/// From one sample to the next.
struct Span {
  double seconds = 1;
  std::vector<double> joules = {}; // of each domain; empty: none moved
  double tree = 0;                 // CPU seconds, as do the next two
  double busy = 0;                 // all of the host's, the tree's included
  double steal = 0;
  double asleep = 0;
  std::vector<PackageSpan> packages = {}; // missing ones were idle
};

/// Samples of a machine whose clocks all agree. The last span ends when the command does.
class Story {
public:
  explicit Story(int cpus = 4) : cpus_(cpus) {
    recording_.argv = {"make", "-j8"};
    recording_.started_at = "2026-01-31T12:00:00.123Z";
    recording_.method.source.sensor = Sensor::powercap;
    recording_.method.sampling_interval = Seconds{0.1};
    recording_.method.cpu_clocks = {ClockKind::procfs, ClockKind::rusage};
    recording_.exit_info.exit.code = 0;
    Sample first;
    first.at = nanoseconds(1000); // clocks start anywhere
    first.host = HostTime{first.at, microseconds(5000), {}, {}, microseconds(700), cpus};
    recording_.samples.push_back(first);
  }

  /// REQUIRES: nothing has happened yet.
  Story& domain(const std::string& name,
                std::optional<std::uint64_t> modulus_uj = server_modulus_uj,
                std::uint64_t first_reading_uj = 1'000'000) {
    Counter counter;
    counter.id = "intel-rapl:" + std::to_string(recording_.counters.size());
    counter.name = name;
    counter.path = "/sys/class/powercap/" + counter.id + "/energy_uj";
    counter.of_host = true;
    if (modulus_uj) counter.modulus = Microjoules{*modulus_uj};
    recording_.counters.push_back({counter, {first_reading_uj}});
    shown_.push_back(first_reading_uj);
    return *this;
  }

  /// The domain named last measures this package.
  Story& of_package(int number) {
    recording_.counters.back().counter.package = number;
    return *this;
  }

  /// These are told apart, and have as many CPUs each.
  /// REQUIRES: nothing has happened yet.
  Story& packages(const std::vector<int>& numbers) {
    recording_.method.packages = numbers;
    Sample& first = recording_.samples.front();
    PackageTime package{*first.host, {}};
    package.host.online_cpus = cpus_ / static_cast<int>(numbers.size());
    first.packages.assign(numbers.size(), package);
    return *this;
  }

  /// The estimate instead of a sensor.
  Story& model(Spread idle_watts, Spread busy_watts) {
    recording_.method.source.sensor = Sensor::estimate;
    recording_.method.model = PowerModel{"SPECpower linear", "unknown", idle_watts, busy_watts};
    recording_.method.source.unavailable_reason = "/sys/class/powercap: No such file or directory";
    return *this;
  }

  Story& then(const Span& span) {
    Sample next = recording_.samples.back();
    next.at += nanoseconds(span.seconds);
    next.asleep += nanoseconds(span.asleep);
    next.tree_cpu += nanoseconds(span.tree);
    next.host->at = next.at;
    next.host->online_cpus = cpus_;
    next.host->worked += microseconds(span.busy);
    next.host->steal += microseconds(span.steal);
    next.host->idle += microseconds(cpus_ * span.seconds - span.busy - span.steal);
    for (std::size_t d = 0; d < shown_.size(); ++d) {
      if (d < span.joules.size()) advance(d, span.joules[d]);
      recording_.counters[d].readings.push_back(shown_[d]);
    }
    for (std::size_t p = 0; p < next.packages.size(); ++p)
      pass(span, p < span.packages.size() ? span.packages[p] : PackageSpan(), next.packages[p]);
    recording_.exit_info.tree_cpu = std::max(recording_.exit_info.tree_cpu, next.tree_cpu);
    recording_.samples.push_back(std::move(next));
    return *this;
  }

  Story& then(const Span& span, int times) {
    for (int i = 0; i < times; ++i) then(span);
    return *this;
  }

  /// What only the end brought to light: CPU seconds in all.
  Story& closes_with(double tree_seconds) {
    recording_.exit_info.tree_cpu = nanoseconds(tree_seconds);
    return *this;
  }

  /// For what a story cannot tell: gaps, faults, the command's end.
  [[nodiscard]] Recording& recording() { return recording_; }
  [[nodiscard]] std::vector<Sample>& samples() { return recording_.samples; }
  [[nodiscard]] Counter& counter(std::size_t d) { return recording_.counters[d].counter; }
  [[nodiscard]] std::vector<Reading>& readings(std::size_t d) {
    return recording_.counters[d].readings;
  }

private:
  static void pass(const Span& span, const PackageSpan& used, PackageTime& package) {
    package.tree_cpu += nanoseconds(used.tree);
    package.host.at += nanoseconds(span.seconds);
    package.host.worked += microseconds(used.busy);
    package.host.idle += microseconds(package.host.online_cpus * span.seconds - used.busy);
  }

  void advance(std::size_t d, double joules) {
    shown_[d] += static_cast<std::uint64_t>(std::llround(joules * 1e6));
    if (const auto modulus = counter(d).modulus) shown_[d] %= modulus->count;
  }

  int cpus_;
  std::vector<std::uint64_t> shown_;
  Recording recording_;
};

/// How often `account` warns of `code`.
inline long warnings_of(const EnergyAccount& account, WarningCode code) {
  return std::count_if(account.warnings.begin(), account.warnings.end(),
                       [&](const Warning& warning) { return warning.code() == code; });
}

/// The first warning about such a thing; nullptr: there is none.
template <class Cause>
const Cause* warning_about(const std::vector<Warning>& warnings) {
  for (const Warning& warning : warnings)
    if (const auto* cause = std::get_if<Cause>(&warning.cause)) return cause;
  return nullptr;
}

} // namespace joules::test
