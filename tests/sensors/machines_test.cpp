// SPDX-License-Identifier: Apache-2.0
// What counts on each shape of machine, by hand: nothing twice, nothing left out without a reason.
#include "sensors/discovery.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;
  constexpr std::nullopt_t automatic = std::nullopt; // no sensor is named

  namespace {

  struct Expected {
    std::string machine;
    std::optional<Sensor> choice;
    std::string sensor;
    double sum; // of the counters in joules; of powers in watts
    std::vector<std::string> counted;
  };

  const std::vector<Expected> table = {
      {"client-intel", automatic, "powercap", 100 + 20, {"package-0", "dram"}},
      {"client-intel", Sensor::psys, "psys", 900, {"psys"}},
      {"xeon-2s",
       automatic,
       "powercap",
       1 + 0.3 + 2 + 0.4,
       {"package-0", "package-0/dram", "package-1", "package-1/dram"}},
      {"xeon-multi-die",
       automatic,
       "powercap",
       1 + 2 + 3 + 4 + 4 * 0.1,
       {"package-0-die-0", "package-0-die-0/dram", "package-0-die-1", "package-0-die-1/dram",
        "package-1-die-0", "package-1-die-0/dram", "package-1-die-1", "package-1-die-1/dram"}},
      {"xeon-tpmi",
       automatic,
       "powercap",
       5 + 0.7 + 6 + 0.8,
       {"package-0", "package-0/dram", "package-1", "package-1/dram"}},
      {"xeon-tpmi", Sensor::psys, "psys", 40 + 41, {"psys", "psys-1"}},
      {"epyc-1s", automatic, "powercap", 7, {"package-0"}},
      {"epyc-2s", automatic, "powercap", 7 + 8, {"package-0", "package-1"}},
      {"epyc-2s-mirrored", automatic, "powercap", 1 + 2, {"package-0-die-0", "package-1-die-0"}},
      {"zen-laptop", automatic, "powercap", 3, {"package-0"}},
      {"grace", automatic, "hwmon", 150, {"Grace Power Socket 0"}},
      {"arm-scmi", automatic, "hwmon", 11 + 3, {"A72_energy", "A53_energy"}},
      {"psys-laptop", automatic, "powercap", 50, {"package-0"}},
      {"psys-laptop", Sensor::psys, "psys", 80, {"psys"}},
      {"psys-laptop", Sensor::battery, "battery", 0.5 * 16, {"BAT0"}},
      {"handheld", Sensor::battery, "battery", 1.31 * 3.893, {"battery"}},
      {"two-batteries", Sensor::battery, "battery", 27.758, {"BAT0+BAT1"}},
      {"qemu-vrapl", automatic, "powercap", 42, {"package-0"}},
      {"masked-container", automatic, "estimate", 0, {}},
      {"empty-guest", automatic, "estimate", 0, {}},
      {"epyc-hsmp",
       automatic,
       "hwmon",
       120 + 130,
       {"amd_hsmp_hwmon hwmon2/power1", "amd_hsmp_hwmon hwmon10/power1"}},
      {"epyc-amd-energy", automatic, "hwmon", 9 + 8, {"Esocket0", "Esocket1"}},
      {"jetson-orin", automatic, "hwmon", 19.040 * 0.168, {"VDD_CPU_CV"}},
      {"jetson-xavier-nx", automatic, "estimate", 0, {}}, // the CPUs share their rail
      {"jetson-xavier-nx", Sensor::system, "system", 5 * 1.2, {"VDD_IN"}},
      {"board-ina2xx", automatic, "hwmon", 0.9 * 2 + 0.8 * 0.5, {"VDD_CPU_BIG", "vdd-cpu-little"}},
      {"juno-scpi", automatic, "hwmon", 21 + 8, {"A57", "A53"}},
      {"altra",
       automatic,
       "hwmon",
       1 + 2 + 4,
       {"Core Energy 000", "Core Energy 001", "Core Energy 002"}},
      {"altra-xgene", automatic, "hwmon", 66, {"CPU power"}},
      {"zenpower", automatic, "hwmon", 40 + 9, {"SVI2_P_Core", "SVI2_P_SoC"}},
      {"power9",
       automatic,
       "hwmon",
       100 + 50 + 110 + 60,
       {"Chip 0", "Chip 0 Memory", "Chip 8", "Chip 8 Memory"}},
      {"power9", Sensor::system, "system", 900, {"System"}},
      {"cray-ex", automatic, "cray", 51'234'567 + 11'234'567, {"cpu", "memory"}},
      {"cray-ex", Sensor::system, "system", 98'765'432, {"node"}},
      {"cray-gh200", automatic, "cray", 700, {"cpu"}},
      {"cray-gh200", Sensor::system, "system", 4100, {"node"}},
      {"amd-fx", automatic, "hwmon", 93.06, {"fam15h_power hwmon1/power1"}},
      {"steam-deck", automatic, "hwmon", 7, {"slowPPT"}},
      {"radeon-and-apu", automatic, "powercap", 3000, {"package-0"}},
      {"radeon-and-apu", Sensor::hwmon, "hwmon", 21, {"PPT"}},
      {"macbook-asahi", Sensor::battery, "battery", 4.721, {"macsmc-battery"}},
      {"macbook-asahi", Sensor::system, "system", 4.655, {"Total System Power"}},
      {"arc-xe", automatic, "powercap", 26'963.529, {"package-0"}},
      {"epyc-power-core", automatic, "powercap", 5, {"package-0"}},
      {"n150-container", automatic, "estimate", 0, {}},
      {"loongson", automatic, "estimate", 0, {}},
      {"arm-guest", automatic, "estimate", 0, {}},
      {"raspberry-pi-5", automatic, "estimate", 0, {}},
      {"z15", automatic, "estimate", 0, {}},
      {"visionfive2", automatic, "estimate", 0, {}},
      {"server-acpi", automatic, "powercap", 60, {"package-0"}},
      {"server-acpi", Sensor::acpi, "acpi", 310, {"power_meter hwmon4/power1"}},
      {"discrete-gpus", automatic, "powercap", 1, {"package-0"}},
      {"xen-guest-16-sockets",
       automatic,
       "powercap",
       46'000 + 4'000,
       {"package-0", "package-0/dram"}},
      {"atom-wrong-unit", automatic, "powercap", 71'000, {"package-0"}},
      {"acpi-all-ones", automatic, "powercap", 60, {"package-0"}},
  };

  double shown_by(const Counter& counter) {
    return static_cast<double>(counter.is_integrated() ? counter.power_uw.value_or(0)
                                                       : counter.reading_uj.value_or(0)) *
           1e-6;
  }

  Sensors found_on(const std::string& machine, std::optional<Sensor> choice) {
    const FakeHost host;
    test::record(machine, host);
    return discover_sensors({{host.root(), {}, choice}, identify_cpu(host.root())});
  }

  } // namespace

  TEST_CASE("each shape of machine: what counts, and its sum by hand") {
    for (const Expected& expected : table) {
      CAPTURE(expected.machine);
      CAPTURE(expected.sensor);
      const Sensors sensors = found_on(expected.machine, expected.choice);
      CHECK(name_of(sensors.source.about.sensor) == expected.sensor);
      // The others measure the machine, and only who asks for that gets it.
      CHECK(sensors.source.about.only_if_named ==
            (expected.sensor == "psys" || expected.sensor == "acpi" ||
             expected.sensor == "system" || expected.sensor == "battery"));
      double sum = 0;
      std::vector<std::string> counted;
      for (const auto& counter : sensors.source.counters) {
        sum += shown_by(counter->identity());
        counted.push_back(counter->identity().name);
      }
      CHECK(sum == doctest::Approx(expected.sum));
      CHECK(counted == expected.counted);
    }
  }

  TEST_CASE("whatever is left out on any machine has a reason, by every kind of sensor") {
    for (const Expected& expected : table) {
      CAPTURE(expected.machine);
      const FakeHost host;
      test::record(expected.machine, host);
      for (const OpenSource& source :
           survey_sensors({{host.root(), {}, automatic}, identify_cpu(host.root())})) {
        CAPTURE(name_of(source.about.sensor));
        CHECK(source.is_usable() == source.about.unavailable_reason.empty());
        for (const Exclusion& exclusion : source.about.left_out) {
          CAPTURE(exclusion.counter.id);
          CHECK_FALSE((why_excluded(exclusion) + exclusion.detail).empty());
        }
      }
    }
  }

  TEST_CASE("the survey wants what a run would take: nothing but powercap beside a named root") {
    const FakeHost host, named;
    test::record("epyc-hsmp", host);
    named.zone("intel-rapl:0", {.name = "package-0"});
    const auto wanted = [&](std::optional<Sensor> choice, const std::filesystem::path& root) {
      std::vector<std::string> sensors;
      for (const OpenSource& source :
           survey_sensors({{host.root(), root, choice}, identify_cpu(host.root())}))
        if (source.wanted) sensors.emplace_back(name_of(source.about.sensor));
      return sensors;
    };
    using Names = std::vector<std::string>;
    CHECK(wanted(automatic, {}) == Names{"perf", "powercap", "cray", "hwmon"});
    CHECK(wanted(automatic, named.powercap()) == Names{"powercap"});
    CHECK(wanted(Sensor::battery, {}) == Names{"battery"});
    CHECK(wanted(Sensor::estimate, {}).empty());
  }

  TEST_CASE("a remedy fits the machine, and is a line to paste") {
    const auto remedy_on = [](const std::string& machine) {
      return found_on(machine, automatic).source.about.remedy;
    };
    for (const char* machine : {"loongson", "arm-guest", "raspberry-pi-5", "z15", "visionfive2",
                                "jetson-xavier-nx", "empty-guest"}) {
      CAPTURE(machine);
      CHECK(remedy_on(machine) == "");
    }
    for (const char* machine : {"n150-container", "masked-container"}) {
      CAPTURE(machine);
      CHECK(remedy_on(machine).find("docker run -v") != std::string::npos);
      CHECK(remedy_on(machine).find("modprobe") == std::string::npos);
    }
    const FakeHost intel;
    const std::string cpuinfo =
        "processor : 0\nvendor_id : GenuineIntel\ncpu family : 6\nmodel : 106\n";
    const auto remedy = [&] {
      return discover_sensors({{intel.root(), {}, automatic}, identify_cpu(intel.root())})
          .source.about.remedy;
    };
    intel.file("proc/cpuinfo", cpuinfo);
    CHECK(remedy() == "try: sudo modprobe intel_rapl_msr");
    intel.file("sys/kernel/security/lockdown", "[none] integrity confidentiality\n");
    CHECK(remedy() == "try: sudo modprobe intel_rapl_msr");
    intel.file("sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
    CHECK(remedy() == "");
    intel.file("run/.containerenv", "");
    CHECK(remedy() == "on the host: sudo modprobe intel_rapl_msr");
    intel.file("proc/cpuinfo",
               "processor : 0\nvendor_id : AuthenticAMD\ncpu family : 21\nmodel : 2\n");
    CHECK(remedy() == "");
  }

  TEST_CASE("a masked zone is no counter that a hypervisor gives") {
    const Sensors sensors = found_on("n150-container", automatic);
    REQUIRE(sensors.source.about.left_out.size() == 1);
    CHECK(sensors.source.about.left_out[0].counter.part ==
          "masked by the container, perhaps a package");
    CHECK(sensors.source.about.unavailable_reason.ends_with("intel-rapl: masked by the container"));
  }

  TEST_CASE("each core's counter of AMD's is shown, and never counted") {
    const FakeHost host;
    test::record("epyc-power-core", host);
    const auto sources = survey_sensors({{host.root(), {}, automatic}, identify_cpu(host.root())});
    const auto& left_out = sources.at(0).about.left_out;
    REQUIRE_FALSE(left_out.empty());
    CHECK(left_out.back().counter.id == "power_core/energy-core/");
    CHECK(why_excluded(left_out.back()) == "each core by itself, contained in its package");
  }

  TEST_CASE("a battery that charges measures nothing") {
    CHECK_THROWS_AS(found_on("zen-laptop", Sensor::battery), Failure);
  }

  TEST_CASE("an ACPI power meter without a measurement is no sensor") {
    CHECK_THROWS_AS(found_on("acpi-all-ones", Sensor::acpi), Failure);
  }

  TEST_CASE("a sensor that this machine lacks is an error that says so") {
    for (const std::optional<Sensor> choice :
         {Sensor::perf, Sensor::hwmon, Sensor::psys, Sensor::acpi})
      CHECK_THROWS_AS(found_on("epyc-1s", choice), Failure);
  }
}
