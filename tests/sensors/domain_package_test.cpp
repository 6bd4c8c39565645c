// SPDX-License-Identifier: Apache-2.0
// Which package a domain measures.
#include "sensors/discovery.hpp"
#include "support/fake_host.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;

TEST_SUITE("sensors") {
  TEST_CASE("a package, its dies and its memory are of the package that the kernel numbers so") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-3"});
    host.zone("intel-rapl:0:0", {.name = "core"});
    host.zone("intel-rapl:0:1", {.name = "dram"});
    host.zone("intel-rapl:1", {.name = "package-10-die-0", .energy_uj = "1"});
    host.zone("intel-rapl:1:0", {.name = "dram"});
    host.zone("intel-rapl:2", {.name = "package-10-die-1", .energy_uj = "90000000"});
    host.zone("intel-rapl:3", {.name = "psys"});
    host.zone("intel-rapl:4", {.name = "dram"}); // as nobody's
    const OpenSource source = discover_sensors({{host.root(), {}, {}}, CpuIdentity()}).source;
    std::vector<std::optional<int>> packages;
    for (const auto& counter : source.counters) packages.push_back(counter->identity().package);
    CHECK(packages == std::vector<std::optional<int>>{3, 3, 10, 10, 10, std::nullopt});
    for (const Exclusion& exclusion : source.about.left_out) CHECK_FALSE(exclusion.counter.package);
  }
}
