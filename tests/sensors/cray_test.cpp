// SPDX-License-Identifier: Apache-2.0
#include "sensors/cray.hpp"

#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;
  constexpr const char* cpu_energy = "sys/cray/pm_counters/cpu_energy";

  TEST_CASE("a Cray's counters are joules with a unit and a stamp") {
    const FakeHost host;
    test::record("cray-ex", host);
    const OpenSource source = cray_source(host.root());
    REQUIRE(source.is_usable());
    EnergyCounter& cpu = *source.counters.at(0);
    host.file(cpu_energy, "51234600 J 1701350000100000 us\n");
    CHECK(*cpu.read() == 51'234'600'000'000);
    host.file(cpu_energy, "7 W 1701350000100000 us\n");
    CHECK(cpu.read().error().reason == "not in joules");
    host.file(cpu_energy, "\n");
    CHECK(cpu.read().error().reason == "empty");
    host.file(cpu_energy, "18446744073709551615 J 0 us\n");
    CHECK_FALSE(cpu.read().has_value());
  }

  TEST_CASE("a controller that started anew is told: what went by is lost") {
    const FakeHost host;
    test::record("cray-ex", host);
    const OpenSource source = cray_source(host.root());
    EnergyCounter& cpu = *source.counters.at(0);
    cpu.begin_run();
    CHECK(cpu.end_run().empty());
    host.file("sys/cray/pm_counters/startup", "1800000000000000\n");
    REQUIRE(cpu.end_run().size() == 1);
    CHECK(cpu.end_run()[0].kind == SensorEvent::Kind::restarted);
    cpu.begin_run();
    CHECK(cpu.end_run().empty());
  }

  TEST_CASE("a node whose processors are not told apart is no measurement of them") {
    const FakeHost host;
    host.file("sys/cray/pm_counters/energy", "10 J 1 us\n");
    CHECK_FALSE(cray_source(host.root()).is_usable());
    CHECK(cray_node_source(host.root()).is_usable());
    host.file("sys/cray/pm_counters/memory_energy", "10 J 1 us\n");
    CHECK_FALSE(cray_source(host.root()).is_usable());
  }
}
