// SPDX-License-Identifier: Apache-2.0
#include "joules/sensors/hwmon.hpp"

#include "joules/sensors/battery.hpp"
#include "joules/sensors/power_integrator.hpp"
#include "support/fake_host.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  /// Power in watts at a second.
  struct Reading {
    double second, watts;
  };

  /// Reads a scripted power at scripted times; below 0 W the reading fails.
  class Script {
  public:
    explicit Script(std::vector<Reading> readings, int failure = 0)
        : readings_(std::move(readings)), failure_(failure) {
      Domain domain;
      domain.integrated = true;
      counter_ = integrate_power(
          domain,
          [this]() -> Result<double> {
            const double watts = readings_[next_].watts;
            if (watts < 0) return Error("power1", "gone", failure_);
            return watts * 1e6;
          },
          [this] {
            return std::chrono::duration_cast<Nanoseconds>(Seconds(readings_[next_].second));
          });
    }
    /// Joules, or a negative number for an error.
    double read() {
      const auto energy = counter_->read();
      ++next_;
      return energy ? static_cast<double>(*energy) * 1e-6 : -1;
    }

  private:
    std::vector<Reading> readings_;
    int failure_;
    std::size_t next_ = 0;
    std::unique_ptr<EnergyCounter> counter_;
  };

  } // namespace

  TEST_CASE("power becomes energy between readings, at their mean") {
    Script script({{10, 100}, {11, 100}, {11.5, 200}, {12.5, 200}});
    CHECK(script.read() == 0);
    CHECK(script.read() == doctest::Approx(100));
    CHECK(script.read() == doctest::Approx(175));
    CHECK(script.read() == doctest::Approx(375));
  }

  TEST_CASE("a power that could not be read once is bridged; one that is gone stays gone") {
    Script once({{0, 100}, {1, -1}, {2, 100}}, EIO);
    once.read();
    CHECK(once.read() < 0);
    CHECK(once.read() == doctest::Approx(200));
    Script gone({{0, 100}, {1, -1}, {2, 100}}, ENODEV);
    gone.read();
    CHECK(gone.read() < 0);
    CHECK(gone.read() < 0);
  }

  TEST_CASE("a battery that is plugged in ends its measurement (E81)") {
    const FakeHost host;
    test::record("psys-laptop", host);
    const Source source = battery_source(host.root());
    REQUIRE(source.is_usable());
    CHECK(source.counters[0]->read().has_value());
    host.file("sys/class/power_supply/BAT0/status", "Charging\n");
    CHECK_FALSE(source.counters[0]->read().has_value());
    host.file("sys/class/power_supply/BAT0/status", "Discharging\n");
    CHECK_FALSE(source.counters[0]->read().has_value());
  }

  TEST_CASE("chips come in the order of their numbers, with the interval that they average over") {
    const FakeHost host;
    test::record("epyc-hsmp", host);
    host.file("sys/class/hwmon/hwmon10/power1_average_interval", "300\n");
    const auto inputs = list_hwmon(host.root());
    REQUIRE(inputs.size() == 2);
    CHECK(inputs[0].id == "hwmon2/power1");
    CHECK(inputs[1].period.count() == doctest::Approx(0.3));
  }

  TEST_CASE("inputs may have gaps in their numbers, and the tenth comes after the ninth") {
    const FakeHost host;
    const std::string chip = "sys/class/hwmon/hwmon0/";
    host.file(chip + "name", "xe\n");
    for (const char* input : {"energy10_input", "energy9_input", "power3_average", "power3_input",
                              "energy2_label", "power_state", "energyx_input"})
      host.file(chip + input, "5\n");
    std::vector<std::string> ids;
    for (const HwmonInput& input : list_hwmon(host.root())) ids.push_back(input.id);
    CHECK(ids == std::vector<std::string>{"hwmon0/energy9", "hwmon0/energy10", "hwmon0/power3"});
  }

  TEST_CASE("an input that cannot be read makes the whole unknown, never half (E6)") {
    const FakeHost host;
    test::record("epyc-amd-energy", host);
    host.block("sys/class/hwmon/hwmon3/energy4_input");
    const Source source = hwmon_source(host.root());
    CHECK_FALSE(source.is_usable());
    CHECK(source.unavailable_reason.find("energy4_input") != std::string::npos);
  }

  TEST_CASE("an Intel card is counted as a whole, not with its parts (E83)") {
    const FakeHost host;
    test::record("discrete-gpus", host);
    const auto inputs = list_hwmon(host.root());
    const auto verdicts = judge_hwmon(inputs);
    std::vector<std::string> cards;
    for (std::size_t i = 0; i < inputs.size(); ++i)
      if (verdicts[i].scope == HwmonScope::graphics) cards.push_back(inputs[i].id);
    CHECK(cards == std::vector<std::string>{"hwmon0/energy1", "hwmon2/energy1", "hwmon3/power1"});
  }
}
