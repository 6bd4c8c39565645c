// SPDX-License-Identifier: Apache-2.0
#include "report/text/doctor.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;

  namespace {

  Counter zone(const std::string& id, const std::string& name, const std::string& part) {
    Counter counter;
    counter.id = id;
    counter.name = name;
    counter.path = "/sys/class/powercap/" + id + "/energy_uj";
    counter.part = part;
    counter.of_host = name != "core";
    counter.modulus = Microjoules{262'143'328'911};
    counter.reading_uj = 171'912'345'678;
    counter.period_known = true;
    return counter;
  }

  Exclusion unreadable(const Counter& counter) {
    return {counter, Exclusion::Reason::unreadable, "Permission denied"};
  }

  SensorFinding finding(Sensor sensor, const std::string& reason) {
    SensorFinding finding;
    finding.source.sensor = sensor;
    finding.source.scope = "what " + std::string(name_of(sensor)) + " measures";
    finding.source.unavailable_reason = reason;
    return finding;
  }

  SensorFinding powercap() {
    SensorFinding found = finding(Sensor::powercap, "");
    found.usable = found.in_use = true;
    found.counters = {zone("intel-rapl:0", "package-0", "a whole package")};
    found.source.left_out = {
        {zone("intel-rapl:0:0", "core", "contained in package-0")},
        unreadable(zone("intel-rapl:0:1", "dram", "memory, outside of the package"))};
    return found;
  }

  HostDescription host() {
    HostDescription host;
    host.cpu_model = "Example CPU @ 3 GHz";
    host.logical_cpus = 16;
    host.kernel = "6.1.0";
    host.governor = "powersave";
    host.turbo = true;
    return host;
  }

  PowerModel estimate() {
    return {"SPECpower linear", "epyc-gen5-turin", {0.1, 0.22, 0.3}, {1, 1.18, 2}};
  }

  SensorSurvey server() {
    SensorSurvey server;
    server.sensors = {finding(Sensor::perf, "power: no such energy event"), powercap(),
                      finding(Sensor::psys, "")};
    server.sensors[2].usable = server.sensors[2].source.only_if_named = true;
    server.rights["/sys/class/powercap/intel-rapl:0/energy_uj"] = "0400 root:root";
    server.no_devices = "libnvidia-ml.so.1: not found";
    server.access = "joules-rapl-access is installed; you are in its group";
    server.estimate = estimate();
    server.cpu_clocks = {ClockKind::procfs, ClockKind::rusage};
    server.host = host();
    server.load = "0.52";
    return server;
  }

  /// With each counter.
  std::string text_of(const SensorSurvey& examination) {
    TextStyle verbose;
    verbose.verbose = true;
    return doctor_report(examination, verbose);
  }

  std::string brief_of(const SensorSurvey& examination) {
    return doctor_report(examination, {});
  }

  /// Wherever its lines were broken.
  std::string words_of(const SensorSurvey& examination) {
    std::string words;
    for (const char letter : text_of(examination)) {
      const bool blank = letter == ' ' || letter == '\n';
      if (!blank || !words.ends_with(' ')) words += blank ? ' ' : letter;
    }
    return words;
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("--doctor of a machine with a sensor, in brief") {
    CHECK(brief_of(server()) == R"(joules: energy sensors
  in use                powercap: what powercap measures
  powercap              in use: what powercap measures
    counted             package-0: a whole package
    not counted         core: contained in package-0
    missing             dram: Permission denied
  psys                  only with --sensor psys: what psys measures
  not found             perf, graphics cards (-v: why)
  else the estimate     SPECpower linear, row epyc-gen5-turin, 0.22 W idle to 1.18 W busy per
                        hardware thread, at the wall
joules: process tree
  CPU-time clocks       procfs, rusage (the largest wins)
joules: what makes this host's numbers noisy
  processor             Example CPU @ 3 GHz, 16 logical CPUs
  kernel                6.1.0
  governor              powersave: frequency follows load, runs differ more
  turbo                 on: power depends on temperature and on other cores
  load                  0.52 (1 minute): what else runs shares the energy
  virtual machine       no
)");
  }

  TEST_CASE("sixteen packages are a line a kind in brief, and each a line of its own with -v") {
    SensorSurvey large = server();
    SensorFinding& powercap = large.sensors[1];
    powercap.counters.clear();
    powercap.source.left_out.clear();
    for (int i = 0; i < 16; ++i) {
      const std::string package = "package-" + std::to_string(i);
      powercap.counters.push_back(zone("intel-rapl:" + std::to_string(i), package, "a package"));
      powercap.source.left_out.push_back(
          {zone("intel-rapl:" + std::to_string(i) + ":0", "core", "contained in " + package)});
    }
    const std::string text = brief_of(large);
    CHECK(has(text, "    counted             package x 16: a package\n"));
    CHECK(has(text, "    not counted         core x 16: contained in a package\n"));
    CHECK(std::count(text.begin(), text.end(), '\n') < 24);
    CHECK(has(text_of(large), "intel-rapl:15 "));
  }

  TEST_CASE("a machine is told what to do first, and which sensor measures all of it") {
    SensorSurvey laptop = server();
    laptop.sensors[1].usable = laptop.sensors[1].in_use = false;
    laptop.sensors[1].source.remedy = "run: sudo chown $USER energy_uj";
    const std::string text = brief_of(laptop);
    CHECK(has(text, "  what to do            run: sudo chown $USER energy_uj\n"
                    "  or                    name another sensor: --sensor psys measures what"));
    CHECK(text.find("sudo chown") == text.rfind("sudo chown"));
  }

  TEST_CASE("how often a counter is updated is told only where that is known") {
    SensorSurvey unknown = server();
    unknown.sensors[1].counters[0].period_known = false;
    const std::string text = text_of(unknown);
    CHECK(has(text, "updated every 1.0 ms"));
    CHECK(text.find("updated every") == text.rfind("updated every")); // of core alone
    const auto json = nlohmann::json::parse(doctor_json(unknown, JsonLayout::line));
    CHECK(json["sensors"][1]["domains"][0]["update_period_seconds"].is_null());
  }

  TEST_CASE("--doctor of a machine with a sensor, whole") {
    CHECK(text_of(server()) == R"(joules: energy sensors
  in use                powercap: what powercap measures
  perf                  not usable: power: no such energy event
  powercap              in use: what powercap measures
    intel-rapl:0        package-0, counted: a whole package
                        /sys/class/powercap/intel-rapl:0/energy_uj (0400 root:root): 171912 J, wraps
                        every 262143 J: 2621 s at 100 W, updated every 1.0 ms
    intel-rapl:0:0      core, not counted: contained in package-0
                        /sys/class/powercap/intel-rapl:0:0/energy_uj: 171912 J, wraps every 262143
                        J: 2621 s at 100 W, updated every 1.0 ms
    intel-rapl:0:1      dram, missing: memory, outside of the package
                        /sys/class/powercap/intel-rapl:0:1/energy_uj: Permission denied
  psys                  only with --sensor psys: what psys measures
  graphics cards        none: libnvidia-ml.so.1: not found
  else the estimate     SPECpower linear, row epyc-gen5-turin, 0.22 W idle to 1.18 W busy per
                        hardware thread, at the wall
  access                joules-rapl-access is installed; you are in its group
joules: process tree
  CPU-time clocks       procfs, rusage (the largest wins)
joules: what makes this host's numbers noisy
  processor             Example CPU @ 3 GHz, 16 logical CPUs
  kernel                6.1.0
  governor              powersave: frequency follows load, runs differ more
  turbo                 on: power depends on temperature and on other cores
  load                  0.52 (1 minute): what else runs shares the energy
  virtual machine       no
)");
  }

  TEST_CASE("a small counter's reading has six digits, its range four, and its time three") {
    SensorSurvey small = server();
    Counter& counter = small.sensors[1].counters[0];
    counter.reading_uj = 1'234'567;
    counter.modulus = Microjoules{65'532'610};
    CHECK(has(words_of(small), "1.23457 J, wraps every 65.53 J: 0.655 s at 100 W"));
  }

  TEST_CASE("without a sensor --doctor says why, what to do, and what would be measured") {
    SensorSurvey without = server();
    SensorFinding& refused = without.sensors[1];
    refused.usable = refused.in_use = false;
    refused.source.unavailable_reason =
        "/sys/class/powercap/intel-rapl:0/energy_uj: Permission denied";
    refused.source.remedy = "run: sudo chown $USER /sys/class/powercap/intel-rapl:0/energy_uj";
    refused.source.left_out = {unreadable(refused.counters[0]),
                               unreadable(zone("intel-rapl:0:1", "dram", "memory"))};
    refused.counters = {};
    const std::string text = words_of(without);
    CHECK(has(text, "in use the estimate: no sensor measures the host "));
    CHECK(has(text, "the estimate SPECpower linear, row epyc-gen5-turin, 0.22 W idle"));
    CHECK(has(text, "powercap not usable: /sys/class/powercap/intel-rapl:0/energy_uj"));
    CHECK(has(text, "with the right to read it, it would measure: package-0, dram"));
    CHECK(has(text, "what to do run: sudo chown $USER"));
  }

  TEST_CASE("a zone whose range is not known does not wrap at 0 J") {
    SensorSurvey examination = server();
    examination.sensors[1].counters[0].modulus.reset();
    CHECK(
        has(words_of(examination), "energy_uj (0400 root:root): 171912 J, updated every 1.0 ms "));
  }

  TEST_CASE("a zone without a reading shows none, not 0 J") {
    SensorSurvey examination = server();
    examination.sensors[1].counters[0].reading_uj.reset();
    CHECK(has(words_of(examination), "root:root): no reading, wraps "));
  }

  TEST_CASE("a power is shown as one, with how it is used") {
    SensorSurvey examination = server();
    Counter& socket = examination.sensors[1].counters[0];
    socket.reading_uj.reset();
    socket.modulus.reset();
    socket.counted_by = CountedBy::joules;
    socket.power_uw = 150'000'000;
    socket.period = Seconds{0.05};
    CHECK(has(words_of(examination), "150.0 W, a mean of 50 ms, to be integrated "));
  }

  TEST_CASE("what is not known of the host is not known, not empty and not 0") {
    SensorSurvey examination = server();
    examination.host = {};
    examination.load.clear();
    const std::string text = text_of(examination);
    CHECK(has(text, "  processor             not known, an unknown number of logical CPUs\n"));
    for (const char* const label :
         {"processor             ", "kernel                ", "governor              ",
          "turbo                 ", "load                  "}) {
      CAPTURE(label);
      CHECK(has(text, "  " + std::string(label) + "not known"));
    }
  }

  TEST_CASE("settled hosts get no advice") {
    SensorSurvey settled = server();
    settled.host.governor = "performance";
    settled.host.turbo = false;
    const std::string text = text_of(settled);
    CHECK(has(text, "  governor              performance\n"));
    CHECK(has(text, "  turbo                 off\n"));
  }

  TEST_CASE("a virtual machine and a container's /proc/stat are told") {
    SensorSurvey guest = server();
    CHECK_FALSE(has(text_of(guest), "lxcfs"));
    guest.view.virtualized = true;
    guest.view.container_proc_stat = true;
    const std::string text = text_of(guest);
    CHECK(has(text, "  virtual machine       yes: other guests share the processor, unseen\n"));
    CHECK(has(text, "  /proc/stat            a container's, by lxcfs: name the host's with "
                    "--host-root\n"));
  }

  TEST_CASE("JSON has the same") {
    const auto json = nlohmann::json::parse(doctor_json(server(), JsonLayout::line));
    CHECK(json["in_use"] == "powercap");
    CHECK(json["sensors"][1]["domains"][0]["counted"] == true);
    CHECK(json["sensors"][1]["domains"][2]["missing"] == true);
    CHECK(json["sensors"][2]["only_if_named"] == true);
    CHECK(json["host"]["logical_cpus"] == 16);
  }

} // TEST_SUITE
