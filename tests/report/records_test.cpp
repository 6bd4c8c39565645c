// SPDX-License-Identifier: Apache-2.0
#include "report/json/saved.hpp"

#include "support/experiments.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  std::string line_of(const std::string& hostname, const std::vector<double>& joules) {
    Experiment experiment = repeated(joules);
    experiment.host.hostname = hostname;
    for (Run& run : experiment.commands[0].runs) run.recording.rank = 3;
    return json_report(experiment, analyse(experiment, {}), JsonLayout::line);
  }

  /// Of every report, command by command.
  std::vector<SavedRun> runs_in(const std::string& text) {
    std::vector<SavedRun> runs;
    for (const SavedReport& report : read_mergeable(text, "a.json").value())
      for (const SavedCommand& command : report.commands) {
        runs.insert(runs.end(), command.runs.begin(), command.runs.end());
        if (command.failed) runs.push_back(*command.failed);
      }
    return runs;
  }

  std::string problem(std::string_view text) {
    const auto read = read_mergeable(text, "a.json");
    return read ? "" : read.error().reason;
  }

  } // namespace

  TEST_CASE("every run of every report: one document, or one a line") {
    const auto reports = read_mergeable(line_of("node1", {10, 12.5}), "a.json");
    REQUIRE(reports->size() == 1);
    CHECK(reports->front().origin.file == "a.json");
    CHECK(reports->front().origin.hostname == "node1");
    CHECK(reports->front().origin.by.quality == Quality::measured);
    REQUIRE(reports->front().commands.size() == 1);
    CHECK(reports->front().commands[0].name == "./bench");
    const std::vector<SavedRun>& one = reports->front().commands[0].runs;
    REQUIRE(one.size() == 2);
    CHECK(one[1].rank == 3);
    CHECK(one[1].tree.value->value == doctest::Approx(12.5));
    REQUIRE(one[1].counters.size() == 1);
    CHECK(one[1].counters[0].name == "package-0");
    CHECK(one[1].counters[0].reading.has_value());
    CHECK(one[1].counters[0].modulus.has_value());
    CHECK((*one[1].end - *one[1].start).count() == doctest::Approx(1));
    CHECK(runs_in(line_of("node1", {10}) + "\n" + line_of("node2", {1, 2})).size() == 3);
  }

  TEST_CASE(
      "a counter that began with our own opening is nobody else's: its reading tells nothing") {
    Experiment experiment = repeated({10});
    experiment.host.hostname = "node1";
    experiment.commands[0].runs[0].recording.counters[0].counter.counted_by = CountedBy::kernel;
    const auto records =
        runs_in(json_report(experiment, analyse(experiment, {}), JsonLayout::line));
    REQUIRE(records[0].counters.size() == 1);
    CHECK_FALSE(records[0].counters[0].reading.has_value());
  }

  TEST_CASE("a run that failed used energy, too") {
    Experiment experiment = repeated({10, 12.5});
    experiment.host.hostname = "node1";
    experiment.commands[0].failed = std::move(experiment.commands[0].runs[1]);
    experiment.commands[0].runs.pop_back();
    CHECK(runs_in(json_report(experiment, analyse(experiment, {}), JsonLayout::line)).size() == 2);
  }

  TEST_CASE("a number that no report of ours has is not known, and no sum is wrong by it") {
    const auto edited = [](const std::string& key, const std::string& number) {
      std::string text = line_of("node1", {10});
      const auto start = text.find("\"" + key + "\":") + key.size() + 3;
      return text.replace(start, text.find_first_of(",}", start) - start, number);
    };
    CHECK(runs_in(edited("energy_tree_joules", "11"))[0].tree.value == Joules{11});
    for (const char* number : {"-11", "1e18", "1.7e308", "\"11\""})
      CHECK_FALSE(runs_in(edited("energy_tree_joules", number))[0].tree.value);
    CHECK(runs_in(edited("rank", "7"))[0].rank == 7);
    for (const char* number : {"-1", "2147483648", "1e300", "0.5"})
      CHECK_FALSE(runs_in(edited("rank", number))[0].rank);
    REQUIRE(runs_in(line_of("node1", {10}))[0].counters.size() == 1);
    for (const char* number : {"0", "-1", "1e300"})
      CHECK_FALSE(runs_in(edited("modulus_joules", number))[0].counters[0].modulus);
    for (const char* number : {"-1", "1e300"})
      CHECK(problem(edited("started_monotonic_seconds", number)).find("when, a run") !=
            std::string::npos);
    CHECK_FALSE(problem(edited("ended_monotonic_seconds", "1e300")).empty());
  }

  TEST_CASE("what cannot be merged says why, and where") {
    CHECK(problem("") == "is not one JSON document, nor one a line");
    CHECK(problem(" \n\t\n") == "holds no run");
    CHECK(problem("{}") == "is no report of joules with schema version 1");
    CHECK(problem(R"({"schema_version": 1, "commands": []})").starts_with("holds no run, as"));
    CHECK(problem(line_of("node1", {10}) + "torn\n") ==
          "line 2: is not one JSON document, nor one a line");
    CHECK(problem(line_of("", {10})).find("does not say on which host") == 0);
  }
}
