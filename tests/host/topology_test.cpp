// SPDX-License-Identifier: Apache-2.0
#include "host/topology.hpp"

#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;

TEST_SUITE("host") {
  TEST_CASE("every CPU is on its package, in whatever order they are numbered") {
    const FakeHost host;
    for (int cpu = 0; cpu < 12; ++cpu) host.cpu(cpu, cpu % 2);
    const Topology topology = topology_of(host.root());
    CHECK(topology.packages == std::vector<int>{0, 1});
    for (int cpu = 0; cpu < 12; ++cpu) CHECK(package_of(cpu, topology) == cpu % 2);
  }

  TEST_CASE("packages may have numbers with gaps, and those of many digits") {
    const FakeHost host;
    host.cpu(0, 36);
    host.cpu(1, 3);
    host.cpu(2, 3);
    const Topology topology = topology_of(host.root());
    CHECK(topology.packages == std::vector<int>{3, 36});
    CHECK(package_of(0, topology) == 1);
    CHECK(package_of(2, topology) == 0);
  }

  TEST_CASE("a CPU that is off line, or is not there, is on no package") {
    const FakeHost host;
    host.cpu(0, 0);
    host.cpu(4, 1);
    host.file("sys/devices/system/cpu/cpu2/online", "0\n");
    const Topology topology = topology_of(host.root());
    CHECK(package_of(4, topology) == 1);
    for (const int cpu : {-1, 2, 3, 5, 70'000}) {
      CAPTURE(cpu);
      CHECK_FALSE(package_of(cpu, topology));
    }
  }

  TEST_CASE("a machine that does not know its packages has none") {
    const FakeHost host;
    CHECK(topology_of(host.root()).packages.empty());
    host.cpu(0, -1); // as on many Arm boards
    host.block("sys/devices/system/cpu/cpu1/topology/physical_package_id");
    host.file("sys/devices/system/cpu/cpufreq/topology/physical_package_id", "7\n");
    host.file("sys/devices/system/cpu/cpu99999999999/topology/physical_package_id", "7\n");
    const Topology topology = topology_of(host.root());
    CHECK(topology.packages.empty());
    CHECK_FALSE(package_of(0, topology));
  }
}
