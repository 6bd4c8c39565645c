// SPDX-License-Identifier: Apache-2.0
// Two counters that cannot both be right, and sensors that missed a part of the run.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using test::Story;
  using test::warning_about;
  using test::warnings_of;
  using Code = WarningCode;
  using Relation = SecondView::Relation;

  namespace {

  /// 100 J in so many seconds, alone on the machine.
  Story hundred_joules(double seconds = 2, const std::string& domain = "package-0") {
    Story story(4);
    story.domain(domain);
    return story.then({.seconds = seconds / 2, .joules = {50}, .tree = 0.5, .busy = 0.5}, 2);
  }

  SecondView view_of(Relation relation, std::uint64_t first_uj, std::uint64_t last_uj) {
    return {relation, "package-0", "package-0 by powercap", Microjoules{test::server_modulus_uj},
            first_uj, last_uj};
  }

  EnergyAccount beside(Story story, SecondView view) {
    story.recording().second_views.push_back(std::move(view));
    return attribute(story.recording(), {});
  }

  EnergyAccount after(Story story, SensorEvent event) {
    story.recording().sensor_events.push_back(std::move(event));
    return attribute(story.recording(), {});
  }

  } // namespace

  TEST_CASE("two views of a package more than 2 % apart are told, and the domain's own is used") {
    const auto account = beside(hundred_joules(), view_of(Relation::same, 7, 103'000'007));
    const auto* disagreement = warning_about<warnings::Contradiction>(account.warnings);
    REQUIRE(disagreement != nullptr);
    CHECK(disagreement->other == "package-0 by powercap");
    CHECK(disagreement->counted_by_other.value == doctest::Approx(103));
    CHECK(disagreement->domain == "package-0");
    CHECK(disagreement->sensor == "powercap");
    CHECK(disagreement->counted.value == doctest::Approx(100));
    CHECK(account.host.value->value == doctest::Approx(100));
    CHECK_FALSE(account.host.at_least);
    CHECK(beside(hundred_joules(), view_of(Relation::same, 7, 97'000'007)).warnings.size() == 1);
    CHECK(beside(hundred_joules(), view_of(Relation::same, 7, 101'500'007)).warnings.empty());
  }

  TEST_CASE("views are held against each other from 1 s on, and from 2 % of the larger on") {
    const auto disagree = [](double seconds, std::uint64_t last_uj) {
      return warnings_of(beside(hundred_joules(seconds), view_of(Relation::same, 0, last_uj)),
                         Code::sensors_disagree);
    };
    CHECK(disagree(0.998, 200'000'000) == 0);
    CHECK(disagree(1, 200'000'000) == 1);
    CHECK(disagree(2, 102'030'000) == 0); // 2 % of it are 2.04 J
    CHECK(disagree(2, 102'050'000) == 1);
    CHECK(disagree(2, 98'010'000) == 0);
    CHECK(disagree(2, 97'990'000) == 1);
    const auto known = [](double seconds, std::uint64_t packages_uj) {
      return beside(hundred_joules(seconds, "psys"), view_of(Relation::contained, 0, packages_uj))
          .host.value.has_value();
    };
    CHECK(known(0.998, 150'000'000));
    CHECK_FALSE(known(1, 150'000'000));
    CHECK(known(2, 102'030'000));
    CHECK_FALSE(known(2, 102'050'000));
  }

  TEST_CASE("views of a run of less than a second, or that stood still, tell nothing") {
    CHECK(warnings_of(beside(hundred_joules(0.9), view_of(Relation::same, 0, 1)),
                      Code::sensors_disagree) == 0);
    CHECK(beside(hundred_joules(), view_of(Relation::same, 5, 5)).warnings.empty());
    SecondView unread = view_of(Relation::same, 5, 900);
    unread.last_uj.reset();
    CHECK(beside(hundred_joules(), unread).warnings.empty());
  }

  TEST_CASE("a second view that came round, once or unseen many times, agrees all the same") {
    const std::uint64_t modulus = test::server_modulus_uj;
    CHECK(beside(hundred_joules(), view_of(Relation::same, modulus - 40'000'000, 60'000'000))
              .warnings.empty());
    Story hours(4);
    hours.domain("package-0");
    hours.then({.seconds = 100, .joules = {10e3}, .tree = 1, .busy = 1}, 60); // 2.3 rounds
    const auto rest = static_cast<std::uint64_t>(600e9) - 2 * modulus;
    CHECK(beside(hours, view_of(Relation::same, 0, rest)).warnings.empty());
  }

  TEST_CASE("a domain that was not read to the end is not held against another view") {
    Story story = hundred_joules();
    story.readings(0).back().reset();
    CHECK(warnings_of(beside(story, view_of(Relation::same, 7, 103'000'007)),
                      Code::sensors_disagree) == 0);
  }

  TEST_CASE("a platform that counts less than its packages is not known, and never shown") {
    const auto account =
        beside(hundred_joules(2, "psys"), view_of(Relation::contained, 0, 150'000'000));
    CHECK_FALSE(account.host.value);
    CHECK_FALSE(account.tree.value);
    CHECK_FALSE(account.host.at_least);
    CHECK(account.domains.at(0).doubt.size() > 0);
    CHECK(account.unavailable_reason.find("less than the packages that it contains (150.0 J)") !=
          std::string::npos);
  }

  TEST_CASE("a platform that counts more than its packages, or was not watched long enough, is") {
    const auto known = [](double seconds, std::uint64_t packages_uj) {
      return beside(hundred_joules(seconds, "psys"), view_of(Relation::contained, 0, packages_uj))
          .host.value.has_value();
    };
    CHECK(known(2, 80'000'000));
    CHECK(known(2, 101'000'000)); // within what two reads differ by
    CHECK(known(0.9, 150'000'000));
  }

  TEST_CASE("a platform in steps of 1 J may be one behind its packages") {
    Story story(4);
    story.domain("psys", 4'294'967'296'000'000);
    story.then({.seconds = 1, .joules = {10}, .tree = 0.5, .busy = 0.5}, 2);
    CHECK(beside(story, view_of(Relation::contained, 0, 21'000'000)).host.value);
    CHECK_FALSE(beside(story, view_of(Relation::contained, 0, 22'000'000)).host.value);
  }

  TEST_CASE("what a sensor lost makes lower bounds, with its reason once") {
    Story story = hundred_joules();
    story.readings(0).back().reset();
    const auto account =
        after(story, {SensorEvent::Kind::lost, "package-0", "not known for 1.00 s: Charging"});
    CHECK(account.host.at_least);
    CHECK(account.tree.at_least);
    CHECK(account.warnings.size() == 1);
    const auto* lost = warning_about<warnings::EnergyLost>(account.warnings);
    REQUIRE(lost != nullptr);
    CHECK(lost->domain == "package-0");
    CHECK(lost->reason == "not known for 1.00 s: Charging");
  }

  TEST_CASE("a counter that came back with less makes lower bounds, as any that began anew") {
    const auto account =
        after(hundred_joules(), {SensorEvent::Kind::restarted, "package-0", "energy_uj"});
    CHECK(account.host.at_least);
    CHECK(account.domains.at(0).energy.at_least);
    const auto* reset = warning_about<warnings::CounterReset>(account.warnings);
    REQUIRE(reset != nullptr);
    CHECK(reset->domain == "package-0");
    CHECK(reset->reason == "energy_uj");
  }

  TEST_CASE("an adapter beside the battery, and a package that came, make lower bounds, too") {
    for (const auto kind :
         {SensorEvent::Kind::incomplete, SensorEvent::Kind::came, SensorEvent::Kind::joined}) {
      const auto account = after(hundred_joules(), {kind, "AC", "why"});
      CHECK(account.host.at_least);
      CHECK(account.host.value->value == doctest::Approx(100));
      CHECK(warnings_of(account, Code::partial_sensor) == 1);
    }
  }

  TEST_CASE("a package that came too late to move twice is not counted") {
    const auto counted = [](std::optional<std::uint64_t> last_but_one) {
      Story story = hundred_joules();
      Recording& recording = story.recording();
      CounterReadings late{recording.counters[0].counter, recording.counters[0].readings};
      late.counter.name = "package-1";
      std::ranges::fill(late.readings, std::nullopt);
      late.readings.end()[-2] = last_but_one;
      late.readings.back() = 7'000'000;
      recording.counters.push_back(late);
      const auto account = after(story, {SensorEvent::Kind::joined, "package-1", "why"});
      CHECK(account.host.at_least);
      CHECK(account.domains.at(1).energy.value.has_value() == last_but_one.has_value());
      const auto* came = warning_about<warnings::CounterCame>(account.warnings);
      REQUIRE(came != nullptr);
      return came->counted;
    };
    CHECK(counted(6'000'000));
    CHECK_FALSE(counted(std::nullopt));
  }

  TEST_CASE("a battery that contradicts itself is told, and its number is no lower bound") {
    const auto account =
        after(hundred_joules(), {SensorEvent::Kind::disagreed, "BAT0", "68 W, 5.1 W"});
    CHECK_FALSE(account.host.at_least);
    const auto* contradiction = warning_about<warnings::SelfContradiction>(account.warnings);
    REQUIRE(contradiction != nullptr);
    CHECK(contradiction->domain == "BAT0");
    CHECK(contradiction->reason == "68 W, 5.1 W");
  }

  TEST_CASE("a card's loss is the card's") {
    Story story = hundred_joules();
    Recording& recording = story.recording();
    DeviceReadings card;
    card.energy.counter.name = "GPU 0";
    for (std::size_t i = 0; i < recording.samples.size(); ++i)
      card.energy.readings.emplace_back(1'000'000 * i);
    recording.devices.push_back(card);
    const auto account = after(story, {SensorEvent::Kind::lost, "GPU 0", "why"});
    CHECK(account.devices.at(0).energy.at_least);
    CHECK_FALSE(account.host.at_least);
  }
}
