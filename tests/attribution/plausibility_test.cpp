// SPDX-License-Identifier: Apache-2.0
// Counters in the wrong unit, sentinels, siblings: what cannot be right is not known, and no lower
// bound either.
#include "attribution/attribute.hpp"
#include "attribution/plausibility.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Span;
  using test::Story;
  using Code = WarningCode;

  namespace {

  EnergyAccount account_of(const Story& story) {
    Story copy = story;
    return attribute(copy.recording(), Policy{});
  }

  /// Ten samples a second.
  Span tenth(double watts) {
    return {.seconds = 0.1, .joules = {watts * 0.1}, .tree = 0.05, .busy = 0.1};
  }

  void check_not_known(const EnergyAccount& account) {
    CHECK_FALSE(account.host.value);
    CHECK_FALSE(account.tree.value);
    CHECK_FALSE(account.domains.front().energy.value);
    CHECK(account.unavailable_reason.starts_with("package-0 shows more than the "));
    CHECK(test::warnings_of(account, Code::counter_implausible) == 1);
    CHECK(test::warnings_of(account, Code::counter_reset) == 0);
    CHECK(test::warnings_of(account, Code::partial_sensor) == 0);
  }

  Story with_two_memories() {
    Story story(4);
    story.domain("package-0").domain("package-0/dram").domain("package-1/dram");
    for (const std::size_t d : {1U, 2U}) story.counter(d).memory = true;
    return story;
  }

  std::string doubt_about_first_memory(double seconds, double packages, double first,
                                       double second) {
    Story story = with_two_memories();
    story.then({.seconds = seconds,
                .joules = {packages * seconds, first * seconds, second * seconds},
                .tree = 0.5,
                .busy = 0.5});
    return account_of(story).domains[1].doubt;
  }

  } // namespace

  TEST_CASE("4.5 kW from a package, all the time and across wraps, is not known") {
    Story story(4);
    story.domain("package-0", 137'438'953'472, 137'000'000'000); // comes round after 0.1 s
    story.then(tenth(4500), 60);
    check_not_known(account_of(story));
  }

  TEST_CASE("4.5 kW from a counter that moves once a second is not known") {
    Story story(4);
    story.domain("package-0");
    for (int second = 0; second < 6; ++second) story.then(tenth(45'000)).then(tenth(0), 9);
    check_not_known(account_of(story));
  }

  TEST_CASE("a counter in the wrong unit that is plausible between bursts is not known") {
    Story story(4);
    story.domain("package-0");
    for (int burst = 0; burst < 3; ++burst) story.then(tenth(300), 10).then(tenth(4500), 3);
    check_not_known(account_of(story));
  }

  TEST_CASE("the largest power is that of the zone: 200 W from a tablet is not known") {
    Story story(4);
    story.domain("package-0").then(tenth(200), 10);
    CHECK(account_of(story).host.value->value == Approx(200));
    story.counter(0).largest_power = Watts{40};
    check_not_known(account_of(story));
  }

  TEST_CASE("what single steps allow for is not allowed for a whole run") {
    // Half as much again may be jitter of one step, and never of 20 s.
    Story story(4);
    story.domain("package-0").then(tenth(1400), 200);
    check_not_known(account_of(story));
  }

  TEST_CASE("a package at its largest power is believed, and so is its turbo") {
    Story story(4);
    story.domain("package-0").then(tenth(990), 50).then(tenth(1400), 3);
    const EnergyAccount account = account_of(story);
    CHECK(account.host.value->value == Approx(990 * 5 + 1400 * 0.3));
    CHECK_FALSE(account.host.at_least);
  }

  TEST_CASE("a jump once leaves a lower bound, twice nothing") {
    Story story(4);
    story.domain("package-0").then(tenth(50), 10).then(tenth(1e6)).then(tenth(50), 10);
    const EnergyAccount once = account_of(story);
    CHECK(once.host.value->value == Approx(100));
    CHECK(once.host.at_least);
    CHECK(test::warnings_of(once, Code::counter_reset) == 1);
    story.then(tenth(1e6)).then(tenth(50), 10);
    check_not_known(account_of(story));
  }

  TEST_CASE("a misread once costs nothing, and again everything") {
    Story story(4);
    story.domain("package-0").then(tenth(50), 30);
    story.readings(0)[10] = 200'000'000'000;
    CHECK(account_of(story).host.value->value == Approx(150));
    CHECK_FALSE(account_of(story).host.at_least);
    story.readings(0)[20] = 200'000'000'000;
    check_not_known(account_of(story));
  }

  TEST_CASE("a misread at the very end counts as one, too") {
    Story story(4);
    story.domain("package-0").then(tenth(50), 30);
    story.readings(0)[10] = story.readings(0)[30] = 200'000'000'000;
    check_not_known(account_of(story));
  }

  TEST_CASE("resets invent no energy: however many, a lower bound is left") {
    Story story(4);
    story.domain("package-0", test::server_modulus_uj, 90'000'000'000).then(tenth(50), 30);
    for (std::size_t i = 0; i < story.samples().size(); ++i)
      *story.readings(0)[i] -= 80'000'000'000 * (i >= 10) + 9'000'000'000 * (i >= 20);
    const EnergyAccount account = account_of(story);
    CHECK(account.host.at_least);
    CHECK(account.host.value->value == Approx(140).epsilon(0.02));
    CHECK(test::warnings_of(account, Code::counter_implausible) == 0);
  }

  TEST_CASE("a power that cannot be, once, is bridged; twice, nothing of that meter is believed") {
    Story story(4);
    story.domain("meter", std::nullopt).then(tenth(50), 30);
    story.readings(0)[10] = impossible_reading;
    const EnergyAccount once = account_of(story);
    CHECK(once.host.value->value == Approx(150));
    CHECK_FALSE(once.host.at_least);
    story.readings(0)[11] = impossible_reading;
    const EnergyAccount twice = account_of(story);
    CHECK_FALSE(twice.host.value);
    CHECK(test::warnings_of(twice, Code::counter_implausible) == 1);
  }

  TEST_CASE("a meter that shows impossible power at the start only leaves a lower bound") {
    Story story(4);
    story.domain("meter", std::nullopt).then(tenth(50), 30);
    story.readings(0)[0] = impossible_reading;
    const EnergyAccount account = account_of(story);
    CHECK(account.host.value->value == Approx(145));
    CHECK(account.host.at_least);
  }

  TEST_CASE("of two packages the one that is believed is a lower bound of both") {
    Story story(4);
    story.domain("package-0").domain("package-1");
    story.then({.seconds = 0.1, .joules = {450, 6}, .tree = 0.05, .busy = 0.1}, 30);
    const EnergyAccount account = account_of(story);
    CHECK(account.host.value->value == Approx(180));
    CHECK(account.host.at_least);
    CHECK(test::warnings_of(account, Code::counter_implausible) == 1);
  }

  TEST_CASE("what is wrong with a counter after one that is not believed is told as well") {
    Story story(4);
    story.domain("package-0").domain("package-1");
    story.then({.seconds = 0.1, .joules = {450, 6}, .tree = 0.05, .busy = 0.1}, 30);
    story.readings(1).back().reset();
    const EnergyAccount account = account_of(story);
    CHECK(test::warnings_of(account, Code::counter_implausible) == 1);
    const auto* unread = test::warning_about<warnings::CounterUnreadAfter>(account.warnings);
    REQUIRE(unread != nullptr);
    CHECK(unread->path.ends_with("intel-rapl:1/energy_uj"));
    CHECK(unread->last_read.count() == doctest::Approx(2.9));
  }

  TEST_CASE("a card that shows what it cannot is not known") {
    Story story(4);
    story.domain("package-0");
    story.then(tenth(50), 30);
    DeviceReadings card;
    card.energy.counter.name = "GPU 0";
    card.energy.counter.largest_power = Watts{500};
    for (std::size_t i = 0; i < story.samples().size(); ++i)
      card.energy.readings.emplace_back(i * 300'000'000);
    story.recording().devices.push_back(card);
    const EnergyAccount account = account_of(story);
    CHECK_FALSE(account.devices.front().energy.value);
    const auto* implausible = test::warning_about<warnings::Implausible>(account.warnings);
    REQUIRE(implausible != nullptr);
    CHECK(implausible->name == "GPU 0");
    CHECK(implausible->doubt == "shows more than the 500 W that it can draw");
  }

  TEST_CASE(
      "memory of 200 W beside its sibling's 6 W is not believed, whatever the packages draw") {
    CHECK(doubt_about_first_memory(2, 300, 200, 6) ==
          "shows 200 W beside 6.00 W of other memory, more than memory can differ");
    CHECK(doubt_about_first_memory(2, 300, 200, 14).empty());  // one socket at work
    CHECK(doubt_about_first_memory(2, 300, 149, 6).empty());   // as much as modules can use
    CHECK(doubt_about_first_memory(2, 300, 200, 0.9).empty()); // a socket without modules
    CHECK(doubt_about_first_memory(0.5, 300, 200, 6).empty()); // too coarse
  }

  TEST_CASE("memory is believed up to 15 times its sibling and 4 times the packages") {
    CHECK(doubt_about_first_memory(2, 300, 200, 13.4).empty());
    CHECK_FALSE(doubt_about_first_memory(2, 300, 200, 13.3).empty());
    CHECK(doubt_about_first_memory(2, 300, 200, 0.99).empty());
    CHECK_FALSE(doubt_about_first_memory(2, 300, 200, 1.01).empty());
    CHECK(doubt_about_first_memory(2, 30, 119, 0.5).empty());
    CHECK(doubt_about_first_memory(2, 30, 121, 0.5) == "shows 121 W, more than memory can use");
    CHECK(doubt_about_first_memory(2, 99.9, 149.9, 0.5).empty());
    CHECK_FALSE(doubt_about_first_memory(2, 99.9, 150.1, 0.5).empty());
    CHECK(doubt_about_first_memory(2, 100.1, 150.1, 0.5).empty());
    CHECK(doubt_about_first_memory(0.999, 300, 200, 6).empty());
    CHECK_FALSE(doubt_about_first_memory(1, 300, 200, 6).empty());
  }

  TEST_CASE("within a second ten moves tell enough of memory, and nine do not") {
    for (const int moves : {9, 10}) {
      Story story = with_two_memories();
      story.then({.seconds = 0.05, .joules = {15, 10, 0.3}, .tree = 0.02, .busy = 0.04}, moves);
      CHECK(account_of(story).domains[1].doubt.empty() == (moves == 9));
    }
  }

  TEST_CASE("what memory shows within a second counts where it moved often enough to tell") {
    Story story = with_two_memories();
    story.then({.seconds = 0.03, .joules = {9, 6, 0.18}, .tree = 0.01, .busy = 0.02}, 10);
    CHECK_FALSE(account_of(story).domains[1].doubt.empty());
  }

  TEST_CASE("memory is not held against packages that are not known themselves") {
    Story story(4);
    story.domain("package-0").domain("dram");
    story.counter(1).memory = true;
    story.then({.seconds = 0.1, .joules = {450, 0.6}, .tree = 0.05, .busy = 0.1}, 30);
    const EnergyAccount account = account_of(story);
    CHECK(account.domains[1].doubt.empty());
    CHECK(account.host.value->value == Approx(18));
    CHECK(account.host.at_least);
  }

} // TEST_SUITE
