// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  std::string reason(std::string_view text) {
    const auto saved = read_saved(text, "old.json");
    const auto* unreadable = std::get_if<Unreadable>(&saved);
    return unreadable == nullptr ? "" : unreadable->reason;
  }

  } // namespace

  TEST_CASE("what was written is read again") {
    Experiment experiment = repeated({10, 12.5});
    experiment.commands[0].runs[1].account.tree.value.reset();
    experiment.commands[0].name = "nightly";
    const std::string text = json_report(experiment, analyse(experiment, {}), JsonLayout::document);
    const auto saved = read_saved(text, "old.json");
    const auto& baselines = std::get<std::vector<Baseline>>(saved);
    REQUIRE(baselines.size() == 1);
    const Baseline& baseline = baselines[0];
    CHECK(baseline.file == "old.json");
    CHECK(baseline.series.name == "nightly");
    CHECK(baseline.sensor == "powercap");
    CHECK(baseline.quality == "measured");
    CHECK(baseline.policy == "busy");
    CHECK(baseline.cpu_model == "Example CPU");
    CHECK(values_of(baseline.series, Metric::energy_tree) == std::vector<double>{10});
    CHECK(values_of(baseline.series, Metric::energy_host) == std::vector<double>{10, 12.5});
    CHECK(values_of(baseline.series, Metric::wall) == std::vector<double>{1, 1});
  }

  TEST_CASE("what is no report says why") {
    CHECK(reason("") == "is not one JSON document");
    CHECK(reason("{} {}") == "is not one JSON document");
    CHECK(reason("[1]") == "is no report of joules with schema version 1");
    CHECK(reason(R"({"schema_version": 2})") == "is no report of joules with schema version 1");
    CHECK(reason(R"({"schema_version": 1})") == "holds no complete run");
    CHECK(reason(R"({"schema_version": 1, "commands": 7})") == "holds no complete run");
    CHECK(reason(R"({"schema_version": 1, "commands": [7, {"runs": {}}]})") ==
          "holds no complete run");
  }

  TEST_CASE("values of another kind than a number are not known") {
    const auto saved = read_saved(R"({"schema_version": 1, "method": 3, "host": {"kernel": 6},
        "commands": [{"runs": [{"energy_tree_joules": "10", "wall_seconds": true,
                                "energy_host_joules": 12,
                                "energy_is_lower_bound": true}]}]})",
                                  "old.json");
    REQUIRE(std::holds_alternative<std::vector<Baseline>>(saved));
    const MetricValues& run = std::get<std::vector<Baseline>>(saved).at(0).series.runs.at(0);
    CHECK_FALSE(run[Metric::energy_tree].has_value());
    CHECK_FALSE(run[Metric::wall].has_value());
    CHECK(run[Metric::energy_host] == 12);
    CHECK(run.at_least);
  }

  TEST_CASE("a number beyond all that a computer can hold is no number of JSON") {
    CHECK(reason(R"({"schema_version": 1, "commands": [{"runs": [{"wall_seconds": 1e999}]}]})") ==
          "is not one JSON document");
  }

  TEST_CASE("a lower bound of the tree alone is one for whoever compares") {
    const auto saved = read_saved(R"({"schema_version": 1, "commands": [{"runs": [
        {"energy_tree_joules": 10, "energy_is_lower_bound": false,
         "energy_tree_is_lower_bound": true}]}]})",
                                  "old.json");
    REQUIRE(std::holds_alternative<std::vector<Baseline>>(saved));
    CHECK(std::get<std::vector<Baseline>>(saved).at(0).series.runs.at(0).at_least);
  }

  TEST_CASE("numbers that were not obtained alike do not compare") {
    Baseline baseline;
    baseline.sensor = "powercap";
    baseline.quality = "measured";
    baseline.policy = "busy";
    CHECK_FALSE(incomparable(baseline, "powercap", "measured", "busy").has_value());
    CHECK(incomparable(baseline, "perf", "measured", "busy").has_value());
    CHECK(incomparable(baseline, "powercap", "estimated", "busy").has_value());
    CHECK(incomparable(baseline, "powercap", "measured", "capacity").has_value());
  }

  TEST_CASE("where a report has nothing, nothing is kept, and nothing is mistaken for a run") {
    const std::string text =
        R"({"commands": [[{"runs": [{}]}], {"runs": [[{}], 7, {"wall_seconds": 3, "x": [{"runs": 1}],
        "by_process": [[[]]], "host": {"y": 1}}], "name": "a", "failed_run": {"wall_seconds": 9}},
        {"runs": {"wall_seconds": 4}}, 5], "host": {"kernel": "6.1", "runs": [{}]}, "method": [],
        "runs": [{}], "schema_version": 1})";
    const auto saved = std::get<std::vector<Baseline>>(read_saved(text, "a.json"));
    REQUIRE(saved.size() == 1);
    CHECK(saved[0].series.name == "a");
    CHECK(saved[0].kernel == "6.1");
    REQUIRE(saved[0].series.runs.size() == 1);
    CHECK(saved[0].series.runs[0][Metric::wall] == 3);
  }

  TEST_CASE("more runs than anybody makes are refused, and so are more values") {
    std::string text = R"({"schema_version": 1, "commands": [{"runs": [{})";
    for (int i = 0; i < 1'000'000; ++i) text += ",{}";
    const auto read = read_saved(text + "]}]}", "a.json");
    CHECK(std::get<Unreadable>(read).reason == "holds more than a million runs or values");
    std::string values = R"({"schema_version": 1, "host": {)";
    for (int i = 0; i < 1'000'001; ++i) values += "\"" + std::to_string(i) + "\":0,";
    CHECK(std::holds_alternative<Unreadable>(read_saved(values + R"("x":0}})", "a.json")));
  }

  TEST_CASE("what cannot become a report is known by how it begins") {
    CHECK(may_be_report("{"));
    CHECK(may_be_report(" \r\n\t{\"schema"));
    for (const std::string_view text : {"", " \n", "[", "x{", "\x1f\x8b"})
      CHECK_FALSE(may_be_report(text));
    CHECK_FALSE(may_be_report(std::string_view("\0{", 2)));
  }
}
