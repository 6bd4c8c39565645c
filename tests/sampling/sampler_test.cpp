// SPDX-License-Identifier: Apache-2.0
#include "sampling/sampler.hpp"

#include "support/fake_proc.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_counter.hpp"
#include "support/scripted_tree_clock.hpp"

#include <doctest/doctest.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

using Energies = std::vector<Reading>;

/// What each counter showed at the last sample.
Energies shown(const Samples& samples) {
  Energies energies;
  for (const CounterReadings& counter : samples.counters) {
    REQUIRE(counter.readings.size() == samples.instants.size());
    energies.push_back(counter.readings.back());
  }
  return energies;
}

Energies sampled(Sampler& sampler) {
  sampler.sample();
  return shown(sampler.samples());
}

std::string stat_of(int user_ticks) {
  return "cpu  " + std::to_string(user_ticks) + " 0 0 0 0 0 0 0 0 0\ncpu0 0 0\n";
}

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("a sample holds every counter's number, in order") {
    const FakeHost host;
    const ManualClock clock(5s);
    const Sensors energy = sensors_with(ScriptedCounter({100, 150}), ScriptedCounter({7}));
    LargestClock tree = largest_of(ScriptedTreeClock(ClockKind::procfs, {3ms, 8ms}));
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    const Sample first = sampler.sample();
    CHECK(shown(sampler.samples()) == Energies{100, 7});
    CHECK(first.tree_cpu == 3ms);
    const Sample second = sampler.sample();
    CHECK(shown(sampler.samples()) == Energies{150, 7});
    CHECK(second.tree_cpu == 8ms);
  }

  TEST_CASE("energy is read first, then the host, and the tree, which may take long, last") {
    const FakeHost host;
    host.file("proc/stat", stat_of(1));
    std::string order;
    const ManualClock clock;
    const Sensors energy = sensors_with(ScriptedCounter({1}, [&] { order += "energy "; }),
                                        ScriptedCounter({1}, [&] { order += "energy "; }));
    LargestClock tree = largest_of(ScriptedTreeClock(ClockKind::procfs, {1ms}, [&] {
      order += "tree ";
      host.file("proc/stat", stat_of(2)); // a later read of the host would see it
    }));
    HostClock host_clock(host.root());
    const Sample sample = Sampler(energy, tree, host_clock, clock).sample();
    CHECK(order == "energy energy tree ");
    REQUIRE(sample.host);
    CHECK(sample.host->worked == 10ms);
  }

  TEST_CASE("the instant is the middle of the energy read; the host has its own") {
    const FakeHost host;
    host.file("proc/stat", stat_of(1));
    ManualClock clock(100s);
    const Sensors energy = sensors_with(ScriptedCounter({1}, [&] { clock.advance(4ms); }),
                                        ScriptedCounter({1}, [&] { clock.advance(2ms); }));
    LargestClock tree =
        largest_of(ScriptedTreeClock(ClockKind::procfs, {1ms}, [&] { clock.advance(50ms); }));
    HostClock host_clock(host.root());
    const Sample sample = Sampler(energy, tree, host_clock, clock).sample();
    CHECK(sample.at == 100'003ms);
    REQUIRE(sample.host);
    CHECK(sample.host->at == 100'006ms);
  }

  TEST_CASE("a counter that fails has no number, and the others have theirs") {
    const FakeHost host;
    const ManualClock clock;
    const Sensors energy =
        sensors_with(ScriptedCounter({10, std::nullopt, 30}), ScriptedCounter({1, 2, 3}));
    LargestClock tree = largest_of(ScriptedTreeClock(ClockKind::procfs, {1ms}));
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    CHECK(sampled(sampler) == Energies{10, 1});
    CHECK(sampled(sampler) == Energies{std::nullopt, 2});
    CHECK(sampled(sampler) == Energies{30, 3});
  }

  TEST_CASE("a sample has the packages' times as long as the host's is known") {
    const FakeHost host;
    host.file("proc/stat", "cpu  3 0 0 0 0 0 0 0\ncpu0 1 0 0 0 0 0 0 0\ncpu1 2 0 0 0 0 0 0 0\n");
    const Topology topology{{0, 1}, {0, 1}};
    FakeProc proc;
    proc.put({.pid = 200, .parent = us, .own = 4, .processor = 1});
    ReapedTotals reaped;
    std::vector<std::unique_ptr<TreeClock>> clocks;
    auto procfs = std::make_unique<ProcfsTree>(proc.start(topology), reaped);
    const ProcfsTree* const walk = procfs.get();
    clocks.push_back(std::move(procfs));
    LargestClock tree(std::move(clocks));
    HostClock host_clock(host.root(), topology);
    const ManualClock clock;
    const Sensors energy;
    Sampler sampler(energy, tree, host_clock, clock, walk);
    const Sample sample = sampler.sample();
    REQUIRE(sample.packages.size() == 2);
    CHECK(sample.packages[0].host.worked == 10ms);
    CHECK(sample.packages[0].tree_cpu == 0ms);
    CHECK(sample.packages[1].host.worked == 20ms);
    CHECK(sample.packages[1].tree_cpu == 40ms);
    CHECK(sampler.sample(Depth::light).packages.empty()); // nothing is left of the one before
    host.file("proc/stat", "garbage\n");
    CHECK(sampler.sample().packages.empty());
  }

  TEST_CASE("a host that cannot tell its time leaves the sample without one") {
    const FakeHost host;
    const ManualClock clock;
    const Sensors energy;
    LargestClock tree = largest_of(ScriptedTreeClock(ClockKind::procfs, {1ms}));
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    const Sample sample = sampler.sample();
    CHECK_FALSE(sample.host);
    CHECK(sampler.samples().counters.empty());
    CHECK(sample.tree_cpu == 1ms);
  }

  TEST_CASE("a sample says how long the machine has slept") {
    const FakeHost host;
    ManualClock clock(5s, 7s);
    const Sensors energy;
    LargestClock tree({});
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    CHECK(sampler.sample().asleep == 7s);
    clock.sleep_through(60s);
    CHECK(sampler.sample().asleep == 67s);
  }

  TEST_CASE("the time that the hypervisor stole is taken off a clock that counts it") {
    struct CountsStolen final : TreeClock {
      [[nodiscard]] ClockKind kind() const override { return ClockKind::perf; }
      std::optional<Nanoseconds> read() override { return cpu += 100ms; }
      [[nodiscard]] bool counts_stolen_time() const override { return true; }
      [[nodiscard]] bool is_live() const override { return true; }
      Nanoseconds cpu{0};
    };
    const FakeHost host;
    const auto steal = [&](int ticks) {
      host.file("proc/stat",
                "cpu  1 0 0 0 0 0 0 " + std::to_string(ticks) + " 0 0\ncpu0 1 0 0 0 0 0 0 0\n");
    };
    const ManualClock clock;
    const Sensors energy;
    LargestClock tree = largest_of(CountsStolen());
    steal(3);
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    CHECK(sampler.sample().tree_cpu == 100ms);
    steal(8); // 50 ms more
    CHECK(sampler.sample().tree_cpu == 150ms);
    steal(11); // a light sample reads no /proc/stat
    CHECK(sampler.sample(Depth::light).tree_cpu == 250ms);
    CHECK(sampler.sample().tree_cpu == 320ms);
  }

  TEST_CASE("the tree's time is read alone to close the books, and never falls") {
    const FakeHost host;
    const ManualClock clock;
    const Sensors energy = sensors_with(ScriptedCounter({1, 2}));
    LargestClock tree = largest_of(ScriptedTreeClock(ClockKind::procfs, {9ms, 4ms, 12ms}));
    HostClock host_clock(host.root());
    Sampler sampler(energy, tree, host_clock, clock);
    CHECK(sampler.sample().tree_cpu == 9ms);
    CHECK(sampler.tree_cpu() == 9ms);
    CHECK(sampler.tree_cpu() == 12ms);
    CHECK(sampled(sampler) == Energies{2}); // no counter was read meanwhile
  }

  TEST_CASE("the system's clocks never go back, and sleep is not negative") {
    const SystemClock clock;
    const Instant first = clock.now();
    CHECK(clock.now() >= first);
    CHECK(clock.asleep() >= 0s);
  }

  TEST_CASE("our own CPU time grows while we work") {
    const Nanoseconds before = own_cpu_time();
    const SystemClock clock;
    while (own_cpu_time() <= before) static_cast<void>(clock.now());
    CHECK(own_cpu_time() > before);
  }

  TEST_CASE("the wall clock is written in UTC, to the millisecond") {
    const std::string now = utc_now();
    std::string shape = now;
    for (char& letter : shape)
      if (letter >= '0' && letter <= '9') letter = '9';
    CHECK(shape == "9999-99-99T99:99:99.999Z");
    CHECK(now.substr(0, 2) == "20");
  }
}
