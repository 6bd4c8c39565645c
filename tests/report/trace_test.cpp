// SPDX-License-Identifier: Apache-2.0
// The trace: slices that sum to the tree's energy, in lanes where none overlaps.
#include "report/export/trace.hpp"

#include "support/experiments.hpp"
#include "support/ledger_story.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;
  using doctest::Approx;
  using Json = nlohmann::json;

  namespace {

  /// make starts two compilers side by side, and then a third.
  Recording build() {
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 4; ++i)
      story.then({.seconds = 0.1, .joules = {2.0 + i}, .tree = 0.12, .busy = 0.15});
    Recording recording = story.recording();
    LedgerStory ledger(LedgerDetail::by_process);
    const double start = seconds(recording.samples[0].at) * 1e3;
    ledger.sample(start);
    ledger.fork(10, 1, start + 1).exec(10, "make", start + 2).in(10, start + 3).out(10, start + 10);
    for (const int pid : {11, 12})
      ledger.fork(pid, 10, start + 20)
          .exec(pid, "cc1", start + 21)
          .in(pid, start + 22, pid - 10)
          .out(pid, start + 150, pid - 10)
          .exit(pid, start + 151, pid - 10);
    ledger.fork(13, 10, start + 200)
        .exec(13, "ld\x1b", start + 201)
        .in(13, start + 202, 1)
        .out(13, start + 300, 1)
        .exit(13, start + 301, 1);
    ledger.sample(start + 100).sample(start + 200).sample(start + 300);
    recording.ledger = ledger.close(start + 400);
    return recording;
  }

  std::vector<Json> events(const Experiment& experiment, const std::string& kind) {
    std::vector<Json> found;
    const Json trace = Json::parse(trace_export(experiment));
    for (const Json& event : trace["traceEvents"])
      if (event["ph"] == kind) found.push_back(event);
    return found;
  }

  } // namespace

  TEST_CASE("the slices of a trace sum to the tree's energy and CPU time") {
    const Experiment experiment = experiment_of(build());
    double joules = 0, cpu = 0;
    for (const Json& slice : events(experiment, "X")) {
      joules += slice["args"]["joules"].get<double>();
      cpu += slice["args"]["cpu_seconds"].get<double>();
    }
    const EnergyAccount& account = experiment.commands[0].runs[0].account;
    CHECK(joules == Approx(account.tree.value->value).epsilon(1e-12));
    CHECK(cpu == Approx(account.tree_cpu.count()).epsilon(1e-12));
  }

  TEST_CASE("slices of a lane do not overlap, and lanes are few") {
    std::map<int, double> free_from;
    for (const Json& slice : events(experiment_of(build()), "X")) {
      if (!slice["args"].contains("pid")) continue; // what is in no process's slice
      const int lane = slice["tid"];
      const double start = slice["ts"];
      if (free_from.contains(lane)) CHECK(start >= free_from[lane]);
      free_from[lane] = start + slice["dur"].get<double>();
    }
    CHECK(free_from.size() == 3); // make, and two compilers; the linker takes a compiler's lane
  }

  TEST_CASE("what is in no process's slice has a lane below all of theirs") {
    std::vector<int> lanes;
    for (const Json& slice : events(experiment_of(build()), "X")) lanes.push_back(slice["tid"]);
    REQUIRE(lanes.size() == 5);
    CHECK(lanes.back() == 4);
    CHECK(std::ranges::count(lanes, 4) == 1);
    CHECK(lanes.front() == 1);
  }

  TEST_CASE("a slice is a process") {
    for (const Json& slice : events(experiment_of(build()), "X")) {
      if (slice["args"].value("pid", 0) != 13) continue;
      CHECK(slice["name"] == "ld\\x1b");
      CHECK(slice["args"]["parent_pid"] == 10);
      CHECK(slice["ts"].get<double>() == Approx(200'000).epsilon(0.01));
      CHECK(slice["dur"].get<double>() == Approx(101'000).epsilon(0.01));
      return;
    }
    FAIL("no slice of the linker");
  }

  TEST_CASE("powers of a trace are counters that end at zero") {
    const auto counters = events(experiment_of(build()), "C");
    std::vector<double> watts;
    for (const Json& counter : counters)
      if (counter["name"] == "power, W")
        watts.push_back(counter["args"]["tree"].get<double>() +
                        counter["args"]["others"].get<double>());
    REQUIRE(watts.size() == 5);
    CHECK(watts[0] == Approx(20));
    CHECK(watts[3] == Approx(50));
    CHECK(watts[4] == 0);
  }

  TEST_CASE("each run of a trace is a process of its own") {
    Experiment experiment = repeated({1, 2});
    experiment.commands[0].name = "nightly";
    std::vector<std::string> names;
    for (const Json& event : events(experiment, "M"))
      if (event["name"] == "process_name") names.push_back(event["args"]["name"]);
    CHECK(names == std::vector<std::string>{"nightly, run 1", "nightly, run 2"});
  }

  TEST_CASE("a phase has a lane with a slice for each of its times, and a moment is an instant") {
    Recording recording = build();
    const auto mark = [&](Mark::Kind kind, int milliseconds, const std::string& name) {
      const Nanoseconds at =
          recording.samples[0].at + Nanoseconds(std::chrono::milliseconds(milliseconds));
      recording.marks->all.push_back({kind, at, {}, name, kind == Mark::Kind::work ? 5.0 : 0.0});
    };
    using Kind = Mark::Kind;
    recording.marks.emplace();
    mark(Kind::begin, 10, "load");
    mark(Kind::begin, 20, "load"); // one stretch, to the last end
    mark(Kind::end, 30, "load");
    mark(Kind::end, 50, "load");
    mark(Kind::work, 60, "steps");
    mark(Kind::point, 70, "here\x1b");
    mark(Kind::begin, 80, "solve");
    mark(Kind::begin, 100, "load");
    mark(Kind::end, 120, "load");
    const Experiment experiment = experiment_of(recording);
    std::map<std::string, std::vector<Json>> phases;
    double joules = 0;
    for (const Json& slice : events(experiment, "X")) {
      if (slice["cat"] == "phase") phases[slice["name"]].push_back(slice);
      joules += slice["args"].value("joules", 0.0);
    }
    const EnergyAccount& account = experiment.commands[0].runs[0].account;
    CHECK(joules == Approx(account.tree.value->value).epsilon(1e-12)); // by processes alone
    REQUIRE(phases["load"].size() == 2);
    CHECK(phases["load"][0]["ts"] == Approx(10'000));
    CHECK(phases["load"][0]["dur"] == Approx(40'000));
    CHECK(phases["load"][1]["dur"] == Approx(20'000));
    CHECK(phases["load"][0]["args"]["joules_of_all_times"] ==
          Approx(account.phases[0].tree.value->value));
    CHECK(phases["load"][0]["args"]["times"] == 3);
    REQUIRE(phases["solve"].size() == 1); // it did not end
    CHECK(phases["solve"][0]["dur"] == Approx(320'000));
    CHECK(phases["solve"][0]["tid"] != phases["load"][0]["tid"]);
    CHECK(phases["load"][1]["tid"] == phases["load"][0]["tid"]);
    std::map<std::string, double> instants;
    for (const Json& event : events(experiment, "i")) instants[event["name"]] = event["ts"];
    CHECK(instants == std::map<std::string, double>{{"5 steps", 60'000}, {"here\\x1b", 70'000}});
    std::vector<std::string> lanes;
    for (const Json& event : events(experiment, "M")) lanes.push_back(event["args"]["name"]);
    CHECK(std::ranges::count(lanes, "phase load") == 1);
    for (const Json& slice : events(experiment, "X"))
      if (slice["cat"] == "process") CHECK(slice["tid"] < phases["load"][0]["tid"]);
  }

  TEST_CASE("a subject has a lane of its own, beside the tree's joules") {
    Experiment experiment = experiment_of(build());
    const auto joules = [&] {
      double sum = 0;
      for (const Json& slice : events(experiment, "X")) sum += slice["args"].value("joules", 0.0);
      return sum;
    };
    const double before = joules();
    SubjectAccount& subject = experiment.commands[0].runs[0].account.subjects.emplace_back();
    subject.name = "cgroup:web\x1b";
    subject.energy.value = Joules{3};
    subject.cpu = Seconds{0.25};
    CHECK(joules() == Approx(before));
    std::vector<Json> found;
    for (const Json& slice : events(experiment, "X"))
      if (slice["cat"] == "subject") found.push_back(slice);
    REQUIRE(found.size() == 1);
    CHECK(found[0]["name"] == "cgroup:web\\x1b");
    CHECK(found[0]["args"]["joules_of_subject"] == 3);
    CHECK(found[0]["args"]["cpu_seconds"] == 0.25);
    CHECK(found[0]["dur"] == Approx(400'000));
    for (const Json& slice : events(experiment, "X"))
      if (slice["cat"] == "process") CHECK(slice["tid"] < found[0]["tid"]);
  }
}
