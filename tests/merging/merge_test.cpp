// SPDX-License-Identifier: Apache-2.0
#include "merging/merge.hpp"

#include "support/merged_runs.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("merging") {

  using namespace joules;
  using test::reports_of;
  using test::RunRecord;

  namespace {

  Energy joules_of(double value) {
    return {Joules{value}, false, std::nullopt, std::nullopt};
  }

  RunRecord run(const std::string& host, std::optional<int> rank, double start, double tree,
                double whole) {
    RunRecord record;
    record.origin.file = host + ".json";
    record.origin.hostname = host;
    record.origin.boot_id = "boot of " + host;
    record.origin.by.sensor = "powercap";
    record.origin.by.quality = Quality::measured;
    record.origin.by.policy = "busy";
    record.rank = rank;
    record.command = "solver";
    record.start = Seconds{start};
    record.end = Seconds{start + 10};
    record.tree = joules_of(tree);
    record.host = joules_of(whole);
    return record;
  }

  Merged merged(const std::vector<RunRecord>& records) {
    return merge(reports_of(records)).value();
  }

  std::string refusal(const std::vector<RunRecord>& records) {
    const auto result = merge(reports_of(records));
    return result ? "" : result.error().message();
  }

  } // namespace

  TEST_CASE("trees are added; a host's energy counts once, however many ranks ran there") {
    const Merged all =
        merged({run("b", 2, 500, 30, 80), run("a", 0, 7, 40, 100), run("a", 1, 7.0001, 50, 100)});
    REQUIRE(all.totals.size() == 1);
    const MergedTotal& total = all.totals[0];
    CHECK(total.runs == 3);
    CHECK(total.tree.value->value == doctest::Approx(120));
    CHECK(total.host.value->value == doctest::Approx(180).epsilon(0.001));
    REQUIRE(total.hosts.size() == 2);
    CHECK(total.hosts[0].hostname == "a");
    CHECK(total.hosts[0].runs == 2);
    CHECK(total.hosts[0].tree.value->value == doctest::Approx(90));
    CHECK(total.hosts[0].covered.count() == doctest::Approx(10.0001));
    CHECK(total.longest.count() == doctest::Approx(10.0001));
    REQUIRE(total.by_rank.size() == 3);
    CHECK(total.by_rank[2].rank == 2);
    CHECK(total.by_rank[2].hostname == "b");
    CHECK(total.by_rank[2].tree.value->value == doctest::Approx(30));
    CHECK(total.warnings.empty());
    CHECK(all.files == std::vector<std::string>{"b.json", "a.json"});
  }

  TEST_CASE("the same instants of another host are another time") {
    CHECK(merged({run("a", 0, 7, 40, 100), run("b", 1, 7, 40, 100)}).totals[0].host.value->value ==
          doctest::Approx(200));
  }

  TEST_CASE("measured and estimated never mix, nor do sensors and policies") {
    RunRecord estimated = run("a", 0, 7, 40, 100), capacity = run("a", 0, 90, 40, 100);
    estimated.origin.by.quality = Quality::estimated;
    capacity.origin.by.policy = "capacity";
    const Merged all = merged({estimated, run("a", 1, 7, 30, 100), capacity});
    REQUIRE(all.totals.size() == 3);
    CHECK(all.totals[0].quality == Quality::measured);
    CHECK(all.totals[2].quality == Quality::estimated);
    CHECK(all.totals[2].tree.value->value == doctest::Approx(40));
  }

  TEST_CASE("what is not known makes sums lower bounds, and is never 0") {
    RunRecord unknown = run("a", 0, 7, 0, 0);
    unknown.tree.value.reset();
    unknown.host.value.reset();
    const MergedTotal total = merged({unknown, run("b", 1, 7, 30, 80)}).totals[0];
    CHECK(total.tree.at_least);
    CHECK(total.host.at_least);
    CHECK(total.tree.value->value == doctest::Approx(30));
    CHECK_FALSE(total.by_rank[0].tree.value.has_value());
    CHECK_FALSE(merged({unknown}).totals[0].tree.value.has_value());
  }

  TEST_CASE("ranges are added") {
    RunRecord estimated = run("a", std::nullopt, 7, 40, 100),
              other = run("b", std::nullopt, 7, 40, 100);
    for (RunRecord* record : {&estimated, &other}) {
      record->tree.low = Joules{20};
      record->tree.high = Joules{60};
    }
    const MergedTotal total = merged({estimated, other}).totals[0];
    CHECK(total.tree.low->value == doctest::Approx(40));
    CHECK(total.tree.high->value == doctest::Approx(120));
    CHECK(total.by_rank.empty());
  }

  TEST_CASE("commands come in the order of their energies") {
    RunRecord compiler = run("a", std::nullopt, 30, 50, 60),
              linker = run("a", std::nullopt, 7, 9, 60);
    compiler.command = "g++";
    linker.command = "ar";
    const MergedTotal total = merged({linker, compiler}).totals[0];
    REQUIRE(total.by_command.size() == 2);
    CHECK(total.by_command[0].command == "g++");
  }

  TEST_CASE("commands of the same energy come in the order of their names") {
    std::vector<RunRecord> runs;
    for (const char* command : {"c", "b", "a"}) {
      runs.push_back(run("a", std::nullopt, 10.0 * static_cast<double>(runs.size()), 5, 60));
      runs.back().command = command;
    }
    const MergedTotal total = merged(runs).totals[0];
    REQUIRE(total.by_command.size() == 3);
    CHECK(total.by_command[0].command == "a");
    CHECK(total.by_command[1].command == "b");
    CHECK(total.by_command[2].command == "c");
  }

  TEST_CASE("a total says how its energies were obtained") {
    RunRecord record = run("a", 0, 7, 40, 100);
    record.origin.by.policy = "capacity";
    const MergedTotal total = merged({record}).totals[0];
    CHECK(total.sensor == "powercap");
    CHECK(total.quality == Quality::measured);
    CHECK(total.policy == "capacity");
    CHECK(total.hosts.at(0).boot_id == "boot of a");
  }

  TEST_CASE("trees bound the host's energy; more than it is worth a warning") {
    const MergedTotal close = merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 41, 100)}).totals[0];
    REQUIRE(close.warnings.size() == 1); // 101 J of 100: visible, and usual
    const auto beyond = [](const MergedTotal& total) {
      return std::get<warnings::TreesBeyondHost>(total.warnings.at(0).cause);
    };
    CHECK(beyond(close).hostname == "a");
    CHECK(beyond(close).excess == doctest::Approx(0.01));
    CHECK(beyond(close).within_uncertainty);
    CHECK(merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 40.05, 100)}).totals[0].warnings.empty());
    const MergedTotal nested = merged({run("a", 0, 7, 90, 100), run("a", 1, 7, 80, 100)}).totals[0];
    REQUIRE(nested.warnings.size() == 1);
    CHECK(nested.warnings[0].code() == WarningCode::cpu_time_uncertain);
    CHECK_FALSE(beyond(nested).within_uncertainty);
    // Overlapping in part, it is 150 by mean power; the trees know better.
    CHECK(merged({run("a", 0, 7, 90, 100), run("a", 1, 12, 80, 100)}).totals[0].host.value->value ==
          doctest::Approx(170));
  }

  TEST_CASE("trees above their host by 0.1 % are seen, and by more than 2 % wrong") {
    const auto with = [](double excess) {
      return merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 40 + excess, 100)}).totals[0].warnings;
    };
    const auto beyond = [&](double excess) {
      return std::get<warnings::TreesBeyondHost>(with(excess).at(0).cause);
    };
    CHECK(with(0.099).empty());
    CHECK(beyond(0.101).hostname == "a");
    CHECK(beyond(0.101).excess == doctest::Approx(0.00101));
    CHECK(beyond(0.101).within_uncertainty);
    CHECK(beyond(1.99).within_uncertainty);
    CHECK_FALSE(beyond(2.01).within_uncertainty);
  }

  TEST_CASE("ranges: a sum of a value with one and a value without is open by the one alone") {
    RunRecord estimated = run("a", 0, 7, 40, 100), exact = run("b", 1, 7, 10, 100);
    estimated.tree.low = Joules{20};
    estimated.tree.high = Joules{60};
    for (const auto& both : {std::vector{estimated, exact}, std::vector{exact, estimated}}) {
      const MergedTotal total = merged(both).totals[0];
      CHECK(total.tree.low->value == doctest::Approx(30));
      CHECK(total.tree.high->value == doctest::Approx(70));
    }
  }

  TEST_CASE("a host without a boot id is known by its name") {
    RunRecord here = run("a", 0, 7, 40, 100), there = run("b", 1, 7, 30, 100);
    here.origin.boot_id.clear();
    there.origin.boot_id.clear();
    CHECK(merged({here, there}).totals[0].hosts.size() == 2);
    there.origin.hostname = "a";
    CHECK(merged({here, there}).totals[0].hosts.size() == 1);
  }

  TEST_CASE("+- are added on a host, and independent between hosts") {
    std::vector<RunRecord> runs{run("a", 0, 7, 60, 100), run("a", 1, 7, 45, 100),
                                run("b", 2, 7, 30, 100)};
    CHECK_FALSE(merged(runs).totals[0].tree_uncertainty.has_value());
    for (RunRecord& one : runs) one.tree_uncertainty = Joules{2};
    const MergedTotal within = merged(runs).totals[0];
    CHECK(within.hosts[0].tree_uncertainty->value == doctest::Approx(4));
    CHECK(within.tree_uncertainty->value == doctest::Approx(std::sqrt(16 + 4)));
    REQUIRE(within.warnings.size() == 1); // 5 J more, 4 are within +-
    const auto is_within = [](const MergedTotal& total) {
      return std::get<warnings::TreesBeyondHost>(total.warnings.at(0).cause).within_uncertainty;
    };
    CHECK_FALSE(is_within(within));
    runs[1].tree_uncertainty = Joules{3};
    CHECK(is_within(merged(runs).totals[0]));
  }

  TEST_CASE("containers of one host have names of their own, and share its energy") {
    RunRecord other = run("container", 1, 7, 30, 100);
    other.origin.boot_id = "boot of a";
    const MergedTotal total = merged({run("a", 0, 7, 40, 100), other}).totals[0];
    REQUIRE(total.hosts.size() == 1);
    CHECK(total.hosts[0].hostname == "a");
    CHECK(total.host.value->value == doctest::Approx(100));
  }

  TEST_CASE("one run's counters never stand beside another one's whole") {
    RunRecord first = run("a", 0, 0, 90, 150), second = run("a", 1, 0, 40, 150);
    first.counters = {{"package-0", Joules{100}, Joules{30}, Joules{1000}},
                      {"dram", Joules{50}, Joules{7}, std::nullopt}};
    CHECK(merged({first, second}).totals[0].host.value->value == doctest::Approx(150));
    second.counters = {{"package-0", Joules{150}, Joules{30}, Joules{1000}}};
    CHECK(merged({first, second}).totals[0].host.value->value == doctest::Approx(150));
  }

  TEST_CASE("counters are followed one by one") {
    RunRecord first = run("a", 0, 0, 90, 150), second = run("a", 1, 5, 80, 160);
    first.counters = {{"package-0", Joules{100}, Joules{30}, Joules{1000}},
                      {"dram", Joules{50}, Joules{7}, std::nullopt}};
    second.counters = {{"package-0", Joules{110}, Joules{90}, Joules{1000}},
                       {"dram", Joules{50}, Joules{32}, std::nullopt}};
    const MergedTotal total = merged({first, second}).totals[0];
    CHECK(total.host.value->value == doctest::Approx(60 + 110 + 25 + 50));
    CHECK_FALSE(total.interpolated);
    CHECK(total.hosts[0].covered.count() == doctest::Approx(15));
  }

  TEST_CASE("what can be merged holds a run, and says of each where and when it was made") {
    const auto refusal_of = [](const std::vector<RunRecord>& records) {
      SavedReport report;
      for (const SavedReport& one : reports_of(records)) {
        report.origin = one.origin;
        report.commands.push_back(one.commands.front());
      }
      const auto usable = mergeable(report);
      return usable ? "" : usable.error().reason;
    };
    RunRecord whole = run("a", 0, 7, 40, 100), timeless = whole, nowhere = whole;
    timeless.start.reset();
    nowhere.origin.hostname = nowhere.origin.boot_id = "";
    CHECK(refusal_of({whole, whole}) == "");
    CHECK(refusal_of({}) == "holds no run, as what --merge, --diff and --doctor write");
    CHECK(refusal_of({whole, timeless}).starts_with("does not say on which host, and when,"));
    CHECK(refusal_of({nowhere}).starts_with("does not say on which host, and when,"));
    nowhere.origin.boot_id = "boot of a";
    CHECK(refusal_of({nowhere}) == "");
  }

  TEST_CASE("a run that is there twice is refused") {
    RunRecord copy = run("a", 0, 7, 40, 100);
    copy.origin.file = "copy.json";
    CHECK(refusal({run("a", 0, 7, 40, 100), copy}) ==
          "a.json and copy.json: hold the same run: give each of them once");
    CHECK(refusal({copy, copy}) == "copy.json: holds the same run twice");
  }

  TEST_CASE("runs are grouped by the jobs of a batch system, where any has one") {
    std::vector<RunRecord> records = {run("a", 0, 0, 10, 100), run("b", 1, 0, 20, 100),
                                      run("c", 2, 0, 40, 100)};
    CHECK(merged(records).totals[0].by_job.empty());
    records[0].job = records[1].job = "slurm 4711";
    const auto jobs = merged(records).totals[0].by_job;
    REQUIRE(jobs.size() == 2);
    CHECK(jobs[0].job.empty());
    CHECK(jobs[0].tree.value->value == doctest::Approx(40));
    CHECK(jobs[1].job == "slurm 4711");
    CHECK(jobs[1].runs == 2);
    CHECK(jobs[1].tree.value->value == doctest::Approx(30));
  }

  TEST_CASE("phases of one name are added, most energy first; without one there is no table") {
    const auto with = [](RunRecord record, const std::string& phase, std::optional<double> joules) {
      PhaseAccount& one = record.phases.emplace_back();
      one.name = phase;
      if (joules) one.tree.value = Joules{*joules};
      return record;
    };
    const auto first = with(with(run("a", 0, 7, 40, 100), "load", 5), "solve", 30);
    const auto second = with(run("b", 1, 7, 40, 100), "solve", 35);
    const Merged all = merged({first, second});
    const auto& phases = all.totals.at(0).by_phase;
    REQUIRE(phases.size() == 2);
    CHECK(phases[0].phase == "solve");
    CHECK(phases[0].runs == 2);
    CHECK(phases[0].tree.value->value == doctest::Approx(65));
    CHECK_FALSE(phases[0].tree.at_least);
    CHECK(phases[1].runs == 1);
    const Merged unknown = merged({first, with(run("b", 1, 7, 40, 100), "solve", std::nullopt)});
    CHECK(unknown.totals.at(0).by_phase[0].tree.at_least);
    CHECK(merged({run("a", 0, 7, 40, 100)}).totals.at(0).by_phase.empty());
  }

  TEST_CASE("a subject that runs of a host measured at once counts once, and on each host") {
    const auto with = [](RunRecord record, double joules) {
      SubjectAccount& subject = record.subjects.emplace_back();
      subject.name = "cgroup:web";
      subject.energy.value = Joules{joules};
      return record;
    };
    // Ten seconds each: the second begins when the first is half over.
    const Merged all = merged({with(run("a", 0, 0, 1, 100), 20), with(run("a", 1, 5, 1, 100), 20),
                               with(run("b", 2, 0, 1, 100), 7)});
    const auto& subjects = all.totals.at(0).subjects;
    REQUIRE(subjects.size() == 2);
    CHECK(subjects[0].hostname == "a");
    CHECK(subjects[0].runs == 2);
    CHECK(subjects[0].energy.value->value == doctest::Approx(30));
    CHECK(subjects[0].interpolated);
    CHECK(subjects[1].hostname == "b");
    CHECK(subjects[1].energy.value->value == doctest::Approx(7));
    CHECK_FALSE(subjects[1].interpolated);
    CHECK(merged({run("a", 0, 7, 40, 100)}).totals.at(0).subjects.empty());
  }
}
