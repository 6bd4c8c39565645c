// SPDX-License-Identifier: Apache-2.0
#include "sampling/condition_watch.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <string>

TEST_SUITE("sampling") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  std::string cpu(int number) {
    return "sys/devices/system/cpu/cpu" + std::to_string(number) + "/";
  }

  void throttled(const FakeHost& host, int number, const char* milliseconds) {
    host.file(cpu(number) + "thermal_throttle/package_throttle_total_time_ms", milliseconds);
  }

  /// CPPC of a CPU whose reference is 1 GHz: half the nominal performance of 2 GHz.
  void ran(const FakeHost& host, int number, const char* counters) {
    host.file(cpu(number) + "acpi_cppc/nominal_freq", "2000\n");
    host.file(cpu(number) + "acpi_cppc/nominal_perf", "40\n");
    host.file(cpu(number) + "acpi_cppc/reference_perf", "20\n");
    host.file(cpu(number) + "acpi_cppc/feedback_ctrs", counters);
  }

  } // namespace

  TEST_CASE("a machine that tells nothing of its conditions leaves them unknown, not 0") {
    const FakeHost host;
    ConditionWatch watch(host.root(), topology_of(host.root()), true);
    watch.begin();
    const Conditions found = watch.end();
    CHECK_FALSE(found.temperature_start);
    CHECK_FALSE(found.temperature_end);
    CHECK_FALSE(found.throttled);
    CHECK_FALSE(found.frequency_hz);
  }

  TEST_CASE("the hottest package at both ends; disks are none") {
    const FakeHost host;
    const std::string chips = "sys/class/hwmon/hwmon";
    for (const char* chip : {"0", "1", "2"}) host.file(chips + chip + "/temp1_input", "41000\n");
    host.file(chips + "0/name", "coretemp\n");
    host.file(chips + "1/name", "coretemp\n");
    host.file(chips + "2/name", "nvme\n");
    host.file(chips + "2/temp1_input", "90000\n");
    ConditionWatch watch(host.root(), topology_of(host.root()), true);
    watch.begin();
    host.file(chips + "1/temp1_input", "63500\n");
    const Conditions found = watch.end();
    CHECK(found.temperature_start == 41);
    CHECK(found.temperature_end == 63.5);
    ConditionWatch brief(host.root(), topology_of(host.root()), false);
    brief.begin();
    CHECK_FALSE(brief.end().temperature_start);
  }

  TEST_CASE("throttling is that of the package which was slowed down longest") {
    const FakeHost host;
    for (const int number : {0, 1}) host.cpu(number, 0);
    host.cpu(2, 1);
    throttled(host, 0, "100\n");
    throttled(host, 1, "9999\n"); // of the same package, and not read
    throttled(host, 2, "50\n");
    ConditionWatch watch(host.root(), topology_of(host.root()), false);
    watch.begin();
    throttled(host, 0, "200\n");
    throttled(host, 1, "99999\n");
    throttled(host, 2, "1250\n");
    CHECK(watch.end().throttled->count() == doctest::Approx(1.2));
  }

  TEST_CASE("the mean frequency is of all CPUs, each by how long it ran") {
    const FakeHost host;
    for (const int number : {0, 1, 2}) {
      host.cpu(number, 0);
      ran(host, number, "ref:1000 del:1000\n");
    }
    ConditionWatch watch(host.root(), topology_of(host.root()), true);
    watch.begin();
    ran(host, 0, "ref:1000001000 del:3000001000\n"); // a second at 3 GHz
    ran(host, 1, "ref:3000001000 del:3000001000\n"); // three at 1 GHz
    ran(host, 2, "ref:5 del:5\n");                   // it came round
    CHECK(*watch.end().frequency_hz == doctest::Approx(1.5e9));
  }
}
