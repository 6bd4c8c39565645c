// SPDX-License-Identifier: Apache-2.0
// Sensors that go and come back while they are read, as when their driver is loaded anew: followed,
// under whatever number they return. And packages that come.
#include "sensors/discovery.hpp"
#include "sensors/hwmon.hpp"
#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;
  namespace fs = std::filesystem;

  namespace {

  Sensors sensors_on(const FakeHost& host, std::optional<Sensor> choice = std::nullopt) {
    return discover_sensors({{host.root(), {}, choice}, CpuIdentity()});
  }

  /// What a driver takes away with it. Subzones are linked beside their zones.
  void unload(const FakeHost& host, const std::string& folder) {
    std::vector<fs::path> entries;
    for (const auto& entry : fs::directory_iterator(host.path() / folder))
      entries.push_back(entry.path());
    for (const fs::path& entry : entries) fs::remove_all(entry);
  }

  const std::string powercap = "sys/class/powercap";
  const std::string hwmon = "sys/class/hwmon/";

  /// A chip of a device, as the kernel links it.
  void chip(const FakeHost& host, int number, const std::string& device, const std::string& file,
            const std::string& value) {
    const std::string folder = hwmon + "hwmon" + std::to_string(number) + "/";
    host.file(folder + "name", "amd_energy\n");
    host.file(folder + "energy1_label", "Esocket0\n");
    host.file(folder + file, value + "\n");
    fs::create_directories(host.path() / "sys/devices" / device);
    fs::create_directory_symlink(host.path() / "sys/devices" / device,
                                 host.path() / folder / "device");
  }

  } // namespace

  TEST_CASE("a zone that returns is read on, with its register's value") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "5000000"});
    const Sensors sensors = sensors_on(host);
    CHECK(*sensors.source.counters.at(0)->read() == 5000000);
    unload(host, powercap);
    CHECK(sensors.source.counters[0]->read().has_error());
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "7000000"});
    CHECK(*sensors.source.counters[0]->read() == 7000000);
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "8000000"});
    CHECK(*sensors.source.counters[0]->read() == 8000000);
  }

  TEST_CASE("a counter that returns with less goes on from where it was, and says so") {
    const FakeHost host;
    const std::uint64_t before = 262'143'000'000; // 0.3 J before it wraps
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = std::to_string(before)});
    const Sensors sensors = sensors_on(host);
    EnergyCounter& counter = *sensors.source.counters.at(0);
    counter.begin_run();
    CHECK(*counter.read() == before);
    unload(host, powercap);
    CHECK(counter.read().has_error());
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
    CHECK(*counter.read() == before + 100);
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "1000000"});
    CHECK(*counter.read() == 671'089); // past its modulus, as one that has none would be
    const auto events = counter.end_run();
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == SensorEvent::Kind::restarted);
    counter.begin_run();
    CHECK(counter.end_run().empty());
  }

  TEST_CASE("a file that is read on wraps as ever, and is not said to begin anew") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "262143000000"});
    const Sensors sensors = sensors_on(host);
    CHECK(sensors.source.counters.at(0)->read().has_value());
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
    CHECK(*sensors.source.counters[0]->read() == 100);
    CHECK(sensors.source.counters[0]->end_run().empty());
  }

  TEST_CASE("a zone that returns under another number is known by its name, and its parent's") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
    host.zone("intel-rapl:0:0", {.name = "dram", .energy_uj = "10"});
    host.zone("intel-rapl:1", {.name = "package-1", .energy_uj = "200"});
    host.zone("intel-rapl:1:0", {.name = "dram", .energy_uj = "20"});
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "999"});
    const Sensors sensors = sensors_on(host);
    REQUIRE(sensors.source.counters.size() == 4);
    unload(host, powercap);
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "999"});
    host.zone("intel-rapl:0", {.name = "package-1", .energy_uj = "201"});
    host.zone("intel-rapl:0:0", {.name = "core", .energy_uj = "7"});
    host.zone("intel-rapl:0:1", {.name = "dram", .energy_uj = "21"});
    host.zone("intel-rapl:1", {.name = "package-0", .energy_uj = "101"});
    host.zone("intel-rapl:1:0", {.name = "dram", .energy_uj = "11"});
    CHECK(sensors.source.counters[0]->read().value() == 101);
    CHECK(sensors.source.counters[1]->read().value() == 11);
    CHECK(sensors.source.counters[2]->read().value() == 201);
    CHECK(sensors.source.counters[3]->read().value() == 21);
  }

  TEST_CASE("a zone that does not return fails, and one of another name does not stand in") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
    const Sensors sensors = sensors_on(host);
    unload(host, powercap);
    host.zone("intel-rapl:0", {.name = "psys", .energy_uj = "900"});
    CHECK(sensors.source.counters[0]->read().has_error());
    CHECK(sensors.source.counters[0]->read().has_error());
  }

  TEST_CASE("a file that is read well is never opened again") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
    const Sensors sensors = sensors_on(host);
    fs::permissions(host.path() / powercap / "intel-rapl:0/energy_uj", fs::perms::none);
    host.file(powercap + "/intel-rapl:0/name", "package-7\n"); // nobody looks
    CHECK(*sensors.source.counters[0]->read() == 100);
  }

  TEST_CASE("a chip that returns under another number is known by its device") {
    const FakeHost host;
    chip(host, 3, "amd_energy.0", "energy1_input", "1000");
    const Sensors sensors = sensors_on(host, Sensor::hwmon);
    CHECK(*sensors.source.counters.at(0)->read() == 1000);
    unload(host, hwmon);
    CHECK(sensors.source.counters[0]->read().has_error());
    chip(host, 3, "amd_energy.1", "energy1_input", "77"); // the other socket's
    chip(host, 5, "amd_energy.0", "energy1_input", "1500");
    CHECK(*sensors.source.counters[0]->read() == 1500);
  }

  TEST_CASE("a chip without a device is known by its name, unless two have it") {
    for (const bool two : {false, true}) {
      CAPTURE(two);
      const FakeHost host;
      host.file(hwmon + "hwmon3/name", "amd_hsmp_hwmon\n");
      host.file(hwmon + "hwmon3/power1_input", "120000000\n");
      const Sensors sensors = sensors_on(host, Sensor::hwmon);
      CHECK(sensors.source.counters.at(0)->read().has_value());
      unload(host, hwmon);
      CHECK(sensors.source.counters[0]->read().has_error());
      for (int number : {4, 5}) {
        if (number == 5 && !two) continue;
        const std::string folder = hwmon + "hwmon" + std::to_string(number) + "/";
        host.file(folder + "name", "amd_hsmp_hwmon\n");
        host.file(folder + "power1_input", "120000000\n");
      }
      CHECK(sensors.source.counters[0]->read().has_value() == !two);
    }
  }

  TEST_CASE("a package that comes is found once, when it is there, and its memory; both are open") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:0:0", {.name = "dram"});
    const Sensors sensors = sensors_on(host);
    REQUIRE(sensors.source.arrivals);
    CHECK(sensors.source.arrivals->look().empty());
    host.zone("intel-rapl:1", {.name = "psys"});
    host.zone("intel-rapl:2", {.name = "package-1", .energy_uj = "77"});
    host.zone("intel-rapl:2:0", {.name = "dram", .energy_uj = "8"});
    host.zone("intel-rapl:2:1", {.name = "core"}); // inside its package
    host.zone("intel-rapl-mmio:0", {.name = "package-0"});
    const auto& arrivals = sensors.source.arrivals->look();
    REQUIRE(arrivals.size() == 2);
    CHECK(arrivals[0].name == "package-1");
    CHECK(arrivals[0].path.ends_with("intel-rapl:2/energy_uj"));
    REQUIRE(arrivals[0].counter != nullptr);
    CHECK(arrivals[0].counter->read().value() == 77);
    CHECK(arrivals[0].counter->identity().package == 1);
    CHECK(arrivals[1].name == "package-1/dram");
    CHECK(arrivals[1].counter->read().value() == 8);
    CHECK(sensors.source.arrivals->look().size() == 2);
  }

  TEST_CASE("a package that returns has not come, and one that comes may have its number") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    const Sensors sensors = sensors_on(host);
    unload(host, powercap);
    host.zone("intel-rapl:3", {.name = "package-0"});
    CHECK(sensors.source.arrivals->look().empty());
    host.zone("intel-rapl:0", {.name = "package-1"});
    REQUIRE(sensors.source.arrivals->look().size() == 1);
    CHECK(sensors.source.arrivals->look()[0].name == "package-1");
    unload(host, powercap);
    host.zone("intel-rapl:9", {.name = "package-1"});
    CHECK(sensors.source.arrivals->look().size() == 1);
  }

  TEST_CASE("a package that comes and cannot be read is found, and not open") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    const Sensors sensors = sensors_on(host);
    host.zone("intel-rapl:1", {.name = "package-1", .energy_uj = std::nullopt});
    host.zone("intel-rapl:2", {.name = "package-2", .energy_uj = "no number"});
    const auto& arrivals = sensors.source.arrivals->look();
    REQUIRE(arrivals.size() == 2);
    CHECK(arrivals[0].counter == nullptr);
    CHECK(arrivals[1].counter == nullptr);
  }
}
