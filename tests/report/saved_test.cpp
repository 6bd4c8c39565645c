// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved.hpp"

#include "statistics/baseline.hpp"
#include "support/experiments.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  std::string reason(std::string_view text) {
    const auto saved = read_saved(text, "old.json");
    if (!saved) return saved.error().reason;
    const auto baselines = baselines_in(*saved);
    return baselines ? "" : baselines.error().reason;
  }

  } // namespace

  TEST_CASE("what was written is read again") {
    Experiment experiment = repeated({10, 12.5});
    experiment.commands[0].runs[1].account.tree.value.reset();
    experiment.commands[0].name = "nightly";
    const std::string text = json_report(experiment, analyse(experiment, {}), JsonLayout::document);
    const auto baselines = baselines_in(*read_saved(text, "old.json"));
    REQUIRE(baselines.has_value());
    REQUIRE(baselines->size() == 1);
    const Baseline& baseline = baselines->front();
    CHECK(baseline.origin.file == "old.json");
    CHECK(baseline.series.name == "nightly");
    CHECK(baseline.origin.by.sensor == "powercap");
    CHECK(baseline.origin.by.quality == Quality::measured);
    CHECK(baseline.origin.by.policy == "busy");
    CHECK(baseline.origin.cpu_model == "Example CPU");
    CHECK(values_of(baseline.series, Metric::energy_tree) == std::vector<double>{10});
    CHECK(values_of(baseline.series, Metric::energy_host) == std::vector<double>{10, 12.5});
    CHECK(values_of(baseline.series, Metric::wall) == std::vector<double>{1, 1});
  }

  TEST_CASE("runs that ended by --precision are known as such") {
    Experiment experiment = repeated({10, 11, 10, 11, 10, 11});
    const auto stopping = [&] {
      const auto text = json_report(experiment, analyse(experiment, {}), JsonLayout::document);
      return baselines_in(*read_saved(text, "old.json"))->front().series.stopping;
    };
    CHECK(stopping() == Stopping::planned);
    experiment.plan.precision = 0.05;
    CHECK(stopping() == Stopping::by_width);
  }

  TEST_CASE("phases, subjects and work are read again, for the scope that is asked for") {
    Experiment experiment = with_phase(repeated({10, 12.5}), {4, -1});
    SubjectAccount& subject = experiment.commands[0].runs[1].account.subjects.emplace_back();
    subject.name = "cgroup:web";
    subject.energy = {Joules{3}, true, {}, {}};
    subject.uncertainty = Joules{0.25};
    experiment.commands[0].runs[1].recording.subjects.emplace_back();
    const auto saved = read_saved(
        json_report(experiment, analyse(experiment, {}), JsonLayout::document), "old.json");
    REQUIRE(saved.has_value());
    const auto series = [&](const Scope& scope) {
      return baselines_in(*saved, scope)->front().series;
    };
    const Series of_phase = series({Scope::Kind::phase, "solve", ""});
    CHECK(values_of(of_phase, Metric::energy_scope) == std::vector<double>{4});
    CHECK(values_of(of_phase, Metric::power_scope) == std::vector<double>{8});
    CHECK(values_of(of_phase, Metric::wall_scope) == std::vector<double>{0.5});
    CHECK(values_of(of_phase, Metric::energy_each) == std::vector<double>{1});
    const auto half_width = [](const MetricValues& run, Metric metric) {
      return run.half_widths[static_cast<std::size_t>(metric)];
    };
    CHECK(half_width(of_phase.runs[0], Metric::energy_scope) == 0.01);
    CHECK(half_width(of_phase.runs[0], Metric::energy_each) == 0.0025);
    CHECK_FALSE(of_phase.runs[0].at_least);
    const Series of_subject = series({Scope::Kind::subject, "web", ""});
    CHECK(values_of(of_subject, Metric::energy_scope) == std::vector<double>{3});
    CHECK(half_width(of_subject.runs[1], Metric::energy_scope) == 0.25);
    CHECK(of_subject.runs[1].at_least);
    CHECK(values_of(series({}), Metric::energy_scope).empty());
    const Baseline baseline = baselines_in(*saved, {Scope::Kind::phase, "load", ""})->front();
    CHECK(require_part(baseline, {}).has_value());
    const auto refused = require_part(baseline, {Scope::Kind::phase, "load", ""});
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().message() == "old.json: has no energy of phase:load in any of its runs");
  }

  TEST_CASE("a mark of a lower bound that is no boolean is taken for one") {
    const auto at_least = [](const std::string& of_run, const std::string& of_phase) {
      const std::string text =
          R"({"schema_version": 1, "commands": [{"name": "a", "runs": [{"energy_tree_joules": 1,)"
          R"("wall_seconds": 1)" +
          of_run + R"(, "phases": [{"name": "a", "energy_tree_joules": 0.5, "wall_seconds": 1)" +
          of_phase + "}]}]}]}";
      const auto baselines =
          baselines_in(*read_saved(text, "old.json"), {Scope::Kind::phase, "a", ""});
      return baselines->front().series.runs[0].at_least;
    };
    CHECK_FALSE(at_least("", ""));
    CHECK_FALSE(at_least("", R"(, "energy_tree_is_lower_bound": false)"));
    CHECK(at_least("", R"(, "energy_tree_is_lower_bound": true)"));
    CHECK(at_least("", R"(, "energy_tree_is_lower_bound": "x")"));
    CHECK(at_least(R"(, "energy_is_lower_bound": true)", ""));
    CHECK(at_least(R"(, "energy_tree_is_lower_bound": 1)", ""));
  }

  TEST_CASE("parts of a run that nobody can have are not known, or refused") {
    const auto baselines = [](const std::string& phases) {
      const std::string text =
          R"({"schema_version": 1, "commands": [{"name": "a", "runs": [{"energy_tree_joules": 1,)"
          R"("wall_seconds": 1, "phases": )" +
          phases + "}]}]}";
      return baselines_in(*read_saved(text, "old.json"), {Scope::Kind::phase, "a", ""});
    };
    const auto energies = [&](const std::string& phases) {
      const auto found = baselines(phases);
      REQUIRE(found.has_value());
      return values_of(found->front().series, Metric::energy_scope);
    };
    CHECK(energies(R"([{"name": "a", "energy_tree_joules": 0.5, "wall_seconds": 1}])") ==
          std::vector<double>{0.5});
    // More than the tree's own joule, and the same name once more.
    CHECK(energies(R"([{"name": "a", "energy_tree_joules": 1.1, "wall_seconds": 1}])").empty());
    CHECK(energies(R"([{"name": "a", "energy_tree_joules": 0.5, "wall_seconds": 1},)"
                   R"({"name": "a", "energy_tree_joules": 0.6, "wall_seconds": 1}])") ==
          std::vector<double>{0.5});
    for (const char* phases : {"1", "{}", "[1, [], null]", R"(["a"])", R"([{"name": 1}])",
                               R"([{"name": "a", "energy_tree_joules": -1, "wall_seconds": 1}])",
                               R"([{"name": "a", "energy_tree_joules": 1e16, "wall_seconds": 1}])",
                               R"([{"name": "a", "energy_tree_joules": "3"}])"}) {
      CAPTURE(phases);
      CHECK(energies(phases).empty());
    }
    CHECK_FALSE(
        baselines(R"([{"name": "a", "energy_tree_joules": 0.5, "wall_seconds": -1}])").has_value());
    CHECK_FALSE(baselines(R"([{"name": "a", "energy_tree_joules": 0.5, "wall_seconds": 1e16}])")
                    .has_value());
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
    REQUIRE(saved.has_value());
    const MetricValues& run = saved->commands.at(0).runs.at(0).values;
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
    REQUIRE(saved.has_value());
    CHECK(saved->commands.at(0).runs.at(0).values.at_least);
  }

  TEST_CASE("numbers that were not obtained alike do not compare") {
    Origin saved;
    saved.file = "old.json";
    const MeasuredBy now{"powercap", "marginal", Quality::measured, Watts{20}};
    saved.by = now;
    CHECK(require_alike(saved, now).has_value());
    const auto refusal = [&](auto change) {
      MeasuredBy other = now;
      change(other);
      const auto alike = require_alike(saved, other);
      return alike ? "" : alike.error().message();
    };
    CHECK(refusal([](MeasuredBy& by) { by.sensor = "perf"; }) ==
          "old.json: its sensor was powercap, the other is perf: they do not compare");
    CHECK(refusal([](MeasuredBy& by) { by.sensor = ""; }) ==
          "old.json: its sensor was powercap, the other is not known: they do not compare");
    CHECK_FALSE(refusal([](MeasuredBy& by) { by.quality = Quality::estimated; }).empty());
    CHECK_FALSE(refusal([](MeasuredBy& by) { by.policy = "capacity"; }).empty());
    CHECK(refusal([](MeasuredBy& by) { by.idle_power = Watts{25}; }) ==
          "old.json: its idle power was 20.0 W, the other is 25.0 W: they do not compare");
    CHECK_FALSE(refusal([](MeasuredBy& by) { by.idle_power = Watts{17.9}; }).empty());
    CHECK(refusal([](MeasuredBy& by) { by.idle_power = Watts{18.1}; }).empty());
    CHECK(refusal([](MeasuredBy& by) { by.idle_power.reset(); }).empty()); // of an earlier version
  }

  TEST_CASE("a run that nobody can have made is refused, and its number is named") {
    const auto with = [](const std::string& number) {
      return reason(R"({"schema_version": 1, "commands": [{"runs": [{"energy_tree_joules": 10},
          {"energy_tree_joules": )" +
                    number + "}]}]}");
    };
    CHECK(with("11") == "");
    CHECK(with("-1") == "holds a run with energy_tree_joules of -1.0e+00");
    CHECK(with("1.1e15") == "holds a run with energy_tree_joules of 1.1e+15");
    CHECK(with("1e308") == "holds a run with energy_tree_joules of 1.0e+308");
  }

  TEST_CASE("where a report has nothing, nothing is kept, and nothing is mistaken for a run") {
    const std::string text =
        R"({"commands": [[{"runs": [{}]}], {"runs": [[{}], 7, {"wall_seconds": 3, "x": [{"runs": 1}],
        "by_process": [[[]]], "host": {"y": 1}}], "name": "a", "failed_run": {"wall_seconds": 9}},
        {"runs": {"wall_seconds": 4}}, 5], "host": {"kernel": "6.1", "runs": [{}]}, "method": [],
        "runs": [{}], "schema_version": 1})";
    const auto saved = read_saved(text, "a.json");
    REQUIRE(saved.has_value());
    CHECK(saved->origin.kernel == "6.1");
    const auto baselines = baselines_in(*saved);
    REQUIRE(baselines->size() == 1);
    CHECK(baselines->at(0).series.name == "a");
    REQUIRE(baselines->at(0).series.runs.size() == 1);
    CHECK(baselines->at(0).series.runs[0][Metric::wall] == 3);
  }

  TEST_CASE("more runs than anybody makes are refused, and so are more values") {
    std::string text = R"({"schema_version": 1, "commands": [{"runs": [{})";
    for (int i = 0; i < 1'000'000; ++i) text += ",{}";
    const auto read = read_saved(text + "]}]}", "a.json");
    CHECK(read.error().reason == "holds more than a million runs or values");
    std::string values = R"({"schema_version": 1, "host": {)";
    for (int i = 0; i < 1'000'001; ++i) values += "\"" + std::to_string(i) + "\":0,";
    CHECK_FALSE(read_saved(values + R"("x":0}})", "a.json").has_value());
  }

  TEST_CASE("what cannot become a report is known by how it begins") {
    CHECK(may_be_report("{"));
    CHECK(may_be_report(" \r\n\t{\"schema"));
    for (const std::string_view text : {"", " \n", "[", "x{", "\x1f\x8b"})
      CHECK_FALSE(may_be_report(text));
    CHECK_FALSE(may_be_report(std::string_view("\0{", 2)));
  }
}
