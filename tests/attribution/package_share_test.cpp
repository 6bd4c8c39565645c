// SPDX-License-Identifier: Apache-2.0
// Two packages: where the tree's time goes, and who pays for which.
#include "attribution/attribute.hpp"
#include "attribution/package_share.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("attribution") {

  using namespace joules;
  using doctest::Approx;
  using test::microseconds;
  using test::seconds;
  using test::Span;
  using test::Story;

  namespace {

  /// Two packages of two CPUs, and memory of each.
  Story two_packages() {
    Story story(4);
    story.domain("package-0").of_package(0).domain("package-1").of_package(1);
    story.domain("package-0/dram").of_package(0).domain("package-1/dram").of_package(1);
    return story.packages({0, 1});
  }

  std::vector<CpuHistory> divide(Story& story) {
    const CpuHistory host =
        divide_cpu_time(story.samples(), story.recording().exit_info.tree_cpu, {});
    return divide_among_packages(story.samples(), host, {});
  }

  void check(const CpuHistory& package, std::size_t interval, double tree, double busy) {
    CAPTURE(interval);
    CHECK(seconds(package.intervals[interval].tree) == Approx(tree));
    CHECK(seconds(package.intervals[interval].busy) == Approx(busy));
    CHECK(seconds(package.intervals[interval].capacity) == Approx(2));
  }

  EnergyAccount account_of(Story story, const Policy& policy = {}) {
    return attribute(story.recording(), policy);
  }

  /// The tree on package 0 alone, others on both: 1 of 1.5 s there, 0 of 0.5 s here.
  const Span one_sided{.joules = {80, 10, 8, 2},
                       .tree = 1,
                       .busy = 2,
                       .packages = {{.tree = 0.9, .busy = 1.5}, {.tree = 0, .busy = 0.5}}};

  } // namespace

  TEST_CASE(
      "the tree's time is on the package where it was seen, the others' where CPUs were busy") {
    Story story = two_packages();
    const auto packages = divide(story.then(one_sided));
    REQUIRE(packages.size() == 2);
    check(packages[0], 0, 1, 1.5);
    check(packages[1], 0, 0, 0.5);
    CHECK(seconds(packages[0].tree) == Approx(1));
    CHECK(seconds(packages[1].busy) == Approx(0.5));
  }

  TEST_CASE("ticks that jump do not make a package busier than its idle time tells") {
    Story story = two_packages();
    story.then(one_sided, 2);
    story.samples()[1].packages[1].host.worked += microseconds(0.5); // in the first interval only
    const auto packages = divide(story);
    for (const std::size_t interval : {std::size_t{0}, std::size_t{1}}) {
      check(packages[0], interval, 1, 1.5);
      check(packages[1], interval, 0, 0.5);
    }
  }

  TEST_CASE("what was seen of the tree are weights: its time is that of its clocks") {
    Story story = two_packages();
    story.then({.tree = 1.2, .busy = 2, .packages = {{0.02, 1}, {0.01, 1}}});
    const auto packages = divide(story);
    check(packages[0], 0, 0.8, 1);
    check(packages[1], 0, 0.4, 1);
  }

  TEST_CASE("a tree of which nothing was seen was where CPUs were busy") {
    Story story = two_packages();
    story.then({.tree = 1, .busy = 2, .packages = {{0, 1.5}, {0, 0.5}}});
    const auto packages = divide(story);
    check(packages[0], 0, 0.75, 1.5);
    check(packages[1], 0, 0.25, 0.5);
  }

  TEST_CASE("what a package has no CPUs for was on the other one") {
    Story story = two_packages();
    story.then({.tree = 3, .busy = 3.5, .packages = {{0.5, 1.75}, {0, 1.75}}});
    const auto packages = divide(story);
    check(packages[0], 0, 2, 2);
    check(packages[1], 0, 1, 1.5);
  }

  TEST_CASE("a package that ticks alone saw at work is not the tree's") {
    Story story = two_packages();
    // Each CPU's idle time is cut to ticks: 0.03 s of the idle package seem busy.
    story.then({.tree = 1, .busy = 1.01, .packages = {{1, 0.97}, {0, 0.03}}});
    const auto packages = divide(story);
    check(packages[0], 0, 1, 1);
    check(packages[1], 0, 0, 0.01);
  }

  TEST_CASE("short intervals look at a window's packages together") {
    Story story = two_packages();
    for (int i = 0; i < 5; ++i)
      story.then({.seconds = 0.02,
                  .tree = 0.01,
                  .busy = 0.02,
                  .packages = {{i == 4 ? 0.05 : 0, i == 0 ? 0.06 : 0}, {0, i == 2 ? 0.04 : 0}}});
    const auto packages = divide(story);
    for (std::size_t i = 0; i < 5; ++i) {
      CAPTURE(i);
      CHECK(seconds(packages[0].intervals[i].tree) == Approx(0.01));
      CHECK(seconds(packages[0].intervals[i].busy) == Approx(0.012));
      CHECK(seconds(packages[1].intervals[i].busy) == Approx(0.008));
    }
  }

  TEST_CASE("each package is paid by its own share: the tree's socket by the tree") {
    const EnergyAccount account = account_of(two_packages().then(one_sided));
    CHECK(account.host.value->value == Approx(100));
    CHECK(account.tree.value->value == Approx(88.0 * 2 / 3));
    REQUIRE(account.packages.size() == 2);
    CHECK(account.packages[0].package == 0);
    CHECK(account.packages[0].host->value == Approx(88)); // with its memory
    CHECK(account.packages[0].tree->value == Approx(88.0 * 2 / 3));
    CHECK(account.packages[0].tree_cpu.count() == Approx(1));
    CHECK(account.packages[0].busy.count() == Approx(1.5));
    CHECK(account.packages[1].host->value == Approx(12));
    CHECK(account.packages[1].tree->value == Approx(0));
    // 80 and 8 W for 1 ms, each by its own counter, x 2/3.
    CHECK(account.tree_uncertainty->value ==
          Approx(std::hypot(0.080 + test::server_unit_joules, 0.008 + test::server_unit_joules) *
                 2 / 3));
  }

  TEST_CASE("by capacity a package's idle CPUs are nobody's") {
    const Policy capacity{Policy::Kind::capacity, {}};
    CHECK(account_of(two_packages().then(one_sided), capacity).tree.value->value == Approx(44));
  }

  TEST_CASE("idle power is taken off each package in proportion to its energy") {
    const Policy marginal{Policy::Kind::marginal, Watts{50}};
    CHECK(account_of(two_packages().then(one_sided), marginal).tree.value->value ==
          Approx(44.0 * 2 / 3));
  }

  TEST_CASE("what is of no package, or of one without CPUs, is shared by the whole host") {
    for (const std::optional<int> package : {std::optional<int>(), std::optional(7)}) {
      Story story = two_packages();
      story.counter(1).package = package;
      const EnergyAccount account = account_of(story.then(one_sided));
      CHECK(account.tree.value->value == Approx(88.0 * 2 / 3 + 10.0 / 2));
      CHECK(account.packages[1].host->value == Approx(2));
    }
  }

  TEST_CASE("a package without an energy of its own has a share, and no energy") {
    Story story = two_packages();
    for (const std::size_t d : {1u, 3u}) story.counter(d).package.reset();
    const EnergyAccount account = account_of(story.then(one_sided));
    CHECK_FALSE(account.packages[1].host.has_value());
    CHECK_FALSE(account.packages[1].tree.has_value());
    CHECK(account.packages[1].busy.count() == Approx(0.5));
  }

  TEST_CASE("memory that cannot be believed is in no package's energy either") {
    Story story = two_packages();
    story.counter(2).memory = true;
    Span span = one_sided;
    span.joules[2] = 4000;
    const EnergyAccount account = account_of(story.then(span));
    CHECK(account.packages[0].host->value == Approx(80));
    CHECK(account.tree.value->value == Approx(80.0 * 2 / 3));
  }

  TEST_CASE("a host whose packages were not told apart is shared as one") {
    Story story = two_packages();
    story.then(one_sided);
    story.samples()[1].packages.clear();
    const EnergyAccount account = account_of(story);
    CHECK(account.tree.value->value == Approx(50));
    CHECK(account.packages.empty());
  }

  TEST_CASE("a read of /proc/stat that failed in between keeps the packages apart") {
    Story story = two_packages();
    story.then(one_sided, 3);
    story.samples()[1].host.reset();
    story.samples()[1].packages.clear();
    CHECK(account_of(story).packages[0].tree->value == Approx(3 * 88.0 * 2 / 3));
  }

} // TEST_SUITE
