// SPDX-License-Identifier: Apache-2.0
// What takes the sensor's place: idle watts x CPUs x length + (busy - idle watts) x busy time.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  /// 8 CPUs of 0.5 to 1.5 W idle, 3 to 7 W busy.
  Story modelled() {
    Story story(8);
    return story.model({0.5, 1, 1.5}, {3, 5, 7});
  }

  } // namespace

  TEST_CASE("an estimate is idle watts of all CPUs and the rest for each busy CPU-second") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40});
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(account.estimated);
    CHECK(account.host.low->value == Approx(0.5 * 80 + 2.5 * 40));   // 140
    CHECK(account.host.value->value == Approx(1.0 * 80 + 4.0 * 40)); // 240
    CHECK(account.host.high->value == Approx(1.5 * 80 + 5.5 * 40));  // 340
    CHECK(account.tree.low->value == Approx(70));
    CHECK(account.tree.value->value == Approx(120));
    CHECK(account.tree.high->value == Approx(170));
  }

  TEST_CASE("what the tree may have had unseen is in the upper end of an estimate") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40});
    Recording recording = story.recording();
    recording.exit_info.tree_cpu_unseen_at_most = std::chrono::seconds(4);
    const EnergyAccount account = attribute(recording, {});
    CHECK(account.tree.low->value == Approx(70));
    CHECK(account.tree.high->value == Approx(170 + 340 * 4.0 / 40));
  }

  TEST_CASE("an estimate by capacity charges the tree's part of all CPUs") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40});
    const EnergyAccount account = attribute(story.recording(), {Policy::Kind::capacity, Watts{0}});
    CHECK(account.tree.value->value == Approx(240 * 20.0 / 80));
  }

  TEST_CASE("a marginal estimate charges what is above the idle host") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40});
    const EnergyAccount account = attribute(story.recording(), {Policy::Kind::marginal, Watts{8}});
    CHECK(account.tree.low->value == Approx(30)); // (140 - 80) / 2
    CHECK(account.tree.value->value == Approx(80));
    CHECK(account.tree.high->value == Approx(130));
  }

  TEST_CASE("an estimate that ends far below the idle power tells nothing of the tree") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40}); // 14 to 34 W
    const auto estimate = [&](double idle_watts) {
      return attribute(story.recording(), {Policy::Kind::marginal, Watts{idle_watts}});
    };
    CHECK(estimate(37).tree.value == Joules{0});
    CHECK_FALSE(estimate(38).tree.value.has_value());
    CHECK_FALSE(estimate(38).tree.low.has_value());
    CHECK(estimate(38).host.value == Joules{240});
    CHECK(estimate(38).unavailable_reason.starts_with(
        "the host drew at most 34.0 W, less than nine tenths of its idle power of 38.0 W: "));
  }

  TEST_CASE("where the idle host was estimated, each end of the range subtracts its own") {
    Story story = modelled();
    story.then({.seconds = 10, .tree = 20, .busy = 40});
    Policy policy{Policy::Kind::marginal, Watts{8}};
    policy.idle_low = Watts{4};   // 8 CPUs of 0.5 W
    policy.idle_high = Watts{12}; // of 1.5 W
    const EnergyAccount account = attribute(story.recording(), policy);
    CHECK(account.tree.low->value == Approx(50));   // (140 - 40) / 2
    CHECK(account.tree.value->value == Approx(80)); // (240 - 80) / 2
    CHECK(account.tree.high->value == Approx(110)); // (340 - 120) / 2
    Story idle = modelled();
    idle.then({.seconds = 3});
    const IdleHost host = *idle_host(idle.recording());
    CHECK(host.low->value == Approx(4));
    CHECK(host.power.value == Approx(8));
    CHECK(host.high->value == Approx(12));
  }

  TEST_CASE("an estimate is additive: two trees together cost the sum of both") {
    Story one = modelled(), other = modelled(), both = modelled();
    one.then({.seconds = 2, .tree = 3, .busy = 8});
    other.then({.seconds = 2, .tree = 1, .busy = 8});
    both.then({.seconds = 2, .tree = 4, .busy = 8});
    const auto tree = [](Story& story) {
      return attribute(story.recording(), {}).tree.value->value;
    };
    CHECK(tree(one) + tree(other) == Approx(tree(both)));
    CHECK(tree(both) == Approx(24)); // (1 x 16 + 4 x 8) x 4/8
  }

  TEST_CASE("an estimate knows a range, and neither a half-width nor domains nor a lower bound") {
    Story story = modelled();
    story.then({.tree = 1, .busy = 1});
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK_FALSE(account.tree_uncertainty.has_value());
    CHECK(account.domains.empty());
    CHECK_FALSE(account.tree.at_least);
    CHECK(account.unavailable_reason.empty());
  }

  TEST_CASE("the range of an estimate stays in order when CPUs go off line") {
    Story story(4);
    story.model({0.1, 1, 9}, {10, 10, 10});
    story.then({.seconds = 10, .tree = 10, .busy = 20});
    // All four at work, then two taken away: capacity 30, none of it idle.
    story.samples()[1].host->online_cpus = 2;
    story.samples()[1].host->idle = story.samples()[0].host->idle;
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(account.host.low->value <= account.host.value->value);
    CHECK(account.host.value->value <= account.host.high->value);
    CHECK(account.host.value->value == Approx(300)); // 30 busy CPU-seconds of 10 W
  }

  TEST_CASE("time that the hypervisor took is neither busy nor nothing: it idles") {
    Story story(2);
    story.model({1, 1, 1}, {5, 5, 5}).then({.seconds = 10, .tree = 4, .busy = 4, .steal = 12});
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(account.host.value->value == Approx(1 * 20 + 4 * 4));
    CHECK(account.tree.value->value == Approx(36));
  }

  TEST_CASE("without the host's CPU time there is nothing to estimate from") {
    Story story = modelled();
    story.then({.tree = 1, .busy = 1});
    story.samples()[0].host.reset();
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK_FALSE(account.host.value.has_value());
    CHECK_FALSE(account.tree.value.has_value());
    CHECK(account.unavailable_reason == "/proc/stat cannot be read: nothing to estimate from");
  }

} // TEST_SUITE
