// SPDX-License-Identifier: Apache-2.0
// The machine's power by its batteries: two views of one, several that take turns, external power.
#include "sensors/battery.hpp"
#include "sensors/battery_bank.hpp"
#include "support/fake_host.hpp"
#include "support/recorded_host.hpp"

#include <doctest/doctest.h>

#include <cerrno>

TEST_SUITE("sensors") {

  using namespace joules;
  using test::FakeHost;

  namespace {

  const std::string supplies = "sys/class/power_supply/";

  /// A machine whose batteries are read at instants that the test gives.
  class Machine {
  public:
    explicit Machine(const std::string& recorded) { test::record(recorded, host_); }
    Machine() = default;

    void set(const std::string& file, const std::string& text) const {
      host_.file(supplies + file, text + "\n");
    }
    void battery(const std::string& name, const std::string& status,
                 const std::string& power_uw) const {
      set(name + "/type", "Battery");
      set(name + "/status", status);
      set(name + "/power_now", power_uw);
    }
    void pull_out(const std::string& name) const {
      std::filesystem::remove_all(host_.path() / supplies / name);
    }
    void wait(Seconds time) { now_ += std::chrono::duration_cast<Nanoseconds>(time); }

    Result<double> power() { return bank_.power(); }
    /// In watts; 0 or less: the number of the error.
    double watts() {
      const auto power = bank_.power();
      return power ? *power * 1e-6 : -power.error().code;
    }
    BatteryBank& bank() { return bank_; }
    [[nodiscard]] const FakeHost& host() const { return host_; }

  private:
    FakeHost host_;
    Instant now_{std::chrono::seconds(100)};
    BatteryBank bank_{host_.path() / supplies, [this] { return now_; }};
  };

  bool mentions(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  using Kind = SensorEvent::Kind;

  std::vector<Kind> kinds_of(const std::vector<SensorEvent>& events) {
    std::vector<Kind> kinds;
    for (const SensorEvent& event : events) kinds.push_back(event.kind);
    return kinds;
  }

  } // namespace

  TEST_CASE("of two views that contradict each other the product of amperes and volts is used") {
    const auto choice = choose_view({68e6, 5.1e6});
    REQUIRE(choice);
    CHECK(choice->view == PowerView::product);
    CHECK(choice->contradiction ==
          "power_now shows 68 W, current_now x voltage_now 5.1 W: the second is used");
  }

  TEST_CASE("views that lie within a quarter agree, and power_now is read, which is one file") {
    for (const double product : {5.0e6, 4.0e6, 6.5e6}) {
      CAPTURE(product);
      const auto choice = choose_view({5e6, product});
      REQUIRE(choice);
      CHECK(choice->view == PowerView::power_now);
      CHECK(choice->contradiction.empty());
    }
    CHECK(choose_view({5e6, 3.7e6})->view == PowerView::product);
  }

  TEST_CASE("a power_now that is always 0 gives way, and so does a current in milliamperes") {
    CHECK(choose_view({0.0, 8e6})->view == PowerView::product);
    CHECK_FALSE(choose_view({0.0, 8e6})->contradiction.empty());
    CHECK(choose_view({5.1e6, 5.1e3})->view == PowerView::power_now);
    CHECK(mentions(choose_view({5.1e6, 5.1e3})->contradiction, "the first is used"));
    CHECK(choose_view({5.1e6, 0.0})->view == PowerView::power_now);
    CHECK(choose_view({4.2e12, 9e6})->view == PowerView::product);
  }

  TEST_CASE("a battery that rests shows two small numbers, which contradict nothing") {
    CHECK(choose_view({0.0, 1e3})->contradiction.empty());
    CHECK(choose_view({99e3, 20e3})->contradiction.empty());
  }

  TEST_CASE("the one view that there is is taken, and without any there is none") {
    CHECK(choose_view({5e6, {}})->view == PowerView::power_now);
    CHECK(choose_view({{}, 5e6})->view == PowerView::product);
    CHECK_FALSE(choose_view({}));
  }

  TEST_CASE("a handheld's power_now of 68 W is not what it draws") {
    Machine handheld("handheld");
    CHECK(handheld.watts() == doctest::Approx(1.31 * 3.893));
    handheld.set("battery/power_now", "70000000"); // of no interest any more
    handheld.set("battery/current_now", "-1000000");
    CHECK(handheld.watts() == doctest::Approx(3.893));
    CHECK(kinds_of(handheld.bank().end_run()) == std::vector{Kind::disagreed});
    const OpenSource source = battery_source(handheld.host().root());
    REQUIRE(source.is_usable());
    CHECK(mentions(source.counters[0]->identity().part, "the second is used"));
    CHECK(source.counters[0]->identity().power_uw == 3893000);
    CHECK(mentions(source.counters[0]->identity().path, "current_now"));
  }

  TEST_CASE("views that agree at the start and contradict each other at the end are told") {
    Machine handheld("handheld");
    handheld.set("battery/power_now", "5100000");
    CHECK(handheld.watts() == doctest::Approx(5.1));
    CHECK(handheld.bank().end_run().empty());
    handheld.set("battery/current_now", "-200000");
    const auto events = handheld.bank().end_run();
    REQUIRE(events.size() == 1);
    CHECK(mentions(events[0].reason, "the first is used"));
    handheld.bank().begin_run(); // nobody read it since
    CHECK(handheld.bank().end_run().empty());
  }

  TEST_CASE("powers and currents of either sign are what the machine draws") {
    Machine machine;
    machine.battery("BAT0", "Discharging", "-4721000");
    CHECK(machine.watts() == doctest::Approx(4.721));
  }

  TEST_CASE("without power_now, current and voltage; without a voltage nothing is known") {
    Machine machine;
    machine.set("BAT0/type", "Battery");
    machine.set("BAT0/status", "Discharging");
    machine.set("BAT0/current_now", "-500000");
    CHECK(machine.power().has_error());
    CHECK(mentions(machine.power().error().message(), "no power, nor current and voltage"));
    machine.set("BAT0/voltage_now", "16000000");
    CHECK(machine.watts() == doctest::Approx(8));
    std::filesystem::remove(machine.host().path() / supplies / "BAT0/voltage_now");
    CHECK(machine.power().has_error());
  }

  TEST_CASE("a driver's error value is no power") {
    Machine machine;
    machine.battery("BAT0", "Discharging", "4294967295000000");
    CHECK(machine.power().has_error());
    CHECK_FALSE(battery_source(machine.host().root()).is_usable());
  }

  TEST_CASE("what no running machine draws is no reading, and never 0 W") {
    for (const char* power : {"0", "1310", "-1", "58000", "2000000000000"}) {
      CAPTURE(power);
      Machine machine;
      machine.battery("BAT0", "Discharging", power);
      REQUIRE(machine.power().has_error());
      CHECK(mentions(machine.power().error().reason, "not what a machine draws"));
      CHECK_FALSE(battery_source(machine.host().root()).is_usable());
    }
  }

  TEST_CASE("half a number is none") {
    Machine machine;
    machine.battery("BAT0", "Discharging", "27758000");
    CHECK(machine.watts() == doctest::Approx(27.758));
    for (const char* torn : {"", "27758000x", "-", "2775 8000"}) {
      CAPTURE(torn);
      machine.set("BAT0/power_now", torn);
      CHECK(machine.power().has_error());
    }
  }

  TEST_CASE("one battery discharges and another rests: nothing is missing, and pens do not count") {
    Machine thinkpad("two-batteries");
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    const OpenSource source = battery_source(thinkpad.host().root());
    REQUIRE(source.is_usable());
    REQUIRE(source.counters.size() == 1);
    CHECK(source.counters[0]->identity().name == "BAT0+BAT1");
    CHECK(mentions(source.counters[0]->identity().part, "now BAT0"));
    REQUIRE(source.about.left_out.size() == 1);
    CHECK(source.about.left_out[0].counter.name == "wacom_battery_0");
    CHECK_FALSE(source.about.left_out[0].is_missing());
  }

  TEST_CASE("a battery that takes over is followed, and two that discharge are added") {
    Machine thinkpad("two-batteries");
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    thinkpad.battery("BAT0", "Unknown", "0");
    CHECK(thinkpad.watts() == -EAGAIN); // neither: for a moment nobody tells
    thinkpad.battery("BAT1", "Discharging", "26900000");
    CHECK(thinkpad.watts() == doctest::Approx(26.9));
    thinkpad.battery("BAT0", "Discharging", "5000000");
    CHECK(thinkpad.watts() == doctest::Approx(31.9));
    CHECK(thinkpad.bank().end_run().empty());
  }

  TEST_CASE("three batteries take turns, two of which came during the run") {
    Machine machine;
    machine.battery("BAT0", "Discharging", "10000000");
    CHECK(machine.watts() == doctest::Approx(10));
    machine.battery("BAT1", "Discharging", "12000000");
    machine.pull_out("BAT0");
    CHECK(machine.watts() == doctest::Approx(12)); // looked for at once: none of the known is there
    machine.battery("BAT2", "Discharging", "3000000");
    machine.wait(Seconds(1)); // while one discharges, others are looked for once a second
    CHECK(machine.watts() == doctest::Approx(15));
    machine.battery("BAT0", "Discharging", "1000000");
    CHECK(machine.watts() == doctest::Approx(16)); // back in its bay: still known
  }

  TEST_CASE("a battery that is full, or in no bay, does not keep another one from being read") {
    for (const char* status : {"Full", "Not charging", "Unknown"}) {
      CAPTURE(status);
      Machine machine;
      machine.battery("BAT0", status, "0");
      machine.battery("BAT1", "Discharging", "9000000");
      std::filesystem::remove(machine.host().path() / supplies / "BAT0/power_now");
      CHECK(machine.watts() == doctest::Approx(9));
    }
    Machine machine;
    machine.set("BAT0/type", "Battery"); // its driver answers ENODEV: no status
    machine.battery("BAT1", "Discharging", "9000000");
    CHECK(machine.watts() == doctest::Approx(9));
  }

  TEST_CASE("a status that cannot be read makes the sum unknown, not smaller") {
    Machine thinkpad("two-batteries");
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    thinkpad.set("BAT1/status", "");
    CHECK(thinkpad.power().has_error());
    thinkpad.host().block(supplies + "BAT1/status");
    CHECK(thinkpad.power().has_error());
  }

  TEST_CASE("while a battery charges nobody tells what the machine draws") {
    for (const char* status : {"Charging", "Full", "Not charging"}) {
      CAPTURE(status);
      Machine machine;
      machine.battery("BAT0", status, "40000000");
      CHECK(machine.watts() == -ENODEV);
      CHECK(mentions(machine.power().error().message(), status));
    }
  }

  TEST_CASE("nobody discharges and the adapter is off line: one may be about to take over") {
    Machine thinkpad("two-batteries");
    thinkpad.battery("BAT0", "Not charging", "0");
    CHECK(thinkpad.watts() == -EAGAIN);
    thinkpad.set("AC/online", "1");
    CHECK(thinkpad.watts() == -ENODEV);
  }

  TEST_CASE("an adapter that comes on line ends what the battery tells, whatever its status says") {
    Machine thinkpad("two-batteries");
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    thinkpad.set("AC/online", "1");
    thinkpad.wait(Seconds(1));
    CHECK(thinkpad.watts() == -ENODEV);
    CHECK(mentions(thinkpad.power().error().message(), "AC/online: on line"));
    thinkpad.set("AC/online", "0"); // looked for at once
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    CHECK(thinkpad.bank().end_run().empty());
  }

  TEST_CASE("an adapter that was on line beside a discharging battery makes a lower bound") {
    Machine thinkpad("two-batteries");
    thinkpad.set("AC/online", "1");
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    CHECK(kinds_of(thinkpad.bank().end_run()) == std::vector{Kind::incomplete});
    CHECK(mentions(battery_source(thinkpad.host().root()).counters[0]->identity().part,
                   "AC gives a part"));
    thinkpad.set("AC/online", "0");
    thinkpad.wait(Seconds(1));
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    thinkpad.bank().begin_run();
    CHECK(thinkpad.watts() == doctest::Approx(27.758));
    CHECK(thinkpad.bank().end_run().empty());
  }

  TEST_CASE("a machine without a battery of its own says so") {
    Machine machine;
    CHECK(mentions(battery_source(machine.host().root()).about.unavailable_reason, "no battery"));
    machine.battery("hidpp_battery_0", "Discharging", "1");
    machine.set("hidpp_battery_0/scope", "Device");
    const OpenSource source = battery_source(machine.host().root());
    CHECK_FALSE(source.is_usable());
    CHECK(mentions(source.about.unavailable_reason, "no battery"));
  }
}
