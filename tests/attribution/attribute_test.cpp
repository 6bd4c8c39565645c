// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  constexpr Policy busy{};
  constexpr Policy capacity{Policy::Kind::capacity, Watts{0}};
  Policy marginal(double idle_watts) {
    return {Policy::Kind::marginal, Watts{idle_watts}};
  }

  Story story_of(int cpus) {
    Story story(cpus);
    story.domain("package-0");
    return story;
  }

  /// A worked example: one busy thread on 16 CPUs for 10 s at 35 W.
  Story worked_example() {
    Story story = story_of(16);
    return story.then({.seconds = 10, .joules = {350}, .tree = 10, .busy = 10.8});
  }

  double tree_joules(Story& story, const Policy& policy) {
    const EnergyAccount account = attribute(story.recording(), policy);
    REQUIRE(account.tree.value.has_value());
    return account.tree.value->value;
  }

  double host_joules(Story& story) {
    const EnergyAccount account = attribute(story.recording(), busy);
    REQUIRE(account.host.value.has_value());
    return account.host.value->value;
  }

  } // namespace

  TEST_CASE("by busy time, idle power goes to whoever runs") {
    Story story = worked_example();
    CHECK(tree_joules(story, busy) == Approx(350 * 10 / 10.8)); // 324 J
  }

  TEST_CASE("by capacity, idle capacity is nobody's") {
    Story story = worked_example();
    CHECK(tree_joules(story, capacity) == Approx(350 * 10.0 / 160)); // 21.9 J
  }

  TEST_CASE("marginal is the share of what an idle host would not have used") {
    Story story = worked_example();
    CHECK(tree_joules(story, marginal(20)) == Approx((350 - 200) * 10 / 10.8)); // 138.9 J
  }

  TEST_CASE("the host's energy is the same under every policy") {
    Story story = worked_example();
    for (const Policy& policy : {busy, capacity, marginal(20)})
      CHECK(attribute(story.recording(), policy).host.value->value == Approx(350));
  }

  TEST_CASE("the account names the policy that it was made by") {
    Story story = worked_example();
    const EnergyAccount account = attribute(story.recording(), marginal(20));
    CHECK(account.policy.kind == Policy::Kind::marginal);
    CHECK(account.policy.idle_power.value == 20);
  }

  TEST_CASE("marginal takes nothing back from an interval below idle power") {
    Story story = story_of(4);
    story.then({.joules = {5}, .tree = 1, .busy = 1}).then({.joules = {50}, .tree = 1, .busy = 2});
    // First interval: 5 - 20 < 0, nothing. Second: (50 - 20) x 1/2.
    CHECK(tree_joules(story, marginal(20)) == Approx(15));
    // So much below idle power no counter is late: it is not in the +-.
    CHECK(*attribute(story.recording(), marginal(20)).tree_uncertainty < Joules{1});
  }

  TEST_CASE("at idle power the +- covers what a late counter leaves above it") {
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 40; ++i) // 50 W, a millisecond of it late in every other window
      story.then({.seconds = 0.1, .joules = {i % 2 == 0 ? 5.05 : 4.95}, .tree = 0.1, .busy = 0.1});
    const EnergyAccount account = attribute(story.recording(), marginal(50));
    CHECK(account.tree.value->value == Approx(20 * 0.05));
    CHECK(*account.tree.value <= *account.tree_uncertainty);
    CHECK(*account.tree_uncertainty < Joules{2});
  }

  TEST_CASE("where the host stayed far below its idle power, what a tree added is not known") {
    Story story = worked_example(); // 35 W
    const auto power_taken_off = [&](double idle_watts) {
      return attribute(story.recording(), marginal(idle_watts));
    };
    CHECK(*power_taken_off(35).tree.value < Joules{1});
    CHECK(power_taken_off(38.5).tree.value == Joules{0}); // it was warmer then
    const EnergyAccount unknown = power_taken_off(40);
    CHECK_FALSE(unknown.tree.value.has_value());
    CHECK_FALSE(unknown.tree_uncertainty.has_value());
    CHECK(unknown.power.tree.empty());
    CHECK(unknown.host.value == Joules{350});
    CHECK(unknown.host_uncertainty.has_value());
    CHECK(unknown.unavailable_reason.starts_with(
        "the host drew 35.0 W, less than nine tenths of its idle power of 40.0 W: measure"));
    CHECK(attribute(story.recording(), {Policy::Kind::busy, Watts{40}}).tree.value.has_value());
  }

  TEST_CASE(
      "where only a part of the host was read, that is why nothing is known above idle power") {
    Story story = worked_example();
    story.recording().sensor_events.push_back({SensorEvent::Kind::came, "package-1", "why"});
    CHECK(
        attribute(story.recording(), marginal(40)).unavailable_reason ==
        "only 35.0 W of the host could be read, less than nine tenths of its idle power of 40.0 W");
  }

  TEST_CASE("a counter that has hardly moved tells nothing against an idle power") {
    Story story = story_of(4);
    story.counter(0).period = Seconds{1};
    story.then({.seconds = 0.01, .joules = {0.002}, .tree = 0.01, .busy = 0.01});
    CHECK(attribute(story.recording(), marginal(1)).tree.value == Joules{0});
  }

  TEST_CASE(
      "a program that ran while power was high pays more than one that ran while it was low") {
    Story early = story_of(2), late = story_of(2);
    early.then({.joules = {80}, .tree = 1, .busy = 1}).then({.joules = {20}, .tree = 0, .busy = 1});
    late.then({.joules = {80}, .tree = 0, .busy = 1}).then({.joules = {20}, .tree = 1, .busy = 1});
    CHECK(tree_joules(early, busy) == Approx(80)); // of the whole run's share it would be 50
    CHECK(tree_joules(late, busy) == Approx(20));
  }

  TEST_CASE("beside a neighbour that is as busy the tree pays half") {
    Story story = story_of(2);
    story.then({.seconds = 0.1, .joules = {4}, .tree = 0.1, .busy = 0.2}, 20);
    CHECK(tree_joules(story, busy) == Approx(40));
    CHECK(host_joules(story) == Approx(80));
  }

  TEST_CASE("energy of a host that was never busy is nobody's, not NaN") {
    Story story = story_of(4);
    story.then({.joules = {30}, .tree = 0, .busy = 0});
    CHECK(tree_joules(story, busy) == 0);
    CHECK(tree_joules(story, capacity) == 0);
    CHECK(host_joules(story) == Approx(30));
  }

  TEST_CASE("energy that fell between two samples of one instant is nobody's, not NaN") {
    Story story = story_of(4);
    story.then({.seconds = 1, .joules = {10}, .tree = 1, .busy = 1})
        .then({.seconds = 0, .joules = {2}});
    CHECK(tree_joules(story, busy) == Approx(10));
    CHECK(host_joules(story) == Approx(12));
  }

  TEST_CASE("a run of no length has no infinite uncertainty") {
    Story story = story_of(4);
    story.then({.seconds = 0, .joules = {2}});
    const EnergyAccount account = attribute(story.recording(), busy);
    REQUIRE(account.tree_uncertainty.has_value());
    CHECK(std::isfinite(account.tree_uncertainty->value));
  }

  TEST_CASE("only the monotone clock counts") {
    Story story = worked_example();
    const double before = tree_joules(story, busy);
    story.recording().started_at = "1970-01-01T00:00:00.000Z"; // the wall clock was stepped
    CHECK(tree_joules(story, busy) == before);
    CHECK(attribute(story.recording(), busy).wall.count() == Approx(10));
  }

  TEST_CASE("the host's energy is the sum of all counted domains, each wrapped by itself") {
    Story story(2);
    story.domain("package-0", 200'000'000, 150'000'000).domain("dram", 65'000'000, 60'000'000);
    story.then({.seconds = 0.05, .joules = {70, 8}, .tree = 0.05, .busy = 0.1});
    const EnergyAccount account = attribute(story.recording(), busy);
    REQUIRE(account.domains.size() == 2);
    CHECK(account.domains[0].name == "package-0");
    CHECK(account.domains[0].energy.value->value == Approx(70));
    CHECK(account.domains[0].wraps == 1);
    CHECK(account.domains[1].energy.value->value == Approx(8));
    CHECK(account.domains[1].wraps == 1);
    CHECK(account.host.value->value == Approx(78));
    CHECK(account.tree.value->value == Approx(39));
    CHECK_FALSE(account.host.at_least);
  }

  TEST_CASE("a counter lost half-way makes lower bounds of the host's and the tree's energy") {
    Story story(2);
    story.domain("package-0").domain("dram");
    story.then({.joules = {50, 5}, .tree = 1, .busy = 1}, 2);
    story.readings(1)[2].reset();
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.host.at_least);
    CHECK(account.tree.at_least);
    CHECK(account.host.value->value == Approx(105));
    CHECK(account.domains[1].energy.at_least);
    CHECK_FALSE(account.domains[0].energy.at_least);
  }

  TEST_CASE("a counted zone that could not be opened makes a lower bound") {
    Story story = worked_example();
    Exclusion dram;
    dram.counter.of_host = true;
    dram.reason = Exclusion::Reason::unreadable;
    story.recording().method.source.left_out.push_back(dram);
    CHECK(attribute(story.recording(), busy).host.at_least);
  }

  TEST_CASE("a zone that is left out for a reason makes no lower bound") {
    Story story = worked_example();
    story.recording().method.source.left_out.emplace_back(); // "core", contained in package-0
    CHECK_FALSE(attribute(story.recording(), busy).host.at_least);
  }

  TEST_CASE("a domain that never moved is unknown, not 0 J, beside one that did") {
    Story story(2);
    story.domain("package-0").domain("dram");
    story.then({.joules = {50, 0}, .tree = 1, .busy = 1});
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK_FALSE(account.domains[1].energy.value.has_value());
    CHECK(account.host.value->value == Approx(50));
    CHECK(account.host.at_least);
  }

  TEST_CASE("when no counter moved the energies are unknown, with the reason") {
    Story story = story_of(2);
    story.then({.tree = 1, .busy = 1});
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK_FALSE(account.host.value.has_value());
    CHECK_FALSE(account.tree.value.has_value());
    CHECK_FALSE(account.tree_uncertainty.has_value());
    CHECK(account.unavailable_reason.find("no counter moved") != std::string::npos);
  }

  TEST_CASE("without the host's CPU time the host's energy is known and the tree's is not") {
    Story story = worked_example();
    story.samples()[1].host.reset();
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.host.value->value == Approx(350));
    CHECK_FALSE(account.tree.value.has_value());
    CHECK_FALSE(account.host_busy.has_value());
    CHECK(account.unavailable_reason == "/proc/stat cannot be read: the tree's share is not known");
  }

  TEST_CASE("a run without two samples has no energy, and says so") {
    Story story = story_of(2);
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK_FALSE(account.host.value.has_value());
    CHECK(account.unavailable_reason == "the run was not sampled");
  }

  TEST_CASE("CPU time that only the end brought to light is charged") {
    Story story = story_of(4);
    story.then({.joules = {10}, .tree = 0, .busy = 2}).then({.joules = {30}, .tree = 0, .busy = 3});
    story.closes_with(1.5);
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.tree.value->value == Approx(15)); // all of it in the last interval: 30 x 1.5/3
    CHECK(account.tree_cpu.count() == Approx(1.5));
    CHECK(account.tree_cpu_seen_live.count() == 0);
  }

  TEST_CASE("the uncertainty is that of the counters at both ends, and of the clock's ticks") {
    Story story = story_of(4);
    story.then({.joules = {40}, .tree = 1, .busy = 2}, 10);
    // 1 ms of 40 W and a unit at both ends, half of it either way; half of that is the tree's.
    const EnergyAccount exact = attribute(story.recording(), busy);
    const double at_ends = 0.04 + test::server_unit_joules;
    CHECK(exact.host_uncertainty->value == Approx(at_ends));
    CHECK(exact.tree_uncertainty->value == Approx(at_ends / 2));
    // Of the first second 40 J x (1 / 1.99 - 1 / 2) for a tick of 10 ms, and of the last.
    story.recording().method.clock_tick = std::chrono::milliseconds(10);
    const double by_ticks = 40 * (1 / 1.99 - 0.5);
    CHECK(attribute(story.recording(), busy).tree_uncertainty->value ==
          Approx(std::hypot(at_ends / 2, by_ticks)));
  }

  TEST_CASE("a run that began with an update is uncertain at its end only") {
    // Once a second: 100 J of the second before the start, and then 5 J each.
    Story story(1);
    story.domain("package-0");
    const auto then_show = [&](double joules, int still) {
      story.then({.seconds = 0.1, .joules = {joules}, .tree = 0.1, .busy = 0.1});
      story.then({.seconds = 0.1, .joules = {0}, .tree = 0.1, .busy = 0.1}, still);
    };
    then_show(100, 9), then_show(5, 9), then_show(5, 0);
    const auto half_width = [&] {
      const EnergyAccount account = attribute(story.recording(), busy);
      CHECK(account.host_uncertainty->value == Approx(account.tree_uncertainty->value));
      return account.host_uncertainty->value;
    };
    CHECK(half_width() == Approx(100).epsilon(0.001)); // none of the first step may be the run's
    story.recording().method.aligned = true;
    CHECK(half_width() == Approx(5).epsilon(0.1)); // a counter is late, never early
    story.recording().method.aligned = false;      // no counter moved before the start
    CHECK(half_width() == Approx(100).epsilon(0.001));
  }

  TEST_CASE("the uncertainty grows with the time that the counter stood still") {
    Story story = story_of(4);
    for (int i = 0; i < 4; ++i) {
      story.then({.seconds = 0.5, .joules = {0}, .tree = 0.5, .busy = 1}, 2);
      story.then({.seconds = 0.5, .joules = {60}, .tree = 0.5, .busy = 1});
    }
    // It stood still for 1 s, and what it showed then is that of 1.5 s: 40 W. 1 s of that at both
    // ends, half of it either way, and half of that the tree's.
    CHECK(attribute(story.recording(), busy).tree_uncertainty->value == Approx((40 + 40) / 4.0));
  }

  TEST_CASE("a counter that moves each few seconds is within its +-, however the run lies to it") {
    constexpr double watts = 30, interval = 0.1;
    int tried = 0;
    for (const int between_moves : {4, 10, 40, 50}) // intervals
      for (int length = 3; length <= 130; length += 7)
        for (int first = 1; first <= between_moves && first <= length; first += 3) {
          CAPTURE(between_moves);
          CAPTURE(length);
          CAPTURE(first);
          ++tried;
          Story story = story_of(4);
          for (int i = 1; i <= length; ++i) {
            const bool moves = i % between_moves == first % between_moves;
            story.then({.seconds = interval,
                        .joules = {moves ? watts * interval * between_moves : 0},
                        .tree = interval,
                        .busy = 2 * interval});
          }
          const EnergyAccount account = attribute(story.recording(), busy);
          const double host = watts * interval * length;
          CHECK(std::abs(account.host.value->value - host) <= account.host_uncertainty->value);
          CHECK(std::abs(account.tree.value->value - host / 2) <= account.tree_uncertainty->value);
        }
    CHECK(tried > 500);
  }

  TEST_CASE("what a counter may have missed since it stands still is in the uncertainty") {
    Story story(1);
    story.domain("package-0");
    for (int i = 1; i <= 63; ++i) // 30 W, once a second, and for the last 3.3 s not at all
      story.then(
          {.seconds = 0.1, .joules = {i % 10 == 3 && i < 40 ? 30.0 : 0}, .tree = 0.1, .busy = 0.1});
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.host.value->value == Approx(120));
    CHECK(account.host_uncertainty->value > 30 * 6.3 - 120);
    CHECK(account.host_uncertainty->value < 120);
  }

  TEST_CASE("a tree that adds nothing to idle power has nothing of it, however energy jitters") {
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 50; ++i) // 50 W, a millisecond of it late in every other interval
      story.then(
          {.seconds = 0.01, .joules = {i % 2 == 0 ? 0.45 : 0.55}, .tree = 0.01, .busy = 0.01});
    const EnergyAccount account = attribute(story.recording(), {Policy::Kind::marginal, Watts{50}});
    CHECK(account.tree.value->value < 0.06); // of 25 J: that of the first late one
    CHECK(*account.tree.value <= *account.tree_uncertainty);
  }

  TEST_CASE("of a power that is integrated only its changes are late") {
    Story story = story_of(4);
    story.counter(0).counted_by = CountedBy::joules;
    story.counter(0).period = Seconds{1};
    story.then({.joules = {5}, .tree = 1, .busy = 2}, 10);
    CHECK(attribute(story.recording(), busy).host_uncertainty->value < 0.001);
    story.then({.joules = {7}, .tree = 1, .busy = 2}, 10);
    CHECK(attribute(story.recording(), busy).host_uncertainty->value < 0.001); // in mid-run
    story.then({.joules = {10}, .tree = 1, .busy = 2});
    CHECK(attribute(story.recording(), busy).host_uncertainty->value ==
          Approx(3 / 2.0).epsilon(1e-3));
  }

  TEST_CASE("what processes may have had that vanished unseen is in the uncertainty") {
    Story story = story_of(4);
    story.then({.joules = {40}, .tree = 1, .busy = 2});
    const double before = attribute(story.recording(), busy).tree_uncertainty->value;
    story.recording().exit_info.tree_cpu_unseen_at_most = std::chrono::milliseconds(500);
    CHECK(attribute(story.recording(), busy).tree_uncertainty->value ==
          Approx(std::hypot(before, 40 * 0.5 / 2)));
    story.recording().exit_info.tree_cpu_unseen_at_most = std::chrono::seconds(9); // others had 1 s
    CHECK(attribute(story.recording(), busy).tree_uncertainty->value ==
          Approx(std::hypot(before, 40 * 1.0 / 2)));
  }

  TEST_CASE("the uncertainty of a tree that was never seen to run is not zero") {
    Story story = story_of(4);
    story.then({.joules = {40}, .tree = 0, .busy = 2});
    CHECK(attribute(story.recording(), busy).tree_uncertainty->value > 0);
  }

  TEST_CASE("stopped time and the closing CPU time are passed on as they were recorded") {
    Story story = worked_example();
    story.recording().exit_info.stopped = std::chrono::milliseconds(1500);
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.stopped.count() == Approx(1.5));
    CHECK(account.host_busy->count() == Approx(10.8));
    CHECK_FALSE(account.estimated);
  }

  TEST_CASE("idle power is the mean over an idle recording") {
    Story story = story_of(4);
    story.then({.seconds = 1, .joules = {12}}).then({.seconds = 2, .joules = {48}});
    CHECK(idle_host(story.recording())->power.value == Approx(20));
    CHECK(idle_host(story.recording())->busy_cpus == 0);
    CHECK(idle_host(story.recording())->cpus == Approx(4));
  }

  TEST_CASE("a host that was plainly busy was not idle") {
    const auto busy_cpus = [](int cpus, double busy_cpus_of_all) {
      Story story = story_of(cpus);
      story.then({.seconds = 2, .joules = {24}, .busy = 2 * busy_cpus_of_all});
      return *idle_host(story.recording());
    };
    CHECK(busy_cpus(4, 0.3).busy_cpus == Approx(0.3));
    CHECK_FALSE(busy_cpus(4, 0.49).is_plainly_busy());
    CHECK(busy_cpus(4, 0.51).is_plainly_busy());
    CHECK_FALSE(busy_cpus(100, 4.9).is_plainly_busy());
    CHECK(busy_cpus(100, 5.1).is_plainly_busy());
  }

  TEST_CASE("what ran while idle power was measured is said, from a tenth of a CPU on") {
    Story story = story_of(4);
    story.then({.seconds = 1, .joules = {24}, .tree = 1, .busy = 1});
    Policy policy{Policy::Kind::marginal, Watts{10}};
    policy.idle_busy_cpus = 0.09;
    CHECK(attribute(story.recording(), policy).warnings.empty());
    policy.idle_busy_cpus = 0.11;
    const auto found = attribute(story.recording(), policy).warnings;
    REQUIRE(found.size() == 1);
    CHECK(found[0].code() == WarningCode::busy_host);
    CHECK(std::get<warnings::IdleHostWasBusy>(found[0].cause).cpus == 0.11);
  }

  TEST_CASE("a graphics card's energy is its own counter's, whatever the host's domains show") {
    Story story(4);
    story.domain("package-0");
    story.then({.joules = {50}, .tree = 1, .busy = 2}, 2);
    DeviceReadings first, second;
    first.energy.counter.name = "GPU 0";
    first.energy.readings = {0, 7'000'000, 14'000'000};
    first.tree_share = 0.25;
    second.energy.counter.name = "GPU 1";
    second.energy.readings = {0, 11'000'000, std::nullopt}; // not read at the end
    story.recording().devices = {first, second};
    const EnergyAccount account = attribute(story.recording(), busy);
    CHECK(account.host.value->value == Approx(100));
    REQUIRE(account.devices.size() == 2);
    CHECK(account.devices[0].energy.value->value == Approx(14));
    CHECK_FALSE(account.devices[0].energy.at_least);
    CHECK(account.devices[0].tree->value == Approx(14 * 0.25));
    CHECK(account.devices[1].energy.value->value == Approx(11));
    CHECK(account.devices[1].energy.at_least);
    CHECK_FALSE(account.devices[1].tree.has_value());
    CHECK_FALSE(account.host.at_least);
  }

  TEST_CASE("idle power is not known from counters that were not read to the end") {
    Story story = story_of(4);
    story.then({.joules = {12}}, 2);
    story.readings(0)[2].reset();
    CHECK_FALSE(idle_host(story.recording()).has_value());
  }

  TEST_CASE("idle power is not known from counters that never moved") {
    Story story = story_of(4);
    story.then({.seconds = 3});
    CHECK_FALSE(idle_host(story.recording()).has_value());
  }

} // TEST_SUITE
