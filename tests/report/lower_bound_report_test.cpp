// SPDX-License-Identifier: Apache-2.0
// What is said where the tree used more than was seen: nobody waited for some of its processes.
#include "attribution/attribute.hpp"
#include "report/format_string.hpp"
#include "report/json/report.hpp"
#include "report/json/saved.hpp"
#include "report/text/text.hpp"
#include "statistics/baseline.hpp"
#include "support/experiments.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using doctest::Approx;
  using test::Story;

  namespace {

  Story complete() {
    Story story(8);
    story.domain("package-0").then({.seconds = 4, .joules = {172}, .tree = 15, .busy = 20});
    return story;
  }

  Story incomplete() {
    Story story = complete();
    story.recording().exit_info.tree_cpu_at_least = true;
    story.recording().exit_info.tree_cpu_unseen_at_most = std::chrono::milliseconds(300);
    return story;
  }

  std::string document_of(Story& story) {
    return test::json_report_of(story.recording(), JsonLayout::document, {});
  }

  nlohmann::json run_of(Story& story) {
    return nlohmann::json::parse(document_of(story)).at("commands")[0].at("runs")[0];
  }

  std::string text_of(Story& story) {
    return text_report(story.recording(), attribute(story.recording(), {}), {});
  }

  /// The line that begins with `label`.
  std::string line_of(const std::string& text, const std::string& label) {
    const auto begin = text.find("\n  " + label);
    return begin == text.npos ? "" : text.substr(begin + 1, text.find('\n', begin + 1) - begin - 1);
  }

  bool is_bound(const std::string& line) {
    return line.find(">= ") != line.npos;
  }

  } // namespace

  TEST_CASE("the tree's energy, power and CPUs are lower bounds, and not the host's") {
    Story story = incomplete(), whole = complete();
    const std::string text = text_of(story), without = text_of(whole);
    for (const char* label : {"energy, process tree", "power, process tree"}) {
      CAPTURE(label);
      CHECK(is_bound(line_of(text, label)));
      CHECK_FALSE(is_bound(line_of(without, label)));
    }
    for (const char* label : {"energy, host", "power, host"}) {
      CAPTURE(label);
      CHECK_FALSE(is_bound(line_of(text, label)));
    }
    CHECK(text.find(", >= 3.75 CPUs\n") != text.npos);
    CHECK(without.find(", 3.75 CPUs\n") != text.npos);
    CHECK(formatted_report("%j %J", story.recording(), attribute(story.recording(), {})) ==
          ">=129.000 172.000\n");
  }

  TEST_CASE("the document says so of the tree alone, and how much it may be") {
    Story story = incomplete(), whole = complete();
    const auto run = run_of(story), complete_run = run_of(whole);
    CHECK(run.at("energy_is_lower_bound") == false);
    CHECK(run.at("energy_tree_is_lower_bound") == true);
    CHECK(run.at("tree_cpu_is_lower_bound") == true);
    CHECK(run.at("tree_cpu_unseen_at_most_seconds") == Approx(0.3));
    CHECK(complete_run.at("energy_tree_is_lower_bound") == false);
    CHECK(complete_run.at("tree_cpu_is_lower_bound") == false);
    CHECK(complete_run.at("tree_cpu_unseen_at_most_seconds") == 0);
  }

  TEST_CASE("a counter that was lost makes a lower bound of the tree's energy, not of its time") {
    Story story = complete();
    story.readings(0)[0].reset();
    story.then({.seconds = 4, .joules = {172}, .tree = 15, .busy = 20});
    const auto run = run_of(story);
    CHECK(run.at("energy_tree_is_lower_bound") == true);
    CHECK(run.at("tree_cpu_is_lower_bound") == false);
  }

  TEST_CASE("whoever reads the document again knows: gates, comparisons and merges") {
    Story story = incomplete();
    const std::string text = document_of(story);
    CHECK(baselines_in(*read_saved(text, "old.json"))->at(0).series.runs.at(0).at_least);
    nlohmann::json document = nlohmann::json::parse(text);
    document["host"]["hostname"] = "node1"; // a merge asks where it was
    const auto reports = read_mergeable(document.dump(), "old.json");
    const SavedRun& saved = reports->at(0).commands.at(0).runs.at(0);
    CHECK(saved.tree.at_least);
    CHECK_FALSE(saved.host.at_least);
  }

  TEST_CASE("an estimate is a lower bound as well, in its range") {
    Story story(8);
    story.model({0.5, 1, 1.5}, {3, 5, 7}).then({.seconds = 10, .tree = 20, .busy = 40});
    story.recording().exit_info.tree_cpu_at_least = true;
    CHECK(attribute(story.recording(), {}).tree.at_least);
    CHECK_FALSE(attribute(story.recording(), {}).host.at_least);
  }

  TEST_CASE("an energy that is not known is no lower bound") {
    Story story = incomplete();
    for (Sample& sample : story.samples()) sample.host.reset();
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK_FALSE(account.tree.value.has_value());
    CHECK_FALSE(account.tree.at_least);
  }
}
