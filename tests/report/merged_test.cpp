// SPDX-License-Identifier: Apache-2.0
#include "report/text/merged.hpp"

#include "support/merged_runs.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

TEST_SUITE("report") {

  using namespace joules;
  using test::reports_of;
  using test::RunRecord;

  namespace {

  RunRecord run_of(const std::string& host, std::optional<int> rank, double tree, double whole) {
    RunRecord record;
    record.origin.file = "job.jsonl";
    record.origin.hostname = host;
    record.origin.by.sensor = "powercap";
    record.origin.by.quality = Quality::measured;
    record.origin.by.policy = "busy";
    record.rank = rank;
    record.command = "solver";
    record.start = Seconds{100};
    record.end = Seconds{100 + 4.5 + tree / 1e4};
    record.tree.value = Joules{tree};
    record.host.value = Joules{whole};
    return record;
  }

  Merged merged(const std::vector<RunRecord>& records) {
    return merge(reports_of(records)).value();
  }

  Merged job() {
    return merged(
        {run_of("node1", 0, 40, 100), run_of("node1", 1, 50, 100), run_of("node2", 2, 30, 80)});
  }

  } // namespace

  TEST_CASE("totals, then hosts and ranks, in 80 columns") {
    CHECK(merged_report(job(), {.width = 80}) ==
          "joules: 3 runs on 2 hosts, measured by powercap, from 1 file\n"
          "  energy, all trees      120.0 J  66.7 % of all hosts'\n"
          "  energy, all hosts      180.0 J  overlaps once, at mean power\n"
          "  time                    4.50 s  of the host with the longest\n"
          "  attributed by         its share of the CPU time that was busy\n"
          "  by host                       trees         host    share       time  runs\n"
          "    node1                     90.00 J      100.0 J   90.0 %     4.50 s     2\n"
          "    node2                     30.00 J      80.00 J   37.5 %     4.50 s     1\n"
          "  by rank                        tree                of all             runs\n"
          "    0 on node1                40.00 J                33.3 %                1\n"
          "    1 on node1                50.00 J                41.7 %                1\n"
          "    2 on node2                30.00 J                25.0 %                1\n");
  }

  TEST_CASE("a sum ends at the place of its uncertainty") {
    RunRecord run = run_of("node1", 0, 30.6213, 40);
    run.tree_uncertainty = Joules{1.6};
    const std::string text = merged_report(merged({run}), {.width = 80});
    CHECK(text.substr(text.find('\n') + 1, 58) ==
          "  energy, all trees       30.6 J  +- 1.6 J    76.6 % of th");
  }

  TEST_CASE("where a sum is a lower bound it is said where the reason stands") {
    RunRecord part = run_of("node1", 0, 40, 100);
    CHECK(merged_report(merged({part}), {}).find("lower bounds") == std::string::npos);
    part.tree.at_least = true;
    CHECK(merged_report(merged({part}), {})
              .find("  lower bounds          the reports that were added up say why\n") !=
          std::string::npos);
    part.tree.value.reset(); // of nothing there is no bound
    CHECK(merged_report(merged({part}), {}).find("lower bounds") == std::string::npos);
    part.tree = {Joules{40}, false, {}, {}};
    part.host.at_least = true;
    CHECK(merged_report(merged({part}), {}).find("lower bounds") != std::string::npos);
  }

  TEST_CASE("JSON has the same, in joules and seconds") {
    const auto json = nlohmann::json::parse(merged_json(job(), JsonLayout::line));
    CHECK(json["files"][0] == "job.jsonl");
    const auto& total = json["totals"][0];
    CHECK(total["energy_tree_joules"] == 120);
    CHECK(total["hosts"][1]["hostname"] == "node2");
    CHECK(total["by_rank"][2]["rank"] == 2);
    CHECK(total["by_command"][0]["name"] == "solver");
  }

  TEST_CASE("what was estimated says so, and is not added to what was measured") {
    RunRecord guessed = run_of("node3", std::nullopt, 7, 9);
    guessed.origin.by.quality = Quality::estimated;
    guessed.origin.by.sensor = "estimate";
    guessed.tree.low = Joules{4};
    guessed.tree.high = Joules{11};
    const std::string text = merged_report(merged({guessed, run_of("node1", 0, 40, 100)}), {});
    CHECK(text.find("about 7 J  estimate: 4.0 to 11") != text.npos);
    CHECK(text.find("not added") != text.npos);
    CHECK(text.find("measured") < text.find("estimated"));
  }

  TEST_CASE("a headline says that all is estimated, and not by what sensor") {
    RunRecord guessed = run_of("node1", std::nullopt, 7, 9);
    guessed.origin.by.quality = Quality::estimated;
    guessed.origin.by.sensor = "estimate";
    CHECK(merged_report(merged({guessed}), {})
              .starts_with("joules: 1 run on 1 host, estimated, from 1 file\n"));
  }

  TEST_CASE("several names have a table, in which the name of a source file has room") {
    RunRecord first = run_of("node1", std::nullopt, 40, 100);
    RunRecord second = run_of("node1", std::nullopt, 50, 100);
    first.command = "/home/me/project/src/attribution/straightest.cpp";
    second.command = "main.cpp";
    const std::string text = merged_report(merged({first, second}), {.width = 80});
    const auto at = text.find("  by name ");
    REQUIRE(at != text.npos);
    CHECK(text.substr(at) ==
          "  by name                                               tree of all runs\n"
          "    main.cpp                                         50.00 J 55.6 %    1\n"
          "    /home/me/project/src/attribution/straightest.cpp 40.00 J 44.4 %    1\n");
  }

  TEST_CASE("whether energies overlap at mean power is told for each sum by itself") {
    RunRecord first = run_of("node1", 0, 40, 100), second = run_of("node1", 1, 50, 100);
    const auto interpolated = [&] {
      const Merged all = merged({first, second, run_of("node2", 2, 30, 80)});
      return nlohmann::json::parse(merged_json(all, JsonLayout::line))["totals"][0];
    };
    CHECK(interpolated()["energy_host_is_interpolated"] == true);
    CHECK(interpolated()["hosts"][0]["energy_host_is_interpolated"] == true);
    CHECK(interpolated()["hosts"][1]["energy_host_is_interpolated"] == false);
    second.start = first.end;
    second.end = *second.start + Seconds{5};
    CHECK(interpolated()["energy_host_is_interpolated"] == false);
    CHECK(interpolated()["hosts"][0]["energy_host_is_interpolated"] == false);
  }

  TEST_CASE("fifty ranks have a row each, and of more it is said how many have none") {
    const auto report_of = [](int ranks) {
      std::vector<RunRecord> records;
      for (int rank = 0; rank < ranks; ++rank) {
        RunRecord record = run_of("node1", rank, 1, 1000);
        record.start = Seconds{10.0 * rank};
        record.end = *record.start + Seconds{1};
        records.push_back(record);
      }
      return merged_report(merged(records), {.width = 80});
    };
    const auto rows = [](const std::string& text) {
      std::size_t count = 0;
      for (auto at = text.find(" on node1"); at != text.npos; at = text.find(" on node1", at + 1))
        ++count;
      return count;
    };
    CHECK(rows(report_of(50)) == 50);
    CHECK(report_of(50).find("more") == std::string::npos);
    CHECK(rows(report_of(51)) == 50);
    CHECK(report_of(51).find("1 more") != std::string::npos);
  }

  TEST_CASE("what is not known is never 0") {
    RunRecord unknown = run_of("node1", std::nullopt, 7, 9);
    unknown.tree.value.reset();
    unknown.host.value.reset();
    const Merged nothing = merged({unknown});
    CHECK(merged_report(nothing, {}).find("not known") != std::string::npos);
    const auto json = nlohmann::json::parse(merged_json(nothing, JsonLayout::line));
    CHECK(json["totals"][0]["energy_tree_joules"].is_null());
    CHECK_FALSE(json["totals"][0]["unavailable_reason"].empty());
  }

  TEST_CASE("phases and subjects have tables, and lists in JSON") {
    RunRecord first = run_of("node1", std::nullopt, 40, 100);
    PhaseAccount& phase = first.phases.emplace_back();
    phase.name = "solve";
    phase.tree.value = Joules{30};
    SubjectAccount& subject = first.subjects.emplace_back();
    subject.name = "cgroup:web";
    subject.energy = {Joules{20}, true, {}, {}};
    const std::string text = merged_report(merged({first}), {.width = 80});
    CHECK(text.find("  by phase                       tree   of all  runs\n"
                    "    solve                     30.00 J   75.0 %     1\n") != text.npos);
    CHECK(text.find("  by subject                   energy of hosts  runs  on\n"
                    "    cgroup:web             >= 20.00 J   20.0 %     1  node1\n") != text.npos);
    const auto total =
        nlohmann::json::parse(merged_json(merged({first}), JsonLayout::line))["totals"][0];
    CHECK(total["by_phase"][0]["phase"] == "solve");
    CHECK(total["by_phase"][0]["energy_tree_joules"] == 30);
    CHECK(total["subjects"][0]["name"] == "cgroup:web");
    CHECK(total["subjects"][0]["energy_is_lower_bound"] == true);
    CHECK(total["subjects"][0]["energy_is_interpolated"] == false);
    const auto without = nlohmann::json::parse(merged_json(job(), JsonLayout::line))["totals"][0];
    CHECK_FALSE(without.contains("by_phase"));
    CHECK_FALSE(without.contains("subjects"));
  }
}
