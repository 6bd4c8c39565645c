// SPDX-License-Identifier: Apache-2.0
#include "merging/merge.hpp"

#include <doctest/doctest.h>

#include <cmath>

TEST_SUITE("merging") {

  using namespace joules;

  namespace {

  Energy joules_of(double value) {
    return {Joules{value}, false, std::nullopt, std::nullopt};
  }

  RunRecord run(const std::string& host, std::optional<int> rank, double start, double tree,
                double whole) {
    RunRecord record;
    record.file = host + ".json";
    record.hostname = host;
    record.boot_id = "boot of " + host;
    record.sensor = "powercap";
    record.quality = "measured";
    record.policy = "busy";
    record.rank = rank;
    record.command = "solver";
    record.start = Seconds{start};
    record.end = Seconds{start + 10};
    record.tree = joules_of(tree);
    record.host = joules_of(whole);
    return record;
  }

  Merged merged(const std::vector<RunRecord>& records) {
    return std::get<Merged>(merge(records));
  }

  std::string refusal(const std::vector<RunRecord>& records) {
    const auto result = merge(records);
    const auto* why = std::get_if<Unmergeable>(&result);
    return why == nullptr ? "" : why->reason;
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
    estimated.quality = "estimated";
    capacity.policy = "capacity";
    const Merged all = merged({estimated, run("a", 1, 7, 30, 100), capacity});
    REQUIRE(all.totals.size() == 3);
    CHECK(all.totals[0].quality == "measured");
    CHECK(all.totals[2].quality == "estimated");
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
    record.policy = "capacity";
    const MergedTotal total = merged({record}).totals[0];
    CHECK(total.sensor == "powercap");
    CHECK(total.quality == "measured");
    CHECK(total.policy == "capacity");
    CHECK(total.hosts.at(0).boot_id == "boot of a");
  }

  TEST_CASE("trees bound the host's energy; more than it is worth a warning") {
    const MergedTotal close = merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 41, 100)}).totals[0];
    REQUIRE(close.warnings.size() == 1); // 101 J of 100: visible, and usual
    CHECK(close.warnings[0].message ==
          "a: the runs' trees add up to 1.0 % more than the host used: each is known within its +- "
          "only");
    CHECK(merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 40.05, 100)}).totals[0].warnings.empty());
    const MergedTotal nested = merged({run("a", 0, 7, 90, 100), run("a", 1, 7, 80, 100)}).totals[0];
    REQUIRE(nested.warnings.size() == 1);
    CHECK(nested.warnings[0].code == WarningCode::cpu_time_uncertain);
    CHECK(nested.warnings[0].message.find("inside another?") != std::string::npos);
    // Overlapping in part, it is 150 by mean power; the trees know better.
    CHECK(merged({run("a", 0, 7, 90, 100), run("a", 1, 12, 80, 100)}).totals[0].host.value->value ==
          doctest::Approx(170));
  }

  TEST_CASE("trees above their host by 0.1 % are seen, and by more than 2 % wrong") {
    const auto said = [](double excess) {
      const MergedTotal total =
          merged({run("a", 0, 7, 60, 100), run("a", 1, 7, 40 + excess, 100)}).totals[0];
      return total.warnings.empty() ? "" : total.warnings[0].message;
    };
    CHECK(said(0.099).empty());
    CHECK(said(0.101) ==
          "a: the runs' trees add up to 0.10 % more than the host used: each is known within its "
          "+- only");
    CHECK(said(1.99).find("within its +- only") != std::string::npos);
    CHECK(said(2.01).find("inside another?") != std::string::npos);
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
    here.boot_id.clear();
    there.boot_id.clear();
    CHECK(merged({here, there}).totals[0].hosts.size() == 2);
    there.hostname = "a";
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
    CHECK(within.warnings[0].message.find("inside another?") != std::string::npos);
    runs[1].tree_uncertainty = Joules{3};
    CHECK(merged(runs).totals[0].warnings[0].message.find("within its +- only") !=
          std::string::npos);
  }

  TEST_CASE("containers of one host have names of their own, and share its energy") {
    RunRecord other = run("container", 1, 7, 30, 100);
    other.boot_id = "boot of a";
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

  TEST_CASE("a run that is there twice is refused") {
    RunRecord copy = run("a", 0, 7, 40, 100);
    copy.file = "copy.json";
    CHECK(refusal({run("a", 0, 7, 40, 100), copy}) ==
          "a.json and copy.json: hold the same run: give each of them once");
    CHECK(refusal({copy, copy}) == "copy.json: holds the same run twice");
  }
}
