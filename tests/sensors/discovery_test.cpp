// SPDX-License-Identifier: Apache-2.0
#include "sensors/discovery.hpp"

#include "support/fake_host.hpp"
#include "support/unprivileged.hpp"

#include <doctest/doctest.h>

using namespace joules;
using joules::test::FakeHost;
using joules::test::Unprivileged;

namespace fs = std::filesystem;

namespace {

CpuIdentity intel() {
  CpuIdentity cpu;
  cpu.vendor = "GenuineIntel";
  cpu.family = 6;
  cpu.model = 0x8f;
  return cpu;
}

Sensors discover(const FakeHost& host, std::optional<Sensor> choice = std::nullopt,
                 const fs::path& powercap_root = {}) {
  return discover_sensors({{host.root(), powercap_root, choice}, intel()});
}

using Names = std::vector<std::string>;

Names names_of(const std::vector<std::unique_ptr<EnergyCounter>>& counters) {
  Names names;
  for (const auto& counter : counters) names.push_back(counter->identity().name);
  return names;
}

Names names_of(const std::vector<Exclusion>& left_out) {
  Names names;
  for (const Exclusion& exclusion : left_out) names.push_back(exclusion.counter.name);
  return names;
}

std::string refusal_of_powercap(const FakeHost& host) {
  try {
    static_cast<void>(discover(host, Sensor::powercap));
  } catch (const Failure& failure) {
    return failure.what();
  }
  return "";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void two_packages(const FakeHost& host) {
  host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "100"});
  host.zone("intel-rapl:0:0", {.name = "dram", .energy_uj = "10"});
  host.zone("intel-rapl:1", {.name = "package-1", .energy_uj = "200"});
  host.zone("intel-rapl:1:0", {.name = "dram", .energy_uj = "20"});
}

const std::string package_1 = "sys/class/powercap/intel-rapl:1/";

} // namespace

TEST_SUITE("sensors") {
  TEST_CASE("every zone that counts is an open counter") {
    const FakeHost host;
    two_packages(host);
    const Sensors sensors = discover(host);
    CHECK(sensors.source.about.sensor == Sensor::powercap);
    CHECK_FALSE(sensors.model);
    CHECK(sensors.source.about.unavailable_reason.empty());
    REQUIRE(sensors.source.counters.size() == 4);
    std::vector<std::uint64_t> readings;
    for (const auto& counter : sensors.source.counters) readings.push_back(*counter->read());
    CHECK(readings == std::vector<std::uint64_t>{100, 10, 200, 20});
    CHECK(sensors.source.counters[3]->identity().path ==
          (host.path() / package_1 / "intel-rapl:1:0/energy_uj").string());
  }

  TEST_CASE("names that several zones share are told apart by their package") {
    const FakeHost host;
    two_packages(host);
    CHECK(names_of(discover(host).source.counters) ==
          Names{"package-0", "package-0/dram", "package-1", "package-1/dram"});
  }

  TEST_CASE("a name that is unique stays as the kernel spells it") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:0:0", {.name = "dram"});
    CHECK(names_of(discover(host).source.counters) == Names{"package-0", "dram"});
  }

  TEST_CASE("sockets are known by name, not by index or order") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "psys"});
    host.zone("intel-rapl:1", {.name = "package-1"});
    host.zone("intel-rapl:2", {.name = "package-0"});
    const Sensors sensors = discover(host);
    CHECK(names_of(sensors.source.counters) == Names{"package-1", "package-0"});
    CHECK(names_of(sensors.source.about.left_out) == Names{"psys"});
  }

  TEST_CASE("a counter carries what its zone said") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "77", .range_uj = "262143328850"});
    const Counter counter = discover(host).source.counters.at(0)->identity();
    CHECK(counter.id == "intel-rapl:0");
    CHECK(counter.of_host);
    CHECK(counter.path == (host.powercap() / "intel-rapl:0/energy_uj").string());
    CHECK(counter.part == "a processor package");
    CHECK(counter.reading_uj == 77);
    CHECK(counter.modulus == Microjoules{262143328911});
  }

  TEST_CASE("what is left out is readable, but neither counted nor missing") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:0:0", {.name = "core", .energy_uj = "5"});
    const Exclusion core = discover(host).source.about.left_out.at(0);
    CHECK(core.reason == Exclusion::Reason::not_of_host);
    CHECK(why_excluded(core) == "contained in package-0");
    CHECK(core.counter.reading_uj == 5);
    CHECK_FALSE(core.is_missing());
  }

  TEST_CASE("one unreadable package of two refuses both: never half a machine") {
    const FakeHost host;
    two_packages(host);
    host.block(package_1 + "energy_uj");
    const Sensors sensors = discover(host);
    CHECK(sensors.source.counters.empty());
    CHECK(sensors.source.about.sensor == Sensor::estimate);
    CHECK(sensors.source.about.unavailable_reason ==
          (host.path() / package_1 / "energy_uj").string() + ": Is a directory");
    CHECK(sensors.source.about.left_out.size() == 4);
    for (const Exclusion& exclusion : sensors.source.about.left_out)
      CHECK(exclusion.is_missing() == (exclusion.counter.name == "package-1"));
  }

  TEST_CASE("a package that has a name but no energy is missing: never half a machine") {
    const FakeHost host;
    two_packages(host);
    fs::remove(host.path() / package_1 / "energy_uj");
    const Sensors sensors = discover(host);
    CHECK(sensors.source.counters.empty());
    CHECK(mentions(sensors.source.about.unavailable_reason, package_1 + "energy_uj"));
  }

  TEST_CASE("unreadable memory is missing, and the packages are still measured") {
    const FakeHost host;
    two_packages(host);
    host.block(package_1 + "intel-rapl:1:0/energy_uj");
    const Sensors sensors = discover(host);
    CHECK(sensors.source.about.sensor == Sensor::powercap);
    CHECK(names_of(sensors.source.counters) == Names{"package-0", "package-0/dram", "package-1"});
    REQUIRE(sensors.source.about.left_out.size() == 1);
    const Exclusion& memory = sensors.source.about.left_out[0];
    CHECK(memory.counter.name == "package-1/dram");
    CHECK(memory.is_missing());
    CHECK(memory.reason == Exclusion::Reason::unreadable);
    CHECK(memory.detail == "Is a directory");
  }

  TEST_CASE("an unreadable zone that does not count is not missed") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:1", {.name = "psys", .energy_uj = "garbage"});
    host.zone("intel-rapl:2", {.name = "npu", .energy_uj = "garbage"});
    const Sensors sensors = discover(host);
    CHECK(sensors.source.about.sensor == Sensor::powercap);
    for (const Exclusion& exclusion : sensors.source.about.left_out)
      CHECK_FALSE(exclusion.is_missing());
  }

  TEST_CASE("a refusal for want of rights names the file and the command that grants them") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    open_to_all(host);
    fs::permissions(host.powercap() / "intel-rapl:0/energy_uj", fs::perms::none);
    const Unprivileged nobody;
    const SensorSource about = discover(host).source.about;
    CHECK(about.unavailable_reason ==
          (host.powercap() / "intel-rapl:0/energy_uj").string() + ": Permission denied");
    CHECK(mentions(about.remedy, "chown"));
    CHECK(mentions(about.remedy, (host.powercap() / "intel-rapl:0/energy_uj").string()));
  }

  TEST_CASE("the mmio view measures where the MSR's is refused") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.block("sys/class/powercap/intel-rapl:0/energy_uj");
    host.zone("intel-rapl-mmio:0", {.name = "package-0", .energy_uj = "42"});
    const Sensors sensors = discover(host);
    REQUIRE(sensors.source.counters.size() == 1);
    CHECK(*sensors.source.counters[0]->read() == 42);
  }

  TEST_CASE("without the powercap class an estimate says why, by processor") {
    const FakeHost host;
    const Sensors sensors = discover(host);
    CHECK(sensors.source.counters.empty());
    CHECK(sensors.source.about.sensor == Sensor::estimate);
    REQUIRE(sensors.model);
    CHECK(sensors.model->row == "sapphirerapids");
    CHECK(sensors.source.about.unavailable_reason ==
          host.powercap().string() + ": No such file or directory");
    CHECK(mentions(sensors.source.about.remedy, "modprobe"));
  }

  TEST_CASE("a guest without zones is told about guests, not about kernel modules") {
    const FakeHost host;
    fs::create_directories(host.powercap());
    CpuIdentity cpu = intel();
    cpu.hypervisor = true;
    const SensorSource about =
        discover_sensors({{host.root(), {}, std::nullopt}, cpu}).source.about;
    CHECK(mentions(about.unavailable_reason, "virtual machine"));
    CHECK_FALSE(mentions(about.remedy, "modprobe"));
  }

  TEST_CASE("a masked container is told where to look for the host's zones") {
    const FakeHost host;
    fs::create_directories(host.powercap());
    fs::create_symlink("../../nowhere", host.powercap() / "intel-rapl:0");
    const SensorSource about = discover(host).source.about;
    CHECK(mentions(about.unavailable_reason, "intel-rapl:0"));
    CHECK(mentions(about.remedy, "--powercap-root"));
  }

  TEST_CASE("zones with no package among them do not measure the host") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "psys"});
    host.zone("intel-rapl:1", {.name = "dram"}); // memory alone is not a machine
    const Sensors sensors = discover(host);
    CHECK(sensors.source.counters.empty());
    CHECK(sensors.source.about.sensor == Sensor::estimate);
    CHECK_FALSE(sensors.source.about.unavailable_reason.empty());
  }

  TEST_CASE("Scaphandre's counter is the guest's energy, of unknown range") {
    const FakeHost host;
    const fs::path exported = host.path() / "var/lib/scaphandre";
    host.file(exported / "intel-rapl:0/energy_uj", "123456");
    fs::create_directories(exported / "intel-rapl:0/intel-rapl:0:0");
    const Sensors sensors = discover(host, Sensor::powercap, exported);
    REQUIRE(sensors.source.counters.size() == 1);
    CHECK(*sensors.source.counters[0]->read() == 123456);
    CHECK(sensors.source.counters[0]->identity().name == "intel-rapl:0");
    CHECK_FALSE(sensors.source.counters[0]->identity().modulus);
  }

  TEST_CASE("a powercap root is read in place of the host's own zones") {
    const FakeHost host;
    const FakeHost other;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "1"});
    other.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "2"});
    const Sensors sensors = discover(host, std::nullopt, other.powercap());
    CHECK(*sensors.source.counters.at(0)->read() == 2);
  }

  TEST_CASE("a powercap that was asked for and is not there is a failure of ours") {
    const FakeHost host;
    const std::string message = refusal_of_powercap(host);
    CHECK(mentions(message, host.powercap().string()));
    CHECK(mentions(message, "--sensor powercap"));
  }

  TEST_CASE("a sensor that is there and refuses is named, not one that is not there at all") {
    const FakeHost host;
    host.file("sys/class/hwmon/hwmon0/name", "amd_energy\n");
    host.file("sys/class/hwmon/hwmon0/energy1_label", "Esocket0\n");
    host.block("sys/class/hwmon/hwmon0/energy1_input");
    const SensorSource about = discover(host).source.about;
    CHECK(about.sensor == Sensor::estimate);
    CHECK(mentions(about.unavailable_reason, "hwmon0/energy1_input"));
    CHECK_FALSE(mentions(about.unavailable_reason, "powercap"));
  }

  TEST_CASE("where nothing is there at all the powercap class is named") {
    const FakeHost host;
    CHECK(mentions(discover(host).source.about.unavailable_reason, host.powercap().string()));
  }

  TEST_CASE("a failure that has no remedy ends where its reason ends") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "garbage"});
    CHECK(refusal_of_powercap(host).ends_with("energy_uj: not a number"));
  }

  TEST_CASE("an estimate that was asked for leaves a readable sensor alone, and lacks nothing") {
    const FakeHost host;
    two_packages(host);
    const Sensors sensors = discover(host, Sensor::estimate);
    const SensorSource& about = sensors.source.about;
    CHECK(about.sensor == Sensor::estimate);
    CHECK(sensors.model);
    CHECK(sensors.source.counters.empty());
    CHECK(about.left_out.size() == 4);
    for (const Exclusion& exclusion : about.left_out) {
      CHECK(exclusion.reason == Exclusion::Reason::unused);
      CHECK_FALSE(exclusion.is_missing());
    }
    CHECK(about.unavailable_reason.empty());
    CHECK(about.remedy.empty());
  }
}
