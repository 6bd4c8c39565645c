// SPDX-License-Identifier: Apache-2.0
// Recordings are written and read back; what no run can have left behind is refused.
#include "report/json/recording.hpp"

#include "support/experiments.hpp"
#include "support/ledger_story.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <utility>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;
  using Json = nlohmann::ordered_json;

  namespace {

  /// Two packages, one of which failed once, a card, a ledger, and all that is rare.
  Recording eventful_run() {
    Story story(4);
    story.packages({0, 1}).domain("package-0").of_package(0).domain("package-1").of_package(1);
    story.then({.seconds = 0.1, .joules = {4, 3}, .tree = 0.1, .busy = 0.2});
    story.then({.seconds = 0.1, .joules = {5, 3}, .tree = 0.15, .busy = 0.3, .steal = 0.01});
    Recording recording = story.recording();
    recording.argv = {"./a", "b\xff"};
    recording.rank = 3;
    recording.view.virtualized = true;
    recording.counters[1].readings[1].reset();
    recording.samples[1].host.reset();
    recording.samples[1].packages.clear();
    Counter card;
    card.name = "GPU 0";
    card.counted_by = CountedBy::joules;
    recording.devices.push_back({"a card", {card, {0, std::uint64_t{1} << 63, 20}}, 0.125});
    recording.method.source.left_out.push_back({card, Exclusion::Reason::unreadable, "refused"});
    recording.method.aligned = false;
    recording.exit_info.exit = {std::nullopt, 9};
    recording.exit_info.left_running.push_back({7, "sleep"});
    recording.exit_info.clocks.push_back({ClockKind::perf, nanoseconds(0.2)});
    recording.exit_info.tree_clock = ClockKind::perf;
    recording.sensor_events.push_back({SensorEvent::Kind::lost, "package-1", "went away"});
    recording.second_views.push_back(
        {SecondView::Relation::same, "package-0", "package-0 by perf", Microjoules{1000}, 1, 2});
    LedgerStory ledger(LedgerDetail::by_process);
    ledger.fork(10, 1, 1).exec(10, "make", 2).in(10, 3).out(10, 60).exit(10, 61);
    recording.ledger = ledger.sample(100).close(200);
    return recording;
  }

  std::string document() {
    return recording_document(experiment_of(eventful_run()));
  }

  /// Why the document is refused with `value` at a JSON pointer; empty: it is not.
  std::string refused_with(const std::string& pointer, const Json& value) {
    Json json = Json::parse(document());
    json[Json::json_pointer(pointer)] = value;
    const auto recording = read_recording(json.dump(), "r.json");
    return recording ? "" : recording.error().reason;
  }

  const std::string run = "/experiment/commands/0/runs/0/recording";

  } // namespace

  TEST_CASE("a recording that is read back is the one that was written, bit for bit") {
    const auto read = read_recording(document(), "r.json");
    REQUIRE(read.has_value());
    Experiment again = read->experiment;
    for (Run& one : again.commands[0].runs) one.account = attribute(one.recording, read->policy);
    CHECK(recording_document(again) == document());
    const Experiment live = experiment_of(eventful_run());
    CHECK(json_report(again, analyse(again, {}), JsonLayout::line) ==
          json_report(live, analyse(live, {}), JsonLayout::line));
    CHECK(again.commands[0].argv == live.commands[0].argv);
  }

  TEST_CASE("a recording keeps its policy, and runs that failed") {
    Experiment experiment = repeated({1, 2});
    CommandRuns& command = experiment.commands[0];
    command.failed = std::move(command.runs.back());
    command.runs.pop_back();
    experiment.stopped_because = "run 2 of 2 failed";
    experiment.outcome.status = 3;
    command.runs[0].account.policy = {Policy::Kind::marginal, Watts{7.25}, {}, Watts{9}, 0.01};
    const auto read = read_recording(recording_document(experiment), "r.json");
    REQUIRE(read.has_value());
    CHECK(read->policy.kind == Policy::Kind::marginal);
    CHECK(read->policy.idle_power == Watts{7.25});
    CHECK_FALSE(read->policy.idle_low);
    CHECK(read->policy.idle_high == Watts{9});
    CHECK(read->experiment.commands[0].runs.size() == 1);
    CHECK(read->experiment.commands[0].failed);
    CHECK(read->experiment.stopped_because == "run 2 of 2 failed");
    CHECK(read->experiment.outcome.status == 3);
  }

  TEST_CASE("what is no recording says so") {
    for (const char* text : {"", "{", "7", "[]", "{}", R"({"recording_version": 2})"})
      CHECK_MESSAGE(!read_recording(text, "r.json").has_value(), text);
    CHECK_FALSE(read_recording(document() + std::string(1, '\0'), "r.json").has_value());
    CHECK_FALSE(read_recording(std::string(100'000, '['), "r.json").has_value());
    CHECK(read_recording("{}", "r.json").error().message() ==
          "r.json: is no recording of joules with version 1 (joules --record makes one)");
  }

  TEST_CASE("a field of the wrong kind is named") {
    CHECK(refused_with(run + "/samples/1/at_nanoseconds", "soon") ==
          "experiment.commands[0].runs[0].recording.samples[1].at_nanoseconds: "
          "is no whole number in its range");
    CHECK(refused_with(run + "/samples/1", 7) ==
          "experiment.commands[0].runs[0].recording.samples[1]: is no object");
    CHECK(refused_with("/policy/kind", "none") ==
          "policy.kind: is none of busy, capacity, marginal");
    CHECK(refused_with("/policy/idle_power_watts", nullptr) ==
          "policy.idle_power_watts: is no number");
    CHECK(refused_with("/experiment/partial", 1) ==
          "experiment.partial: is neither true nor false");
    CHECK(refused_with(run + "/started_at", 1).ends_with("started_at: is no text"));
    CHECK(refused_with(run + "/argv", "x").ends_with("argv: is no list"));
    CHECK(
        refused_with(run + "/exit_info/wakeups", -1).ends_with("is no whole number in its range"));
  }

  TEST_CASE("a field that is missing is named") {
    Json json = Json::parse(document());
    json["experiment"]["plan"].erase("runs");
    CHECK(read_recording(json.dump(), "r.json").error().reason ==
          "experiment.plan.runs: is missing");
  }

  TEST_CASE("what no run can have left behind is refused") {
    const auto at = [](const std::string& path) { return run + path; };
    const std::pair<std::string, Json> impossible[] = {
        {at("/samples/1/at_nanoseconds"), 0},
        {at("/samples/1/tree_cpu_nanoseconds"), -1},
        {at("/samples/2/host/idle_microseconds"), std::int64_t{1} << 60},
        {at("/samples/2/host/online_cpus"), -1},
        {at("/samples/2/packages"),
         Json::array({Json::parse(document())["experiment"]["commands"][0]["runs"][0]["recording"]
                                             ["samples"][0]["packages"][0]})},
        {at("/counters/0/readings_microjoules"), Json::array({1, 2})},
        {at("/counters/0/counter/modulus_microjoules"), 0},
        {at("/counters/0/counter/name"), "\x1b[31m"},
        {at("/counters/0/counter/largest_power_watts"), 0},
        {at("/devices/0/tree_share"), 1.5},
        {at("/devices/0/description"), "a\nb"},
        {at("/method/model"),
         Json::object(
             {{"name", "m"},
              {"row", "r"},
              {"idle_thread", {{"low_watts", 1}, {"middle_watts", 1}, {"high_watts", 1}}},
              {"busy_thread", {{"low_watts", 1}, {"middle_watts", 1}, {"high_watts", 1}}}})},
        {at("/method/clock_tick_nanoseconds"), -1},
        {at("/exit_info/tree_cpu_nanoseconds"), 1},
        {at("/exit_info/exit/code"), 0},
        {at("/exit_info/exit/signal"), 65},
        {at("/exit_info/samples_taken"), std::uint64_t{1} << 54},
        {at("/ledger/edges_nanoseconds"), Json::array({5, 5, 6})},
        {at("/ledger/processes/0/cpu/first_column"), 9},
        {at("/ledger/processes/0/cpu/spent_nanoseconds"), Json::array({-1})},
        {at("/argv"), Json::array()},
        {"/policy/idle_power_watts", -1},
        {"/policy/idle_busy_cpus", -1},
        {"/experiment/plan/commands", 2},
        {"/experiment/plan/runs", 0},
        {"/experiment/commands", Json::array()},
        {"/experiment/commands/0/runs", Json::array()},
        {"/experiment/commands/0/argv", Json::array()},
        {"/experiment/commands/0/runs/0/index", 1},
        {"/experiment/outcome/status", 256},
        {"/experiment/host/cpu_model", "\x1b"},
        {"/experiment/stopped_because", "\r"},
    };
    REQUIRE(refused_with("/tool", Json::object()).empty());
    for (const auto& one : impossible)
      CHECK_MESSAGE(!refused_with(one.first, one.second).empty(), one.first);
  }
}
