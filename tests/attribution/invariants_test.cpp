// SPDX-License-Identifier: Apache-2.0
// What is true of every account, whatever was recorded: thousands of machines that nobody built.
#include "attribution/attribute.hpp"
#include "attribution/counter_delta.hpp"
#include "attribution/package_share.hpp"
#include "attribution/tree_share.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>
#include <random>

TEST_SUITE("attribution") {

  using namespace joules;
  using test::microseconds;
  using test::nanoseconds;
  using test::Span;
  using test::Story;

  namespace {

  constexpr int recordings = 4000;
  constexpr double tiny = 1e-6; // joules or seconds: rounding of sums

  class Dice {
  public:
    explicit Dice(unsigned seed) : engine_(seed) {}
    /// Not std::uniform_real_distribution, whose numbers differ between libraries.
    double between(double low, double high) {
      return low + (high - low) * (static_cast<double>(engine_()) / 4294967296.0);
    }
    bool one_in(unsigned times) { return engine_() % times == 0; }
    template <class T>
    T any_of(std::initializer_list<T> values) {
      return values.begin()[engine_() % values.size()];
    }

  private:
    std::mt19937 engine_;
  };

  Span random_span(Dice& dice, int cpus) {
    Span span;
    span.seconds = dice.one_in(8) ? 0 : dice.any_of({0.01, 0.1, 1.0, 20.0}) * dice.between(0.1, 2);
    span.busy = dice.between(0, cpus * span.seconds);
    // The kernel shows time late: now and then more than the interval holds.
    span.tree = dice.one_in(3) ? dice.between(0, 2 * cpus * span.seconds + 0.01)
                               : dice.between(0, span.busy);
    if (dice.one_in(4)) span.steal = dice.between(0, cpus * span.seconds - span.busy);
    if (dice.one_in(30)) span.asleep = dice.between(0, 100);
    span.joules = {dice.between(0, 400 * span.seconds), dice.one_in(3) ? 0 : dice.between(0, 30),
                   dice.between(0, 50 * span.seconds)};
    // What is seen of packages need not go with what is seen of the host.
    for (int p = 0; p < 2; ++p)
      span.packages.push_back({dice.one_in(3) ? 0 : dice.between(0, cpus * span.seconds),
                               dice.one_in(3) ? 0 : dice.between(0, cpus * span.seconds)});
    return span;
  }

  void spoil(Dice& dice, Recording& recording, std::size_t i) {
    Sample& sample = recording.samples[i];
    for (CounterReadings& counter : recording.counters) {
      Reading& reading = counter.readings[i];
      if (dice.one_in(12)) reading.reset();
      if (dice.one_in(25))
        reading = dice.any_of<std::uint64_t>(
            {0, 1, 60'293'987'000'000, std::numeric_limits<std::uint64_t>::max()});
    }
    if (dice.one_in(10)) sample.host->idle -= microseconds(dice.between(0, 5)); // iowait fell
    if (dice.one_in(40)) sample.host->online_cpus = dice.any_of({1, 2, 64});
    for (PackageTime& package : sample.packages) {
      if (dice.one_in(30)) package.host.online_cpus = dice.any_of({0, 1, 64});
      if (dice.one_in(30)) package.tree_cpu = nanoseconds(dice.between(0, 10)); // had stood still
    }
    if (dice.one_in(40)) sample.host->at += nanoseconds(dice.between(-0.001, 0.001));
  }

  /// The memory stays nobody's.
  void number_packages(std::vector<CounterReadings>& counters) {
    for (auto& [counter, readings] : counters)
      if (counter.name.starts_with("package-"))
        counter.package = counter.name == "package-5" ? 5 : 0;
  }

  Recording random_recording(Dice& dice, bool modelled) {
    const int cpus = dice.any_of({1, 2, 4, 16, 1024});
    Story story(cpus);
    if (modelled) {
      const double idle = dice.between(0, 1), busy = dice.between(2, 20);
      story.model({idle * 0.1, idle, idle * 1.9}, {busy * 0.99, busy, busy * 1.01});
    } else {
      using Modulus = std::optional<std::uint64_t>;
      story.domain("package-0", dice.any_of<Modulus>({test::server_modulus_uj, 300'000'000}));
      story.domain("dram", dice.any_of<Modulus>({std::nullopt, 65'712'999'613, 20'000'000}));
      story.domain("package-5");
    }
    if (dice.one_in(2)) story.recording().method.clock_tick = std::chrono::milliseconds(10);
    if (dice.one_in(2)) story.packages({0, 5});
    if (dice.one_in(2)) number_packages(story.recording().counters);
    story.then({.seconds = 0.05, .joules = {1, 1, 1}, .busy = 0.01});
    for (int i = static_cast<int>(dice.between(0, 12)); i > 0; --i)
      story.then(random_span(dice, cpus));
    for (std::size_t i = 0; i < story.samples().size(); ++i) spoil(dice, story.recording(), i);
    if (dice.one_in(2))
      story.closes_with(Seconds(story.recording().exit_info.tree_cpu).count() + dice.between(0, 3));
    return story.recording();
  }

  Policy random_policy(Dice& dice) {
    return {dice.any_of({Policy::Kind::busy, Policy::Kind::capacity, Policy::Kind::marginal}),
            Watts{dice.between(0, 200)}};
  }

  bool is_energy(double joules) {
    return std::isfinite(joules) && joules >= 0;
  }

  } // namespace

  TEST_CASE("0 <= tree <= host, whatever was recorded and under every policy") {
    Dice dice(20260131);
    int known = 0;
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const Recording recording = random_recording(dice, false);
      const EnergyAccount account = attribute(recording, random_policy(dice));
      CHECK((account.tree.value || !account.unavailable_reason.empty()));
      if (!account.tree.value) continue;
      ++known;
      REQUIRE(is_energy(account.tree.value->value));
      REQUIRE(is_energy(account.host.value->value));
      REQUIRE(account.tree.value->value <= account.host.value->value + tiny);
      REQUIRE(is_energy(account.tree_uncertainty->value));
    }
    CHECK(known > recordings / 2); // else nothing was tried
  }

  TEST_CASE("the host's energy is the sum of its domains, and each that of its intervals") {
    Dice dice(7);
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const Recording recording = random_recording(dice, false);
      const EnergyAccount account = attribute(recording, {});
      double domains = 0;
      for (std::size_t d = 0; d < account.domains.size(); ++d) {
        const CounterHistory history = history_of(recording.samples, recording.counters[d]);
        double intervals = 0;
        for (const Joules energy : history.intervals) intervals += energy.value;
        REQUIRE(intervals == doctest::Approx(history.total.value));
        if (account.domains[d].energy.value) domains += account.domains[d].energy.value->value;
      }
      if (account.host.value) REQUIRE(account.host.value->value == doctest::Approx(domains));
    }
  }

  TEST_CASE("what the tree does not pay is paid by a tree that ran all the rest") {
    Dice dice(99);
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const int cpus = dice.any_of({1, 4, 64});
      Story tree(cpus), others(cpus);
      tree.domain("package-0", 300'000'000);
      others.domain("package-0", 300'000'000);
      double busy = 0;
      for (int n = 0; n < 6; ++n) {
        Span span;
        span.seconds = dice.between(0.1, 1); // shorter ones share their busy time
        span.joules = {dice.between(0.1, 200 * span.seconds)};
        span.busy = dice.between(0.001, cpus * span.seconds);
        // Host times are whole microseconds.
        span.seconds = std::round(span.seconds * 1e6) * 1e-6;
        span.busy = std::min(std::round(span.busy * 1e6) * 1e-6, cpus * span.seconds);
        span.tree = dice.between(0, span.busy);
        tree.then(span);
        span.tree = span.busy - span.tree;
        others.then(span);
        busy += span.busy;
      }
      const EnergyAccount a = attribute(tree.recording(), {}),
                          b = attribute(others.recording(), {});
      REQUIRE(a.tree.value->value + b.tree.value->value ==
              doctest::Approx(a.host.value->value).epsilon(1e-6));
      REQUIRE(a.host_busy->count() == doctest::Approx(busy));
    }
  }

  TEST_CASE("0 <= tree <= busy <= capacity in every interval, and no CPU time gets lost") {
    Dice dice(4711);
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const Recording recording = random_recording(dice, true);
      const Nanoseconds total = recording.exit_info.tree_cpu;
      const CpuHistory cpu = divide_cpu_time(recording.samples, total, recording.method.clock_tick);
      Nanoseconds tree{0};
      for (const CpuInterval& interval : cpu.intervals) {
        REQUIRE(interval.tree >= Nanoseconds{0});
        REQUIRE(interval.tree <= interval.busy);
        REQUIRE(interval.busy <= interval.capacity);
        tree += interval.tree;
      }
      REQUIRE(tree == cpu.tree);
      REQUIRE(cpu.unplaced >= Nanoseconds{0});
      REQUIRE(cpu.tree + cpu.unplaced == total);
    }
  }

  TEST_CASE("what packages have adds up to what the host has, in every interval and in total") {
    Dice dice(1789);
    int told_apart = 0;
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const Recording recording = random_recording(dice, true);
      if (recording.method.packages.empty()) continue;
      ++told_apart;
      const CpuHistory host = divide_cpu_time(recording.samples, recording.exit_info.tree_cpu,
                                              recording.method.clock_tick);
      const auto packages =
          divide_among_packages(recording.samples, host, recording.method.clock_tick);
      REQUIRE(packages.size() == 2);
      for (std::size_t n = 0; n < host.intervals.size(); ++n) {
        CpuInterval sum;
        for (const CpuHistory& package : packages) {
          const CpuInterval& interval = package.intervals[n];
          REQUIRE(interval.tree >= Nanoseconds{0});
          REQUIRE(interval.tree <= interval.busy);
          REQUIRE(interval.busy <= interval.capacity);
          sum.tree += interval.tree;
          sum.busy += interval.busy;
          sum.capacity += interval.capacity;
        }
        REQUIRE(sum.tree == host.intervals[n].tree);
        REQUIRE(sum.busy == host.intervals[n].busy);
        REQUIRE(sum.capacity >= host.intervals[n].capacity);
        REQUIRE(sum.capacity <= host.intervals[n].capacity + Nanoseconds{2}); // rounded up
      }
      REQUIRE(packages[0].tree + packages[1].tree == host.tree);
      REQUIRE(packages[0].busy + packages[1].busy == host.busy);
    }
    CHECK(told_apart > recordings / 3);
  }

  TEST_CASE("on every package 0 <= tree <= host, and packages are part of the whole") {
    Dice dice(1848);
    int told_apart = 0;
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const EnergyAccount account = attribute(random_recording(dice, false), random_policy(dice));
      Joules tree{0}, host{0};
      for (const PackageAccount& package : account.packages) {
        if (!package.host) continue;
        ++told_apart;
        REQUIRE(package.tree.has_value() == account.tree.value.has_value());
        if (!package.tree) continue; // the host stayed below its idle power
        REQUIRE(is_energy(package.tree->value));
        REQUIRE(package.tree->value <= package.host->value + tiny);
        tree += *package.tree;
        host += *package.host;
      }
      if (!account.tree.value) continue;
      REQUIRE(tree.value <= account.tree.value->value + tiny);
      REQUIRE(host.value <= account.host.value->value + tiny);
    }
    CHECK(told_apart > recordings / 3);
  }

  TEST_CASE("cutting empty intervals finer changes no total") {
    Dice dice(2026);
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const int cpus = dice.any_of({1, 2, 64});
      Story coarse(cpus), fine(cpus);
      coarse.domain("package-0"), fine.domain("package-0");
      for (int n = static_cast<int>(dice.between(1, 8)); n > 0; --n) {
        // Whole microseconds in each of the pieces, of intervals in which nobody ran.
        const auto whole = [&](double seconds) { return std::floor(seconds * 1e6 / 20) * 20e-6; };
        Span span;
        span.seconds = whole(dice.between(1e-3, 0.3));
        span.joules = {whole(dice.between(10, 100) * span.seconds)};
        span.busy = dice.one_in(2) ? 0 : whole(dice.between(0, cpus * span.seconds));
        span.tree = whole(dice.between(0, span.busy));
        int pieces = span.busy > 0 ? 1 : dice.any_of({1, 2, 5, 20});
        if (span.seconds < pieces * 0.001) pieces = 1; // shorter ones tell no power
        coarse.then(span);
        Span piece = span;
        piece.seconds /= pieces, piece.joules[0] /= pieces, piece.busy /= pieces;
        piece.tree /= pieces;
        fine.then(piece, pieces);
      }
      const EnergyAccount one = attribute(coarse.recording(), {});
      const EnergyAccount other = attribute(fine.recording(), {});
      if (!one.tree.value) continue;
      // Counters show whole microjoules, of which a short piece has few.
      REQUIRE(other.tree.value->value == doctest::Approx(one.tree.value->value).epsilon(1e-3));
    }
  }

  TEST_CASE("low <= middle <= high, and 0 <= tree <= host in each, in every estimate") {
    Dice dice(31337);
    for (int i = 0; i < recordings; ++i) {
      CAPTURE(i);
      const Policy policy = random_policy(dice);
      const EnergyAccount account = attribute(random_recording(dice, true), policy);
      if (!account.tree.value) { // the host stayed below its idle power
        REQUIRE(policy.kind == Policy::Kind::marginal);
        continue;
      }
      for (const Energy& energy : {account.tree, account.host}) {
        REQUIRE(is_energy(energy.low->value));
        REQUIRE(energy.low->value <= energy.value->value + tiny);
        REQUIRE(energy.value->value <= energy.high->value + tiny);
        REQUIRE(std::isfinite(energy.high->value));
      }
      REQUIRE(account.tree.low->value <= account.host.low->value + tiny);
      REQUIRE(account.tree.value->value <= account.host.value->value + tiny);
      REQUIRE(account.tree.high->value <= account.host.high->value + tiny);
    }
  }

} // TEST_SUITE
