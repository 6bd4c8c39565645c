// SPDX-License-Identifier: Apache-2.0
#include "attribution/phases.hpp"

#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <algorithm>

TEST_SUITE("attribution") {

  using namespace joules;
  using namespace joules::test;
  using doctest::Approx;
  using Kind = Mark::Kind;

  namespace {

  /// A mark so many seconds after the start.
  Mark mark(Kind kind, double seconds, const std::string& name, double amount = 0) {
    return {kind, nanoseconds(1000 + seconds), {}, name, amount};
  }

  /// Four seconds of 10, 20, 30 and 40 J, in which the tree alone kept a CPU busy.
  Recording marked(std::vector<Mark> marks) {
    Story story(2);
    story.domain("package-0");
    for (const double joules : {10.0, 20.0, 30.0, 40.0})
      story.then({.seconds = 1, .joules = {joules}, .tree = 1, .busy = 1});
    Recording recording = story.recording();
    recording.marks = Marks{std::move(marks), 0, 0};
    return recording;
  }

  double energy(const EnergyAccount& account, std::size_t phase) {
    return account.phases.at(phase).tree.value->value;
  }

  } // namespace

  TEST_CASE("a phase has the energy of its time, and the rest is in none") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 1, "a"), mark(Kind::end, 3, "a")}), {});
    REQUIRE(account.phases.size() == 1);
    CHECK(account.phases[0].name == "a");
    CHECK(account.phases[0].times == 1);
    CHECK_FALSE(account.phases[0].unended);
    CHECK(account.phases[0].wall == Seconds{2});
    CHECK(account.phases[0].tree_cpu.count() == Approx(2));
    CHECK(energy(account, 0) == Approx(50));
    CHECK(account.phases[0].host.value->value == Approx(50));
    CHECK(account.phases[0].tree_alone->value == Approx(50));
    CHECK(account.phases_rest->value == Approx(50));
  }

  TEST_CASE("within an interval a phase has what belongs to its part, and more doubt") {
    const auto with = [&](double begin) {
      return attribute(marked({mark(Kind::begin, begin, "a"), mark(Kind::end, 3, "a")}), {});
    };
    const EnergyAccount halfway = with(1.5);
    CHECK(energy(halfway, 0) == Approx(10 + 30));
    // Half of the interval's energy may lie on either side.
    CHECK(halfway.phases[0].tree_uncertainty->value > 9);
    const Joules at_a_sample = *with(1).phases[0].tree_uncertainty;
    CHECK(at_a_sample.value < 1);
  }

  TEST_CASE("a mark that was heard late puts what went before in doubt") {
    const auto with = [&](Nanoseconds late) {
      Recording recording = marked({mark(Kind::begin, 2, "a"), mark(Kind::end, 3, "a")});
      recording.marks->all[0].late = late;
      return attribute(recording, {}).phases[0].tree_uncertainty->value;
    };
    const double at_once = with({});
    CHECK(at_once < 0.1);
    // The 20 J of the second before may be the phase's; and 10 J of the one before that.
    CHECK(with(std::chrono::seconds(1)) > 19.9);
    CHECK(with(std::chrono::seconds(1)) < 20.5);
    CHECK(with(std::chrono::seconds(2)) > 20.5);
    CHECK(with(std::chrono::milliseconds(500)) > 9.9);
    CHECK(with(std::chrono::milliseconds(500)) < 10.5);
    CHECK(with(std::chrono::hours(1)) <= 30.1);
  }

  TEST_CASE("however many edges an interval has, no more than its energy is in doubt") {
    std::vector<Mark> marks;
    for (int i = 0; i < 1000; ++i) {
      marks.push_back(mark(Kind::begin, 1.2 + i * 0.0006, "a"));
      marks.push_back(mark(Kind::end, 1.2003 + i * 0.0006, "a"));
    }
    const EnergyAccount account = attribute(marked(marks), {});
    CHECK(energy(account, 0) == Approx(20 * 0.3));
    CHECK(account.phases[0].tree_uncertainty->value <= 20.1);
    CHECK(account.phases_rest_uncertainty->value <= 20.1);
  }

  TEST_CASE("the +- of a phase is its own: clocks of other times do not matter") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 1, "a"), mark(Kind::end, 2, "a")}), {});
    CHECK(account.phases[0].tree_uncertainty->value < 1);
    const EnergyAccount whole =
        attribute(marked({mark(Kind::begin, 0, "a"), mark(Kind::end, 4, "a")}), {});
    CHECK(energy(whole, 0) == Approx(100));
    CHECK(whole.phases[0].tree_uncertainty->value == Approx(whole.tree_uncertainty->value));
    CHECK(account.phases_rest_uncertainty->value > 0);
    CHECK(account.phases_rest_uncertainty->value < 1);
  }

  TEST_CASE("a phase that comes again is one, and its times add up") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 0, "a"), mark(Kind::end, 1, "a"),
                          mark(Kind::begin, 3, "a"), mark(Kind::end, 4, "a")}),
                  {});
    REQUIRE(account.phases.size() == 1);
    CHECK(account.phases[0].times == 2);
    CHECK(account.phases[0].wall == Seconds{2});
    CHECK(energy(account, 0) == Approx(10 + 40));
    CHECK(account.phases_rest->value == Approx(50));
  }

  TEST_CASE("a phase in a phase is in both, and once in the sum") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 0, "outer"), mark(Kind::begin, 1, "inner"),
                          mark(Kind::end, 2, "inner"), mark(Kind::end, 3, "outer")}),
                  {});
    REQUIRE(account.phases.size() == 2);
    CHECK(energy(account, 0) == Approx(60));
    CHECK(account.phases[0].tree_alone->value == Approx(40));
    CHECK(energy(account, 1) == Approx(20));
    CHECK(account.phases[1].tree_alone->value == Approx(20));
    CHECK(account.phases_rest->value == Approx(40));
  }

  TEST_CASE("phases that overlap: the time of both is alone in the one that began later") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 0, "a"), mark(Kind::begin, 1, "b"),
                          mark(Kind::end, 2, "a"), mark(Kind::end, 3, "b")}),
                  {});
    CHECK(energy(account, 0) == Approx(30));
    CHECK(account.phases[0].tree_alone->value == Approx(10));
    CHECK(energy(account, 1) == Approx(50));
    CHECK(account.phases[1].tree_alone->value == Approx(50));
    CHECK(account.phases_rest->value == Approx(40));
  }

  TEST_CASE("levels of one name are one stretch of time") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, 0, "a"), mark(Kind::begin, 1, "a"),
                          mark(Kind::end, 2, "a"), mark(Kind::end, 3, "a")}),
                  {});
    REQUIRE(account.phases.size() == 1);
    CHECK(account.phases[0].times == 2);
    CHECK(account.phases[0].wall == Seconds{3});
    CHECK(energy(account, 0) == Approx(60));
    CHECK(account.phases[0].tree_alone->value == Approx(60));
  }

  TEST_CASE("what did not end ends with the run, and an end without a begin is counted") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::end, 0.5, "b"), mark(Kind::begin, 3, "a")}), {});
    REQUIRE(account.phases.size() == 1);
    CHECK(account.phases[0].unended);
    CHECK(energy(account, 0) == Approx(40));
    const auto lost = std::ranges::find(account.warnings, WarningCode::marks_lost, &Warning::code);
    REQUIRE(lost != account.warnings.end());
    CHECK(std::get<warnings::MarksLost>(lost->cause).losses == MarkLosses{0, 0, 1});
  }

  TEST_CASE("marks before the first sample and after the last one are at the ends of the run") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::begin, -1, "a"), mark(Kind::end, 5, "a")}), {});
    CHECK(energy(account, 0) == Approx(100));
    CHECK(account.phases[0].wall == Seconds{4});
    CHECK(account.phases_rest->value == Approx(0));
  }

  TEST_CASE("lines that could not be read are told, and no warning where all could") {
    Recording recording = marked({mark(Kind::point, 1, "here")});
    const auto losses = [&] {
      const auto account = attribute(recording, {});
      CHECK(account.phases.empty());
      CHECK_FALSE(account.phases_rest.has_value());
      return std::ranges::count(account.warnings, WarningCode::marks_lost, &Warning::code);
    };
    CHECK(losses() == 0);
    recording.marks->garbled = 2;
    CHECK(losses() == 1);
    recording.marks->garbled = 0;
    recording.marks->unkept = 2;
    CHECK(losses() == 1);
  }

  TEST_CASE("more phases than are told apart are counted") {
    std::vector<Mark> marks;
    for (std::size_t i = 0; i <= most_phases; ++i) {
      marks.push_back(mark(Kind::begin, 1, std::to_string(i)));
      marks.push_back(mark(Kind::end, 1, std::to_string(i)));
    }
    const Recording recording = marked(marks);
    const Phases phases = phases_of(*recording.marks, recording.samples);
    CHECK(phases.all.size() == most_phases);
    CHECK(phases.losses.unkept == 1);
    CHECK(phases.losses.unmatched == 1);
  }

  TEST_CASE("work is of the phase that it was done in, or of the run, and adds up by unit") {
    const EnergyAccount account =
        attribute(marked({mark(Kind::work, 0, "request", 5), mark(Kind::begin, 1, "a"),
                          mark(Kind::work, 2, "request", 3), mark(Kind::work, 2.5, "request", 2),
                          mark(Kind::work, 2.5, "byte", 100), mark(Kind::end, 3, "a")}),
                  {});
    REQUIRE(account.work.size() == 3);
    CHECK(account.work[0].phase.empty());
    CHECK(account.work[0].amount == 5);
    CHECK(account.work[0].each.value->value == Approx(100.0 / 5));
    CHECK(account.work[0].each_uncertainty->value == Approx(account.tree_uncertainty->value / 5));
    CHECK(account.work[1].phase == "a");
    CHECK(account.work[1].amount == 5);
    CHECK(account.work[1].each.value->value == Approx(50.0 / 5));
    CHECK(account.work[1].each_uncertainty->value ==
          Approx(account.phases[0].tree_uncertainty->value / 5));
    CHECK(account.work[2].unit == "byte");
    CHECK(account.work[2].each.value->value == Approx(0.5));
  }

  TEST_CASE("of an estimate a phase has a range, and no +-") {
    Story story(2);
    story.model({1, 2, 3}, {4, 5, 6});
    for (int i = 0; i < 4; ++i) story.then({.seconds = 1, .tree = 1, .busy = 1});
    Recording recording = story.recording();
    recording.marks = Marks{{mark(Kind::begin, 1, "a"), mark(Kind::end, 3, "a")}, 0, 0};
    const EnergyAccount account = attribute(recording, {});
    // Two CPUs' idle power, and one busy one's beyond it.
    CHECK(energy(account, 0) == Approx(2 * (2 * 2 + 3)));
    CHECK(account.phases[0].tree.low->value == Approx(2 * (2 * 1 + 3)));
    CHECK(account.phases[0].tree.high->value == Approx(2 * (2 * 3 + 3)));
    CHECK_FALSE(account.phases[0].tree_uncertainty.has_value());
  }

  TEST_CASE("where no energy is known phases have times all the same") {
    Recording recording = marked({mark(Kind::begin, 1, "a"), mark(Kind::end, 3, "a")});
    for (CounterReadings& counter : recording.counters)
      std::ranges::fill(counter.readings, std::nullopt);
    const EnergyAccount account = attribute(recording, {});
    REQUIRE(account.phases.size() == 1);
    CHECK(account.phases[0].wall == Seconds{2});
    CHECK_FALSE(account.phases[0].tree.value.has_value());
    CHECK_FALSE(account.phases_rest.has_value());
  }
}
