// SPDX-License-Identifier: Apache-2.0
// Half a machine is never reported as the whole, whatever hides the other half.
#include "sensors/discovery.hpp"
#include "support/fake_host.hpp"

#include <doctest/doctest.h>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;
  namespace fs = std::filesystem;

  namespace {

  Sensors discover(const FakeHost& host) {
    return discover_sensors({{host.root(), {}, std::nullopt}, CpuIdentity()});
  }

  bool mentions(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("a zone without a name beside a package may be one too") {
    for (const bool empty_name : {true, false}) {
      CAPTURE(empty_name);
      const FakeHost host;
      host.zone("intel-rapl:0", {.name = "package-0"});
      host.zone("intel-rapl:1",
                {.name = empty_name ? std::optional<std::string>("") : std::nullopt});
      const Sensors sensors = discover(host);
      CHECK(sensors.source.counters.empty());
      CHECK(mentions(sensors.source.about.unavailable_reason,
                     "intel-rapl:1/energy_uj: its name cannot be read"));
    }
  }

  TEST_CASE("a link that leads nowhere beside a package may be one too") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    fs::create_symlink("nowhere", host.powercap() / "intel-rapl:1");
    const Sensors sensors = discover(host);
    CHECK(sensors.source.counters.empty());
    CHECK(mentions(sensors.source.about.unavailable_reason, "intel-rapl:1"));
  }

  TEST_CASE("a subzone without a name is only not counted") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:0:0", {.name = std::nullopt});
    CHECK(discover(host).source.counters.size() == 1);
  }

  TEST_CASE("a guest's one nameless counter is its sensor") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = std::nullopt, .range_uj = std::nullopt});
    fs::create_directories(host.powercap() / "intel-rapl:0/intel-rapl:0:0");
    CHECK(discover(host).source.counters.size() == 1);
  }
}
