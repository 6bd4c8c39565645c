// SPDX-License-Identifier: Apache-2.0
#include "sampling/arrivals.hpp"

#include "sampling/sampler.hpp"
#include "support/fake_proc.hpp"
#include "support/manual_clock.hpp"
#include "support/scripted_counter.hpp"
#include "support/scripted_tree_clock.hpp"

#include <doctest/doctest.h>

#include <optional>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

/// What has come is written down by a test. "locked": its file may not be opened.
class ScriptedArrivals final : public ArrivalWatch {
public:
  const std::vector<Arrival>& look() override {
    ++looks;
    return all_;
  }
  void come(const std::string& name) {
    Counter identity;
    identity.name = name;
    auto counter = std::make_unique<ScriptedCounter>(
        std::vector<std::optional<std::uint64_t>>{7, 8, 9, 10, 11}, identity);
    all_.push_back({name, "/" + name, name == "locked" ? nullptr : std::move(counter)});
  }

  int looks = 0;

private:
  std::vector<Arrival> all_;
};

/// A host of package-0, on which other packages come.
class Growing {
public:
  Growing() : sensors_(sensors_with(ScriptedCounter({100, 110, 120, 130, 140}))) {
    auto watch = std::make_unique<ScriptedArrivals>();
    here = watch.get();
    sensors_.source.arrivals = std::move(watch);
    begin_run();
  }

  void begin_run() { sampler_.emplace(sensors_, tree_, host_clock_, clock_); }
  const Samples& sample(Depth depth = Depth::full) {
    sampler_->sample(depth);
    return sampler_->samples();
  }
  std::vector<SensorEvent> events() { return sampler_->end_run(); }
  void pass(Nanoseconds time) { clock_.advance(time); }

  ScriptedArrivals* here;

private:
  FakeHost host_;
  ManualClock clock_;
  Sensors sensors_;
  LargestClock tree_ = largest_of(ScriptedTreeClock(ClockKind::procfs, {1ms}));
  HostClock host_clock_{host_.root()};
  std::optional<Sampler> sampler_;
};

using Readings = std::vector<Reading>;

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("what comes is counted from then on, and what came first is missing") {
    Growing host;
    host.sample();
    host.pass(1s);
    host.here->come("package-1");
    const Samples& samples = host.sample();
    REQUIRE(samples.counters.size() == 2);
    CHECK(samples.counters[1].counter.name == "package-1");
    CHECK(samples.counters[1].readings == Readings{std::nullopt, 7});
    host.sample(Depth::light);
    CHECK(host.sample().counters[1].readings == Readings{std::nullopt, 7, 8, 9});
    CHECK(samples.counters[0].readings == Readings{100, 110, 120, 130});
    const auto events = host.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == SensorEvent::Kind::joined);
    CHECK(events[0].domain == "package-1");
    CHECK(events[0].reason == "/package-1");
  }

  TEST_CASE("what is there before the first sample was there all the time") {
    Growing host;
    host.here->come("package-1");
    CHECK(host.sample().counters[1].readings == Readings{7});
    CHECK(host.events().empty());
  }

  TEST_CASE("what cannot be opened is told, once; and so is what comes after the last sample") {
    Growing host;
    host.sample();
    host.here->come("locked");
    host.pass(1s);
    CHECK(host.sample().counters.size() == 1);
    host.pass(1s);
    host.sample();
    host.here->come("package-2");
    const auto events = host.events();
    REQUIRE(events.size() == 2);
    for (const SensorEvent& event : events) CHECK(event.kind == SensorEvent::Kind::came);
    CHECK(events[0].domain == "locked");
    CHECK(events[1].domain == "package-2");
  }

  TEST_CASE("in a later run what came is there from the start, and what is locked is told again") {
    Growing host;
    host.sample();
    host.here->come("package-1");
    host.here->come("locked");
    host.pass(1s);
    host.sample();
    CHECK(host.events().size() == 2);
    host.begin_run();
    CHECK(host.sample().counters.at(1).readings == Readings{8});
    const auto events = host.events();
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == SensorEvent::Kind::came);
    CHECK(events[0].domain == "locked");
  }

  TEST_CASE("one looks once a second, in full samples only") {
    Growing host;
    host.sample();
    CHECK(host.here->looks == 1);
    host.pass(999ms);
    host.sample();
    CHECK(host.here->looks == 1);
    host.pass(1ms);
    host.sample(Depth::light);
    CHECK(host.here->looks == 1);
    host.sample();
    CHECK(host.here->looks == 2);
  }
}
