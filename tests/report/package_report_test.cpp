// SPDX-License-Identifier: Apache-2.0
// What a report says of a machine with several packages, and that no other one's mentions them.
#include "attribution/attribute.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"
#include "support/experiments.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using doctest::Approx;
  using test::Span;
  using test::Story;
  using Json = nlohmann::ordered_json;

  namespace {

  /// The tree has 2 of 2.5 busy seconds of package 0, and 0.5 of 1 of package 3.
  Story two_sockets() {
    Story story(4);
    story.domain("package-0").of_package(0).domain("package-3").of_package(3).packages({0, 3});
    return story.then({.seconds = 2,
                       .joules = {20.1, 0.07},
                       .tree = 2.5,
                       .busy = 3.5,
                       .packages = {{.tree = 2, .busy = 2.5}, {.tree = 0.5, .busy = 1}}});
  }

  std::string text_of(Story& story, bool verbose) {
    TextStyle style;
    style.verbose = verbose;
    return text_report(story.recording(), attribute(story.recording(), {}), style);
  }

  Json run_of(Story& story) {
    const Json json = Json::parse(test::json_report_of(story.recording(), JsonLayout::line));
    return json.at("commands")[0].at("runs")[0];
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("-v has a line for each package") {
    Story story = two_sockets();
    const std::string text = text_of(story, true);
    CHECK(has(text, "\n  package-0             80.0 % of the tree's CPU time, 16.1 J of 20.1 J\n"));
    CHECK(
        has(text, "\n  package-3             20.0 % of the tree's CPU time, 35.0 mJ of 70.0 mJ\n"));
    CHECK_FALSE(has(text_of(story, false), "of the tree's CPU time"));
  }

  TEST_CASE("-v says what is not known of a package: below idle power nothing of the tree") {
    Story story = two_sockets();
    const Policy marginal{Policy::Kind::marginal, Watts{1000}};
    const std::string text =
        text_report(story.recording(), attribute(story.recording(), marginal), {.verbose = true});
    CHECK(has(text, "80.0 % of the tree's CPU time, not known of 20.1 J\n"));
  }

  TEST_CASE("-v says of a package without a counter that it has none, and of no tree nothing odd") {
    Story story = two_sockets();
    story.counter(1).package.reset();
    for (Sample& sample : story.samples()) sample.tree_cpu = Nanoseconds{0};
    story.closes_with(0);
    const std::string text = text_of(story, true);
    CHECK(has(text, "package-3             0 % of the tree's CPU time, no energy of its own\n"));
  }

  TEST_CASE("JSON has an object for each package, unrounded, and null for what is not known") {
    Story story = two_sockets();
    Json packages = run_of(story).at("packages");
    REQUIRE(packages.size() == 2);
    CHECK(packages[0].at("package") == 0);
    CHECK(packages[0].at("tree_cpu_seconds") == Approx(2));
    CHECK(packages[0].at("busy_cpu_seconds") == Approx(2.5));
    CHECK(packages[0].at("energy_host_joules") == Approx(20.1));
    CHECK(packages[0].at("energy_tree_joules") == Approx(16.08));
    CHECK(packages[1].at("package") == 3);
    CHECK(packages[1].at("energy_tree_joules") == Approx(0.035));
    story.counter(1).package.reset();
    packages = run_of(story).at("packages");
    CHECK(packages[1].at("energy_host_joules").is_null());
    CHECK(packages[1].at("energy_tree_joules").is_null());
  }

  TEST_CASE("a machine of one package has no packages in its reports") {
    Story story(4);
    story.domain("package-0").of_package(0);
    story.then({.joules = {20}, .tree = 1, .busy = 2});
    CHECK_FALSE(run_of(story).contains("packages"));
    CHECK_FALSE(has(text_of(story, true), "of the tree's CPU time,"));
  }

} // TEST_SUITE
