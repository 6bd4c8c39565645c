// SPDX-License-Identifier: Apache-2.0
// A machine whose CPUs, power and process tree are known at every instant, seen through clocks as
// coarse as the kernel's, or through perfect ones.
#pragma once

#include "joules/recording.hpp"
#include "sampling/schedule.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace joules::test {

/// Watts: of the machine as it idles, of each CPU that is busy, and besides while the tree runs.
struct PowerOf {
  double idle = 10, busy_cpu = 0, tree = 0;
};

class SimulatedWorld {
public:
  SimulatedWorld(int cpus, double seconds, PowerOf power, unsigned seed)
      : busy_(static_cast<std::size_t>(cpus)), seconds_(seconds), power_(power), dice_(seed) {}

  [[nodiscard]] double seconds() const { return seconds_; }
  double dice(double low, double high) {
    return low + (high - low) * static_cast<double>(dice_()) / 4294967296.0;
  }
  double exponential(double mean) { return -mean * std::log(1 - dice(0, 1)); }

  /// A CPU runs the tree, or others; on a CPU that is taken nobody else runs.
  void run(int cpu, double from, double to, bool tree) {
    busy_[static_cast<std::size_t>(cpu)].push_back(
        {std::max(from, 0.0), std::min(to, seconds_), tree});
  }
  /// Daemons: some 50 us, `rate` times a second on every CPU.
  void add_background(double rate) {
    for (int cpu = 0; cpu < static_cast<int>(busy_.size()); ++cpu)
      for (double at = exponential(1 / rate); at < seconds_; at += exponential(1 / rate))
        run(cpu, at, at + dice(20e-6, 80e-6), false);
  }

  /// Samples as the kernel would give them, or by perfect clocks at the same instants; `extra`:
  /// perfect ones that many times between two.
  [[nodiscard]] Recording seen() { return record(false, 1); }
  [[nodiscard]] Recording perfect(int extra = 1) { return record(true, extra); }

private:
  struct Busy {
    double from, to;
    bool tree;
  };
  /// What there was since the start, at the instants at which anything changes.
  struct Sums {
    double at = 0, energy = 0, tree = 0, busy = 0;
  };

  void add_up() {
    if (!sums_.empty()) return;
    struct Edge {
      double at;
      int busy, tree;
    };
    std::vector<Edge> edges;
    for (std::vector<Busy>& cpu : busy_) {
      std::sort(cpu.begin(), cpu.end(), [](auto& a, auto& b) { return a.from < b.from; });
      double free = 0;
      for (const Busy& span : cpu) {
        const double from = std::max(span.from, free);
        if (from >= span.to) continue;
        edges.push_back({from, 1, span.tree});
        edges.push_back({span.to, -1, span.tree ? -1 : 0});
        free = span.to;
      }
    }
    std::sort(edges.begin(), edges.end(), [](auto& a, auto& b) { return a.at < b.at; });
    sums_.push_back({});
    int busy = 0, tree = 0;
    const auto go_to = [&](double at) {
      Sums next = sums_.back();
      const double length = at - next.at;
      next.at = at;
      next.energy += length * (power_.idle + busy * power_.busy_cpu + (tree > 0 ? power_.tree : 0));
      next.tree += length * tree;
      next.busy += length * busy;
      sums_.push_back(next);
    };
    for (const Edge& edge : edges) {
      go_to(edge.at);
      busy += edge.busy, tree += edge.tree;
    }
    go_to(seconds_ + 1);
    for (double* phase : {&energy_phase_, &idle_phase_}) *phase = dice(0, 1);
    add_instants();
  }

  void add_instants() {
    const auto ns = [](double at) { return Nanoseconds(std::llround(at * 1e9)); };
    using namespace std::chrono_literals;
    Schedule schedule(0s, {{}, 60s, true});
    instants_.push_back({0, true});
    while (schedule.deadline() < ns(seconds_)) {
      const Instant now = schedule.deadline() + ns(dice(0, 100e-6)); // a little late
      const Depth depth = schedule.depth();
      schedule.sampled(now, depth == Depth::light ? 30us : 100us, depth);
      if (now < ns(seconds_)) instants_.push_back({Seconds(now).count(), depth == Depth::full});
    }
    instants_.push_back({seconds_, true});
  }

  [[nodiscard]] Sums at(double instant) const {
    const auto after = std::upper_bound(sums_.begin(), sums_.end() - 1, instant,
                                        [](double x, const Sums& sums) { return x < sums.at; });
    const Sums &from = *(after - 1), &to = *after;
    const double part = to.at > from.at ? (instant - from.at) / (to.at - from.at) : 0;
    const auto between = [&](double a, double b) { return a + (b - a) * part; };
    return {instant, between(from.energy, to.energy), between(from.tree, to.tree),
            between(from.busy, to.busy)};
  }

  [[nodiscard]] std::uint64_t reading(double instant, bool perfect) const {
    constexpr double update = 0.001, unit = 262143.328911 / 4294967296;
    // Counters are updated a while after they are read, and began anywhere.
    const double last_update =
        std::max((std::floor(instant / update + energy_phase_) - energy_phase_) * update, 0.0);
    const double energy =
        perfect ? at(instant).energy : std::floor((at(last_update).energy + 1) / unit) * unit;
    return static_cast<std::uint64_t>(std::llround((energy + 1) * 1e6));
  }

  [[nodiscard]] Sample sample(double instant, bool full, bool perfect) const {
    const Sums now = at(instant);
    constexpr double tick = 0.01;
    const double all_idle = static_cast<double>(busy_.size()) * instant - now.busy + 1000;
    const double idle = perfect ? all_idle : std::floor(all_idle / tick + idle_phase_) * tick;
    Sample sample;
    sample.at = Nanoseconds(std::llround((1000 + instant) * 1e9));
    sample.tree_cpu = Nanoseconds(std::llround(now.tree * 1e9));
    if (full)
      sample.host = HostTime{.at = sample.at,
                             .idle = Microseconds(std::llround(idle * 1e6)),
                             .online_cpus = static_cast<int>(busy_.size())};
    return sample;
  }

  Recording record(bool perfect, int extra) {
    add_up();
    Recording recording;
    recording.argv = {"simulated"};
    Method& method = recording.method;
    method.source.sensor = Sensor::powercap;
    method.clock_tick = perfect ? Nanoseconds{0} : Nanoseconds(10'000'000);
    Counter counter;
    counter.name = "package-0";
    counter.of_host = true;
    counter.modulus = Microjoules{262'143'328'911};
    counter.largest_power = Watts{1e6};
    std::vector<Reading> readings;
    const auto look = [&](double instant, bool full) {
      recording.samples.push_back(sample(instant, full, perfect));
      readings.emplace_back(reading(instant, perfect));
    };
    for (std::size_t i = 0; i < instants_.size(); ++i) {
      const Moment& moment = instants_[i];
      if (i > 0)
        for (int n = 1; n < extra; ++n) {
          const double before = instants_[i - 1].at;
          look(before + (moment.at - before) * n / extra, true);
        }
      look(moment.at, moment.full || perfect);
    }
    recording.counters = {{counter, std::move(readings)}};
    recording.exit_info.exit.code = 0;
    recording.exit_info.tree_cpu = recording.samples.back().tree_cpu;
    return recording;
  }

  struct Moment {
    double at;
    bool full;
  };

  std::vector<std::vector<Busy>> busy_;
  double seconds_;
  PowerOf power_;
  std::mt19937 dice_;
  std::vector<Sums> sums_;
  std::vector<Moment> instants_;
  double energy_phase_ = 0, idle_phase_ = 0;
};

} // namespace joules::test
