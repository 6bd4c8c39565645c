// SPDX-License-Identifier: Apache-2.0
#include "sensors/hwmon.hpp"

#include "sensors/battery.hpp"
#include "sensors/power_integrator.hpp"
#include "support/fake_host.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  /// Power in watts at a second.
  struct PowerAt {
    double second, watts;
  };

  /// Reads a scripted power at scripted times; below 0 W the reading fails.
  class Script {
  public:
    explicit Script(std::vector<PowerAt> readings, int failure = 0)
        : readings_(std::move(readings)), failure_(failure) {
      Counter counter;
      counter.counted_by = CountedBy::joules;
      counter_ = integrate_power(
          counter,
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
      skip();
      return energy ? static_cast<double>(*energy) * 1e-6 : -1;
    }
    void skip() { next_ = std::min(next_ + 1, readings_.size() - 1); }
    void begin_run() { counter_->begin_run(); }
    std::vector<SensorEvent> end_run() { return counter_->end_run(); }

  private:
    std::vector<PowerAt> readings_;
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

  TEST_CASE("a power that could not be read is bridged for a second, and lost beyond") {
    Script bridged({{0, 100}, {0.5, -1}, {1, 100}}, EIO);
    bridged.read();
    CHECK(bridged.read() < 0);
    CHECK(bridged.read() == doctest::Approx(100));
    CHECK(bridged.end_run().empty());
    Script lost({{0, 100}, {1, -1}, {2, 100}, {3, 100}}, EIO);
    lost.read();
    CHECK(lost.read() < 0);
    CHECK(lost.read() == 0);
    CHECK(lost.read() == doctest::Approx(100));
    REQUIRE(lost.end_run().size() == 1);
    CHECK(lost.end_run()[0].kind == SensorEvent::Kind::lost);
    CHECK(lost.end_run()[0].reason == "not known for 2.00 s: power1: gone");
  }

  TEST_CASE("a power that was gone goes on where it stood, and what went by is lost") {
    Script gone({{0, 100}, {0.1, -1}, {0.2, 100}, {1.2, 100}}, ENODEV);
    gone.read();
    CHECK(gone.read() < 0);
    CHECK(gone.read() == 0);
    CHECK(gone.read() == doctest::Approx(100));
    REQUIRE(gone.end_run().size() == 1);
    CHECK(gone.end_run()[0].reason == "not known for 0.20 s: power1: gone");
  }

  TEST_CASE("a power that is gone at the end of the run is told; a pause between runs is not") {
    Script gone({{0, 100}, {1, 100}, {2, -1}, {5, -1}, {60, -1}, {61, 100}, {62, 100}}, ENODEV);
    for (int i = 0; i < 3; ++i) gone.read();
    REQUIRE(gone.end_run().size() == 1); // at second 5
    CHECK(gone.end_run()[0].reason == "not known for 4.00 s: power1: gone");
    gone.read();
    gone.skip();
    gone.begin_run(); // at second 61
    CHECK(gone.read() == doctest::Approx(100));
    CHECK(gone.read() == doctest::Approx(200));
    CHECK(gone.end_run().empty());
  }

  TEST_CASE("of the failures in a gap the one that ended the measurement is told") {
    const auto told = [](const std::vector<int>& codes) {
      std::size_t next = 0;
      Counter power;
      power.counted_by = CountedBy::joules;
      const auto counter = integrate_power(
          power,
          [&]() -> Result<double> {
            if (codes[next] == 0) return 100e6;
            return Error("power1", codes[next] == ENODEV ? "no device" : "no reading", codes[next]);
          },
          [&] { return std::chrono::seconds(next); });
      for (; next < codes.size(); ++next) static_cast<void>(counter->read());
      const auto events = counter->end_run();
      return events.empty() ? "" : events[0].reason;
    };
    CHECK(told({0, EIO, ENODEV, EIO, 0}) == "not known for 4.00 s: power1: no device");
    CHECK(told({0, ENODEV, EIO, 0}) == "not known for 3.00 s: power1: no device");
    CHECK(told({0, EIO, EIO, 0}) == "not known for 3.00 s: power1: no reading");
    CHECK(told({0, EIO, EIO, 0, ENODEV, 0}) == "not known for 5.00 s: power1: no reading");
    CHECK(told({0, 0, 0}).empty());
  }

  TEST_CASE("a battery that is plugged in tells nothing until it discharges again") {
    const FakeHost host;
    test::record("psys-laptop", host);
    const OpenSource source = battery_source(host.root());
    REQUIRE(source.is_usable());
    CHECK(source.about.sensor == Sensor::battery);
    CHECK(source.about.scope == "the whole machine, from its battery");
    EnergyCounter& counter = *source.counters[0];
    CHECK(counter.read().has_value());
    host.file("sys/class/power_supply/BAT0/status", "Charging\n");
    CHECK_FALSE(counter.read().has_value());
    host.file("sys/class/power_supply/BAT0/status", "Discharging\n");
    CHECK(counter.read().has_value());
    const auto events = counter.end_run();
    REQUIRE(events.size() == 1);
    CHECK(events[0].kind == SensorEvent::Kind::lost);
    CHECK(events[0].reason.find("Charging: only a discharging battery") != std::string::npos);
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

  TEST_CASE("an input that cannot be read makes the whole unknown, never half") {
    const FakeHost host;
    test::record("epyc-amd-energy", host);
    host.block("sys/class/hwmon/hwmon3/energy4_input");
    const OpenSource source = hwmon_source(host.root());
    CHECK_FALSE(source.is_usable());
    CHECK(source.about.unavailable_reason.find("energy4_input") != std::string::npos);
  }

  TEST_CASE("an Intel card is counted as a whole, not with its parts") {
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
