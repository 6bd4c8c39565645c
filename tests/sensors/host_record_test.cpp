// SPDX-License-Identifier: Apache-2.0
#include "sensors/host_record.hpp"

#include "sensors/discovery.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  void replay(const std::vector<RecordedFile>& files, const FakeHost& host) {
    for (const RecordedFile& file : files) {
      if (file.target.empty()) {
        host.file(file.name, file.content);
      } else {
        std::filesystem::create_directories((host.path() / file.name).parent_path());
        std::filesystem::create_symlink(file.target, host.path() / file.name);
      }
    }
  }

  /// What every kind of sensor finds there, in words.
  std::vector<std::string> analysis(const FakeHost& host) {
    std::vector<std::string> words;
    for (const OpenSource& source :
         survey_sensors({{host.root(), {}, std::nullopt}, identify_cpu(host.root())})) {
      words.push_back(std::string(name_of(source.about.sensor)) +
                      (source.is_usable() ? " usable" : " " + source.about.remedy));
      for (const auto& counter : source.counters)
        words.push_back(counter->identity().id + " " + counter->identity().name);
      for (const Exclusion& exclusion : source.about.left_out)
        words.push_back(exclusion.counter.id + " " + why_excluded(exclusion));
    }
    const HostDescription described = describe_host(host.root(), identify_cpu(host.root()));
    words.push_back(described.cpu_model + ", " + described.board);
    return words;
  }

  bool has(const std::vector<RecordedFile>& files, const std::string& name) {
    return std::any_of(files.begin(), files.end(),
                       [&](const RecordedFile& file) { return file.name == name; });
  }

  } // namespace

  TEST_CASE("what was recorded is the same machine again") {
    for (const auto& entry : std::filesystem::directory_iterator(JOULES_MACHINES)) {
      const std::string machine = entry.path().stem().string();
      CAPTURE(machine);
      const FakeHost first, second;
      test::record(machine, first);
      replay(record_host(first.root(), {}), second);
      CHECK(analysis(second) == analysis(first));
    }
  }

  TEST_CASE("serial numbers, host names and mounts stay at home") {
    const FakeHost host;
    host.file("proc/cpuinfo", "processor\t: 0\nSerial\t\t: 100000001234\n");
    host.file("proc/sys/kernel/hostname", "secret\n");
    host.file("proc/self/mountinfo", "secret\n");
    host.file("sys/class/power_supply/BAT0/type", "Battery\n");
    host.file("sys/class/power_supply/BAT0/serial_number", "secret\n");
    const auto files = record_host(host.root(), {});
    REQUIRE(has(files, "proc/cpuinfo"));
    REQUIRE(has(files, "sys/class/power_supply/BAT0/type"));
    for (const RecordedFile& file : files) {
      CHECK(file.content.find("secret") == std::string::npos);
      CHECK(file.content.find("1234") == std::string::npos);
    }
  }

  TEST_CASE(
      "what cannot be read is there with the reason, and zones of another root are the host's") {
    const FakeHost host, elsewhere;
    elsewhere.zone("intel-rapl:0", {.name = "package-0"});
    const auto files = record_host(host.root(), elsewhere.powercap());
    CHECK(has(files, "sys/class/powercap/intel-rapl:0/energy_uj"));
  }
}
