// SPDX-License-Identifier: Apache-2.0
#include "sensors/perf_power.hpp"

#include "host/perf_event.hpp"
#include "support/fake_host.hpp"
#include "support/scripted_counter.hpp"

#include <doctest/doctest.h>

#include <cerrno>
#include <cmath>
#include <string>
#include <vector>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  const std::string pmu = "sys/bus/event_source/devices/power/";
  constexpr double usual_scale = 2.3283064365386962890625e-10; // 2^-32 J

  void event(const FakeHost& host, const std::string& name, const std::string& config) {
    host.file(pmu + "events/" + name, "event=" + config + "\n");
    host.file(pmu + "events/" + name + ".scale", "2.3283064365386962890625e-10\n");
    host.file(pmu + "events/" + name + ".unit", "Joules\n");
  }

  void place(const FakeHost& host, int cpu, int package, int die) {
    host.cpu(cpu, package);
    host.file("sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/die_id",
              std::to_string(die));
  }

  /// Four CPUs: of two packages with two dies each.
  void server(const FakeHost& host, const std::string& cpumask) {
    host.file(pmu + "type", "32\n");
    host.file(pmu + "cpumask", cpumask + "\n");
    event(host, "energy-cores", "0x01");
    event(host, "energy-pkg", "0x02");
    event(host, "energy-ram", "0x03");
    event(host, "energy-psys", "0x05");
    for (int cpu = 0; cpu < 4; ++cpu) place(host, cpu, cpu / 2, cpu % 2);
  }

  CpuIdentity made_by(const std::string& vendor) {
    CpuIdentity cpu;
    cpu.vendor = vendor;
    return cpu;
  }

  struct Opened {
    std::vector<std::string> events;
    std::vector<int> cpus;
  };

  OpenSource open_all(const FakeHost& host, const std::string& vendor, Opened& opened) {
    return perf_source(
        host.root(), made_by(vendor),
        [&](const Counter& counter, const PerfEnergyEvent& event,
            int cpu) -> Result<std::unique_ptr<EnergyCounter>> {
          opened.events.push_back(event.name);
          opened.cpus.push_back(cpu);
          return std::unique_ptr<EnergyCounter>(
              std::make_unique<test::ScriptedCounter>(std::vector<Reading>{1}, counter));
        });
  }

  } // namespace

  TEST_CASE("a counter for each die where the PMU names one CPU of each") {
    const FakeHost host;
    server(host, "0-3");
    Opened opened;
    const OpenSource source = open_all(host, "GenuineIntel", opened);
    CHECK(source.is_usable());
    CHECK(opened.cpus == std::vector<int>{0, 1, 2, 3, 0, 1, 2, 3});
    CHECK(source.counters[1]->identity().name == "package-0-die-1");
    CHECK(source.counters[3]->identity().package == 1);
    CHECK(source.counters[4]->identity().name == "package-0-die-0/dram");
    CHECK(source.counters[4]->identity().memory);
    CHECK(source.counters[0]->identity().begins_when_opened()); // perf counts from our opening on
  }

  TEST_CASE("a counter for each package where its dies share one, or all CPUs are named") {
    const FakeHost host;
    server(host, "0,2");
    Opened amd, intel;
    open_all(host, "AuthenticAMD", amd);
    CHECK(amd.cpus == std::vector<int>{0, 2, 0, 2});
    for (int cpu = 4; cpu < 8; ++cpu) place(host, cpu, (cpu - 4) / 2, cpu % 2);
    host.file(pmu + "cpumask", "0-7\n");
    const OpenSource source = open_all(host, "GenuineIntel", intel);
    CHECK(intel.cpus == std::vector<int>{0, 2, 0, 2});
    CHECK(source.counters[0]->identity().name == "package-0");
  }

  TEST_CASE("neighbours on a die need no reading of their own") {
    const FakeHost host;
    server(host, "0-3");
    for (const int cpu : {1, 3})
      std::filesystem::remove_all(host.path() / "sys/devices/system/cpu" /
                                  ("cpu" + std::to_string(cpu)));
    host.file("sys/devices/system/cpu/cpu0/topology/die_cpus_list", "0-1\n");
    host.file("sys/devices/system/cpu/cpu2/topology/die_cpus_list", "2-3\n");
    Opened opened;
    open_all(host, "GenuineIntel", opened);
    CHECK(opened.cpus == std::vector<int>{0, 2, 0, 2});
  }

  TEST_CASE("what lies inside a package or around all is not counted, and says why") {
    const FakeHost host;
    server(host, "0,2");
    Opened opened;
    const OpenSource source = open_all(host, "AuthenticAMD", opened);
    REQUIRE(source.about.left_out.size() == 4);
    CHECK(why_excluded(source.about.left_out[0]) == "contained in package-0");
    CHECK(source.about.left_out[2].counter.name == "package-0/psys");
  }

  TEST_CASE("an event without joules is none; a machine without the PMU has none") {
    const FakeHost host;
    Opened opened;
    CHECK_FALSE(open_all(host, "GenuineIntel", opened).is_usable());
    server(host, "0");
    host.file(pmu + "events/energy-pkg.unit", "Watts\n");
    CHECK_FALSE(open_all(host, "GenuineIntel", opened).is_usable());
    CHECK(opened.events == std::vector<std::string>{"energy-ram"});
  }

  TEST_CASE("one event that is refused refuses all, with the reason") {
    const FakeHost host;
    server(host, "0,2");
    const OpenSource source =
        perf_source(host.root(), made_by("AuthenticAMD"),
                    [](const Counter& counter, const PerfEnergyEvent&,
                       int) -> Result<std::unique_ptr<EnergyCounter>> {
                      return Error(counter.path, system_error("", EACCES).reason, EACCES);
                    });
    CHECK_FALSE(source.is_usable());
    CHECK(source.about.unavailable_reason.find("energy-pkg: Permission denied") !=
          std::string::npos);
    CHECK(source.about.remedy.find("root") != std::string::npos);
  }

  TEST_CASE("another machine's PMU is not opened on this one") {
    const FakeHost host;
    server(host, "0");
    const OpenSource source = perf_source(host.root(), made_by("GenuineIntel"));
    CHECK(source.about.unavailable_reason.find("another machine's") != std::string::npos);
  }

  TEST_CASE("counts become microjoules, across the wraps of the newest driver") {
    PerfEnergyCounts counts(usual_scale);
    const auto units = [](double joules) {
      return static_cast<std::uint64_t>(joules / usual_scale);
    };
    CHECK(*counts.microjoules(units(262000)) == doctest::Approx(262000e6));
    CHECK(*counts.microjoules(units(100)) == doctest::Approx(262244e6));
    CHECK(*counts.microjoules(units(300)) == doctest::Approx(262444e6));
    CHECK_FALSE(counts.microjoules(units(200)).has_value()); // no wrap takes so little
    CHECK_FALSE(counts.microjoules(units(900)).has_value());
  }

  TEST_CASE("the driver of old counts on, beyond any register") {
    PerfEnergyCounts counts(usual_scale);
    const std::uint64_t large = std::uint64_t{1} << 60;
    CHECK(*counts.microjoules(large) == doctest::Approx(std::ldexp(1, 28) * 1e6));
  }
}
