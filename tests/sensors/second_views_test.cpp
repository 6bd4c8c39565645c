// SPDX-License-Identifier: Apache-2.0
// Which second views are opened: those that nobody has to look for.
#include "sensors/discovery.hpp"
#include "sensors/second_views.hpp"
#include "support/fake_host.hpp"
#include "support/scripted_counter.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;
  using Relation = SecondView::Relation;

  namespace {

  /// perf's counters are named as powercap's zones are.
  OpenSource perf_of(const std::vector<std::string>& names) {
    OpenSource perf;
    for (const std::string& name : names) {
      Counter counter;
      counter.name = name;
      counter.memory = name.ends_with("dram");
      perf.counters.push_back(
          std::make_unique<test::ScriptedCounter>(std::vector<Reading>{1}, counter));
    }
    return perf;
  }

  std::vector<std::uint64_t> readings_of(const std::vector<SecondCounter>& views) {
    std::vector<std::uint64_t> readings;
    for (const SecondCounter& second : views) readings.push_back(second.counter->read().value());
    return readings;
  }

  using Readings = std::vector<std::uint64_t>;

  } // namespace

  TEST_CASE("beside perf's packages stand powercap's, whatever their numbers") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "psys", .energy_uj = "5"});
    host.zone("intel-rapl:1", {.name = "package-1", .energy_uj = "11"});
    host.zone("intel-rapl:2", {.name = "package-0", .energy_uj = "10"});
    host.zone("intel-rapl:2:0", {.name = "dram", .energy_uj = "1"});
    OpenSource perf = perf_of({"package-0", "package-1", "package-0/dram"});
    add_powercap_views(host.powercap(), perf);
    CHECK(readings_of(perf.second_views) == Readings{11, 10});
    CHECK(perf.second_views[0].view.counter == "package-1");
    CHECK(perf.second_views[0].view.relation == Relation::same);
    CHECK(perf.second_views[0].view.modulus == Microjoules{262143328911});
    CHECK(perf.second_views[1].view.name == "package-0 by powercap");
    REQUIRE(perf.arrivals);
    CHECK(perf.arrivals->look().empty());
    host.zone("intel-rapl:3", {.name = "package-2"});
    const auto& arrivals = perf.arrivals->look();
    REQUIRE(arrivals.size() == 1);
    CHECK(arrivals[0].name == "package-2");
    CHECK(arrivals[0].counter == nullptr); // perf has its own view of the others
    CHECK(perf.arrivals->look().size() == 1);
  }

  TEST_CASE("what cannot be opened, or is no package of perf's, is passed over in silence") {
    const FakeHost host;
    OpenSource perf = perf_of({"package-0"});
    add_powercap_views(host.powercap(), perf);
    CHECK(perf.second_views.empty());
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = std::nullopt});
    host.zone("intel-rapl:1", {.name = "package-0-die-1"});
    add_powercap_views(host.powercap(), perf);
    CHECK(perf.second_views.empty());
    CHECK(perf.about.unavailable_reason.empty());
    CHECK(perf.arrivals->look().empty()); // a die was there from the start, whatever perf calls it
  }

  TEST_CASE("the mmio zone is a second view of the package that it shows once more") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "10"});
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "12"});
    const Sensors sensors = discover_sensors({{host.root(), {}, Sensor::powercap}, {}});
    CHECK(readings_of(sensors.source.second_views) == Readings{12});
    CHECK(sensors.source.second_views[0].view.name == "package-0 by intel-rapl-mmio:0");
  }

  TEST_CASE("the mmio zone that counts itself is nobody's second view") {
    const FakeHost host;
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "12"});
    CHECK(discover_sensors({{host.root(), {}, Sensor::powercap}, {}}).source.second_views.empty());
  }

  TEST_CASE("the platform is held against the packages, each once") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "psys", .energy_uj = "50"});
    host.zone("intel-rapl:1", {.name = "package-0", .energy_uj = "10"});
    host.zone("intel-rapl:1:0", {.name = "core", .energy_uj = "9"});
    host.zone("intel-rapl:1:1", {.name = "dram", .energy_uj = "8"});
    host.zone("intel-rapl:2", {.name = "package-1", .energy_uj = "11"});
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "10"});
    const Sensors sensors = discover_sensors({{host.root(), {}, Sensor::psys}, {}});
    CHECK(readings_of(sensors.source.second_views) == Readings{10, 11});
    CHECK(sensors.source.second_views[0].view.relation == Relation::contained);
  }
}
