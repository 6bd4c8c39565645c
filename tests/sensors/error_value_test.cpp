// SPDX-License-Identifier: Apache-2.0
// How drivers say that they have no reading, and the most that a reading can be.
#include "joules/recording.hpp"
#include "sensors/discovery.hpp"
#include "sensors/error_value.hpp"
#include "sensors/hwmon.hpp"
#include "sensors/largest_power.hpp"
#include "sensors/power_integrator.hpp"
#include "support/fake_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <limits>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  constexpr std::uint64_t all_ones = 4'294'967'295;

  CpuIdentity intel(int model) {
    CpuIdentity cpu;
    cpu.vendor = "GenuineIntel";
    cpu.family = 6;
    cpu.model = model;
    return cpu;
  }

  std::string refusal_of(const FakeHost& host, std::optional<Sensor> choice) {
    try {
      discover_sensors({{host.root(), {}, choice}, CpuIdentity()});
    } catch (const Failure& failure) {
      return failure.what();
    }
    return {};
  }

  std::string shown_by_acpi(const std::string& microwatts) {
    const FakeHost host;
    host.file("sys/class/hwmon/hwmon1/name", "power_meter");
    host.file("sys/class/hwmon/hwmon1/device/power1_average", microwatts + "\n");
    return refusal_of(host, Sensor::acpi);
  }

  std::string shown_by_battery(const std::string& power, const std::string& current = "") {
    const FakeHost host;
    const std::string battery = "sys/class/power_supply/BAT0/";
    host.file(battery + "type", "Battery\n");
    host.file(battery + "status", "Discharging\n");
    host.file(battery + "power_now", power + "\n");
    if (!current.empty()) host.file(battery + "current_now", current + "\n");
    host.file(battery + "voltage_now", "10000000\n");
    return refusal_of(host, Sensor::battery);
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("all ones, the largest, the smallest number and -1 are no readings, in any unit") {
    for (const std::uint64_t scale : {1ULL, 1'000ULL, 1'000'000ULL})
      for (const std::uint64_t number : {all_ones, all_ones / 2, all_ones / 2 + 1}) {
        CAPTURE(number * scale);
        CHECK(is_error_value(number * scale));
        CHECK_FALSE(is_error_value(number * scale + 2));
        CHECK_FALSE(is_error_value(number * scale - 2));
      }
    CHECK(is_error_value(std::uint64_t{4'294'966'296})); // -1 x 1000 in 32 bits
    CHECK(is_error_value(std::uint64_t{65'535'000}));    // 16 bits of milliwatts
    CHECK(is_error_value(std::numeric_limits<std::uint64_t>::max()));
    CHECK(is_error_value(std::uint64_t{std::numeric_limits<std::int64_t>::max()}));
    for (const std::int64_t number : {-1LL, -1'000LL, -1'000'000LL, -2'147'483'648LL})
      CHECK(is_error_value(number));
    CHECK(is_error_value(std::numeric_limits<std::int64_t>::min()));
  }

  TEST_CASE("powers that are met are readings, negative ones too") {
    for (const std::uint64_t number : {0ULL, 1ULL, 65'535ULL, 5'100'000ULL, 310'000'000ULL})
      CHECK_FALSE(is_error_value(number));
    CHECK_FALSE(is_error_value(std::int64_t{-1'310'000}));
    CHECK_FALSE(is_error_value(std::int64_t{-2}));
  }

  TEST_CASE("a package may draw four times what its constraints name, and 200 W in any case") {
    CHECK(largest_package_power(15'000'000, intel(142), 0) == Watts{200});
    CHECK(largest_package_power(64'000'000, intel(154), 0) == Watts{256});
    CHECK(largest_package_power(350'000'000, intel(143), 0) == largest_zone_power);
    CHECK(largest_package_power(4'095'875'000, intel(183), 0) ==
          largest_zone_power); // no limit set
    CHECK(largest_package_power(std::nullopt, intel(143), 0) == largest_zone_power);
    CHECK(largest_package_power(0, intel(143), 0) == largest_zone_power);
  }

  TEST_CASE("Silvermont and Airmont draw 40 W at most; what a guest calls so may be anything") {
    for (const int model : {0x37, 0x4a, 0x4c, 0x4d, 0x5a})
      CHECK(largest_package_power(std::nullopt, intel(model), 0) == Watts{40});
    CHECK(largest_package_power(std::nullopt, intel(0x5c), 0) == largest_zone_power); // Goldmont
    CpuIdentity guest = intel(0x4c);
    guest.hypervisor = true;
    CHECK(largest_package_power(std::nullopt, guest, 0) == largest_zone_power);
  }

  TEST_CASE("few CPUs draw little: 150 W and 40 W for each, but a guest may see all of the power") {
    CHECK(largest_package_power(std::nullopt, intel(142), 4) == Watts{310});
    CHECK(largest_package_power(64'000'000, intel(154), 4) == Watts{256});
    CHECK(largest_package_power(std::nullopt, intel(143), 112) == largest_zone_power);
    CpuIdentity guest = intel(143);
    guest.hypervisor = true;
    CHECK(largest_package_power(std::nullopt, guest, 1) == largest_zone_power);
  }

  TEST_CASE(
      "the CPUs that are on line bound a package's power, and none that zones elsewhere have") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.file("sys/devices/system/cpu/online", "0-3\n");
    const auto largest = [&](const std::filesystem::path& root) {
      return discover_sensors({{host.root(), root, Sensor::powercap}, CpuIdentity()})
          .source.counters[0]
          ->identity()
          .largest_power;
    };
    CHECK(largest({}) == Watts{310});
    CHECK(largest(host.powercap()) == largest_zone_power);
  }

  TEST_CASE("a zone's constraints bound its counter, and its dram's does not change") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0"});
    host.zone("intel-rapl:0:0", {.name = "dram", .energy_uj = "5"});
    const auto limit = [&](const char* file, const char* microwatts) {
      host.file(std::string("sys/class/powercap/intel-rapl:0/") + file, microwatts);
    };
    limit("constraint_0_max_power_uw", "15000000\n");
    limit("constraint_0_power_limit_uw", "25000000\n");
    limit("constraint_1_power_limit_uw", "64000000\n");
    const Sensors sensors = discover_sensors({{host.root(), {}, Sensor::powercap}, CpuIdentity()});
    CHECK(sensors.source.counters[0]->identity().largest_power == Watts{256});
    CHECK(sensors.source.counters[1]->identity().largest_power == largest_zone_power);
  }

  TEST_CASE("a card's cap bounds its power; a threshold that anybody may set bounds none") {
    const auto largest = [](const std::string& driver, const std::string& file) {
      const FakeHost host;
      host.file("sys/class/hwmon/hwmon1/name", driver);
      host.file("sys/class/hwmon/hwmon1/power1_label", "VDD_CPU");
      host.file("sys/class/hwmon/hwmon1/power1_input", "38000000\n");
      host.file("sys/class/hwmon/hwmon1/" + file, "100000000\n");
      const auto inputs = list_hwmon(host.root());
      return counter_of(inputs.front(), judge_hwmon(inputs).front()).largest_power;
    };
    CHECK(largest("amdgpu", "power1_cap") == Watts{400});
    CHECK(largest("fam15h_power", "power1_crit") == Watts{400});
    CHECK(largest("ina226", "power1_crit") == largest_zone_power);
  }

  TEST_CASE("an ACPI meter's error value is no measurement, and refused before a run") {
    for (const char* shown : {"4294967295000", "4294967295", "2147483647000", "65535000"}) {
      CAPTURE(shown);
      CHECK(has(shown_by_acpi(shown), "power1_average: shows an error value, and no reading"));
    }
    CHECK(shown_by_acpi("262000000").empty());
  }

  TEST_CASE("50 kW is more than any machine draws, 600 W more than any battery gives") {
    CHECK(
        has(shown_by_acpi("50000000000"), "shows 50000 W, more than the 20000 W that it can draw"));
    CHECK(has(shown_by_battery("600000000"), "shows 600 W, more than the 500 W that it can draw"));
    CHECK(shown_by_battery("65000000").empty());
  }

  TEST_CASE("a battery's error value is no power: current and voltage may still tell it") {
    for (const char* shown : {"-1", "-1000", "4294967295", "-2147483648", "65535000"}) {
      CAPTURE(shown);
      CHECK_FALSE(shown_by_battery(shown).empty());
      CHECK_FALSE(shown_by_battery(shown, "-1").empty());
      CHECK(shown_by_battery(shown, "-1310000").empty());
    }
  }

  TEST_CASE("a register of ones is no energy, nor what is above a counter's range") {
    for (const char* shown : {"262143328850", "262143328851", "18446744073709551615"}) {
      CAPTURE(shown);
      const FakeHost host;
      host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = shown});
      CHECK(has(refusal_of(host, Sensor::powercap), "intel-rapl:0/energy_uj: "));
    }
    CHECK(all_ones_of(modulus_of(262'143'328'850)) == 262'143'328'850);
    CHECK(all_ones_of(modulus_of(65'532'610'987)) == 65'532'610'987);
    CHECK(all_ones_of(modulus_of(4'294'967'295'000'000)) == 4'294'967'295'000'000);
    CHECK(all_ones_of(modulus_of(1'000)) == 1'000);
  }

  TEST_CASE("an error value in mid-run is a reading that failed, and the next one counts") {
    const FakeHost host;
    host.zone("intel-rapl:0", {.name = "package-0", .energy_uj = "1000"});
    const Sensors sensors = discover_sensors({{host.root(), {}, Sensor::powercap}, CpuIdentity()});
    const auto shows = [&](const char* energy) {
      host.file("sys/class/powercap/intel-rapl:0/energy_uj", energy);
      return sensors.source.counters.front()->read();
    };
    CHECK(*shows("2000") == 2000);
    CHECK(shows("262143328850").has_error());
    CHECK(shows("4294967295").has_error());
    CHECK(*shows("3000") == 3000);
  }

  TEST_CASE("a power that cannot be is bridged, and says so") {
    Counter counter;
    counter.counted_by = CountedBy::joules;
    counter.largest_power = Watts{100};
    std::vector<double> powers = {50e6, 100.1e6, 50e6};
    Instant now{0};
    std::size_t next = 0;
    const auto meter = integrate_power(
        counter, [&]() -> Result<double> { return powers.at(next++); },
        [&] { return now += std::chrono::seconds(1); });
    CHECK(*meter->read() == 0);
    CHECK(*meter->read() == impossible_reading);
    CHECK(*meter->read() == 100'000'000);
  }

} // TEST_SUITE
