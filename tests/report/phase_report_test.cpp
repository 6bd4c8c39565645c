// SPDX-License-Identifier: Apache-2.0
// Phases and work, in text and in JSON.
#include "report/text/repeated.hpp"
#include "report/text/text.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;
  using doctest::Approx;
  using Json = nlohmann::json;

  namespace {

  bool has(const std::string& text, std::string_view part) {
    return text.find(part) != text.npos;
  }

  Mark mark(Mark::Kind kind, double seconds, const std::string& name, double amount = 0) {
    return {kind, nanoseconds(1000 + seconds), {}, name, amount};
  }

  /// Of 100 J, "load" used 30 J in two times, and 5 requests were made in it.
  Recording marked() {
    Story story(2);
    story.domain("package-0");
    for (const double joules : {10.0, 20.0, 30.0, 40.0})
      story.then({.seconds = 1, .joules = {joules}, .tree = 1, .busy = 1});
    Recording recording = story.recording();
    using Kind = Mark::Kind;
    recording.marks = Marks{{mark(Kind::begin, 0, "load"), mark(Kind::work, 0.5, "requests", 5),
                             mark(Kind::end, 1, "load"), mark(Kind::begin, 1, "load"),
                             mark(Kind::end, 2, "load")},
                            0,
                            0};
    return recording;
  }

  std::string text_of(const Recording& recording) {
    return text_report(recording, attribute(recording, {}), {});
  }

  Json run_of(const Recording& recording) {
    return Json::parse(json_report_of(recording, JsonLayout::document))["commands"][0]["runs"][0];
  }

  } // namespace

  TEST_CASE("text: a row for each phase, for what is in none, and for one unit of work") {
    const std::string text = text_of(marked());
    CHECK(has(text, "\n  phase load "));
    CHECK(has(text, "30.0 % of the tree's, 2.000 s, 2 times\n"));
    CHECK(has(text, "\n  in no phase "));
    CHECK(has(text, "70.0 % of the tree's\n"));
    CHECK(has(text, "\n  energy each "));
    CHECK(has(text, "of 5 requests in load\n"));
    CHECK_FALSE(has(text, "at once"));
    CHECK_FALSE(has(text, "did not end"));
    Recording without = marked();
    without.marks.reset();
    CHECK_FALSE(has(text_of(without), "phase"));
  }

  TEST_CASE("text: phases that were open at once, and one that did not end, are said") {
    Recording recording = marked();
    recording.marks->all.push_back(mark(Mark::Kind::begin, 2, "outer\x1b"));
    recording.marks->all.push_back(mark(Mark::Kind::begin, 3, "inner"));
    const std::string text = text_of(recording);
    CHECK(has(text, "phases were open at once"));
    CHECK(has(text, "did not end"));
    CHECK(has(text, "outer\\x1b"));
  }

  TEST_CASE("text: of a byte or an operation there are no units of joules") {
    Recording recording = marked();
    recording.marks->all[1].amount = 1e12;
    CHECK(has(text_of(recording), "\n  energy each "));
    CHECK(has(text_of(recording), " 3e-11 J  +- "));
    CHECK(has(text_of(recording), "of 1000000000000 requests in load\n"));
    Experiment experiment = experiment_of(recording);
    experiment.plan.runs = 2;
    experiment.commands[0].runs.push_back(experiment.commands[0].runs[0]);
    const std::string text = experiment_report(experiment, analyse(experiment, {}), {});
    CHECK(has(text, "each, requests, load 3.0e-08 mJ "));
  }

  TEST_CASE("several runs: a phase that not all of them had is said to be of some") {
    Experiment experiment = experiment_of(marked());
    Recording without = marked();
    without.marks.reset();
    experiment.plan.runs = 2;
    experiment.commands[0].runs.push_back({1, without, attribute(without, {})});
    const std::string text = experiment_report(experiment, analyse(experiment, {}), {});
    CHECK(has(text, "phase load known in 1 of these runs only\n"));
  }

  TEST_CASE("JSON: each phase with its times, and sums that close") {
    const Json run = run_of(marked());
    const Json& phase = run["phases"][0];
    CHECK(phase["name"] == "load");
    CHECK(phase["times"] == 2);
    CHECK(phase["wall_seconds"] == Approx(2));
    CHECK(phase["tree_cpu_seconds"] == Approx(2));
    CHECK(phase["energy_tree_joules"] == Approx(30));
    CHECK(phase["energy_alone_joules"] == Approx(30));
    CHECK(phase["energy_host_joules"] == Approx(30));
    CHECK(phase["energy_tree_uncertainty_joules"] > 0);
    CHECK(phase["energy_tree_is_lower_bound"] == false);
    CHECK_FALSE(phase.contains("unended"));
    CHECK_FALSE(phase.contains("energy_tree_low_joules"));
    CHECK(run["energy_phases_rest_joules"] == Approx(70));
    const Json& work = run["work"][0];
    CHECK(work["phase"] == "load");
    CHECK(work["unit"] == "requests");
    CHECK(work["amount"] == 5);
    CHECK(work["energy_each_joules"] == Approx(6));
    Recording without = marked();
    without.marks.reset();
    CHECK_FALSE(run_of(without).contains("phases"));
    CHECK_FALSE(run_of(without).contains("work"));
  }

  TEST_CASE("several runs: a row of means for each phase and unit of work") {
    Experiment experiment = experiment_of(marked());
    experiment.plan.runs = 2;
    experiment.commands[0].runs.push_back(experiment.commands[0].runs[0]);
    const std::string text = experiment_report(experiment, analyse(experiment, {}), {});
    CHECK(has(text, "\n  phase load             30.00 J "));
    CHECK(has(text, "\n  each, requests, load   6.000 J "));
  }
}
