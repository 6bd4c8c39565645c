// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"
#include "support/experiments.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace joules;
using joules::test::Story;
using namespace std::chrono_literals;

namespace {

/// 60 J of the tree in 10 s: 3 s of CPU by a compiler, 1 s by a linker, 2 s unseen.
Story build() {
  Story story(2);
  story.domain("package-0").then({.seconds = 10, .joules = {100}, .tree = 6, .busy = 10});
  Ledger ledger;
  ledger.source = LedgerSource::perf;
  const Instant start = story.samples()[0].at;
  ledger.edges = {start, story.samples()[1].at};
  ledger.programs = {{"ld", 1, {0, {1s}}}, {"cc1plus", 96, {0, {3s}}}};
  ledger.processes = {{10, 1, "ld", {"ld", "-o", "a b"}, start, start + 9s, {0, {1s}}},
                      {11, 10, "cc1plus", {}, start + 1s, std::nullopt, {0, {3s}}}};
  story.recording().ledger = ledger;
  story.recording().exit_info.processes_seen = 97;
  return story;
}

std::string text_of(Story& story, const TextStyle& style) {
  return text_report(story.recording(), attribute(story.recording(), {}), style);
}

nlohmann::ordered_json run_of(Story& story) {
  const auto text = test::json_report_of(story.recording(), JsonLayout::document);
  return nlohmann::ordered_json::parse(text).at("commands")[0].at("runs")[0];
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

} // namespace

TEST_SUITE("report") {
  TEST_CASE("by command: a line a name, most energy first, and the unseen last") {
    Story story = build();
    CHECK(has(text_of(story, {.by_command = true}),
              "  by command            every process, by its perf records\n"
              "    cc1plus              30.00 J   50.0 %       3.000 s CPU     96 processes  "
              "##########\n"
              "    ld                   10.00 J   16.7 %       1.000 s CPU        1 process  ###\n"
              "    (exits, set-uid)     20.00 J   33.3 %       2.000 s CPU                   "
              "#######\n"));
  }

  TEST_CASE("no width is too narrow for a table, and no line ends in a blank") {
    Story story = build();
    for (std::size_t width = narrowest_report; width <= widest_report; ++width) {
      const std::string text =
          text_of(story, {.by_command = true, .by_process = true, .width = width});
      CHECK_FALSE(has(text, " \n"));
      CHECK_FALSE(has(text, std::string(1, '\0')));
      CHECK(has(text, "cc1plus"));
    }
  }

  TEST_CASE("on a narrow terminal there are no bars") {
    Story story = build();
    CHECK(has(text_of(story, {.by_command = true, .width = 79}), "     96 processes\n"));
  }

  TEST_CASE("a table is there only when it was asked for") {
    Story story = build();
    CHECK_FALSE(has(text_of(story, {}), "cc1plus"));
    CHECK_FALSE(has(text_of(story, {.by_process = true}), "by command"));
  }

  TEST_CASE("with records of every process their number is no lower bound") {
    Story story = build();
    CHECK(has(text_of(story, {}), "processes                 97 "));
    CHECK(run_of(story).at("processes_total_is_lower_bound") == false);
    story.recording().ledger->records_lost = 1;
    CHECK(has(text_of(story, {}), "processes              >= 97 "));
    CHECK(run_of(story).at("processes_total_is_lower_bound") == true);
  }

  TEST_CASE("by process: each below its parent, quoted as a shell would take it") {
    Story story = build();
    CHECK(has(text_of(story, {.by_process = true}),
              "  by process            every process, by its perf records\n"
              "       energy    share        CPU     from       to      pid  command\n"
              "      10.00 J   16.7 %    1.000 s    0.000    9.000       10  ld -o 'a b'\n"
              "      30.00 J   50.0 %    3.000 s    1.000     runs       11    cc1plus\n"
              "      20.00 J   33.3 %    2.000 s                             (exits, set-uid)\n"));
  }

  TEST_CASE("a number that was used twice has the children of its time") {
    Story story = build();
    auto& processes = story.recording().ledger->processes;
    const Instant start = story.samples()[0].at;
    processes = {{10, 1, "a", {}, start, start + 1s, {}},
                 {20, 10, "of-a", {}, start, start + 1s, {}},
                 {10, 1, "b", {}, start + 2s, start + 3s, {}},
                 {30, 10, "of-b", {}, start + 2s, start + 3s, {}}};
    const std::string text = text_of(story, {.by_process = true});
    const auto at = [&](const std::string& word) { return text.find("  " + word + "\n"); };
    CHECK(at("a") < at("of-a"));
    CHECK(at("of-a") < at("b"));
    CHECK(at("b") < at("of-b"));
    CHECK(at("of-b") != text.npos);
  }

  TEST_CASE("lost records and refused perf are said beside the table") {
    Story story = build();
    story.recording().ledger->records_lost = 12;
    CHECK(has(text_of(story, {.by_command = true}),
              "at least 12 perf records found no room: processes may be missing"));
    story.recording().ledger->records_lost = 0;
    story.recording().ledger->unrecorded = 1;
    CHECK(has(text_of(story, {.by_command = true}), "1 set-uid or unreadable program leaves"));
    CHECK(has(run_of(story).at("ledger").at("incomplete_reason"), "1 set-uid or unreadable"));
    CHECK(run_of(story).at("ledger").at("complete") == false);
    story.recording().ledger->unrecorded = 0;
    story.recording().ledger->all_cpus = false;
    CHECK(has(text_of(story, {.by_command = true}), "a CPU came on line"));
    CHECK(run_of(story).at("ledger").at("complete") == false);
    story.recording().ledger->source = LedgerSource::procfs;
    story.recording().ledger->perf_refusal = "perf_event_open: Permission denied";
    const std::string text = text_of(story, {.by_command = true});
    CHECK(has(text, "processes that were met at a sample; no perf: perf_event_open: Permission"));
    CHECK(has(text, "(too short to see)"));
  }

  TEST_CASE("in JSON: the ledger's source, then rows that sum to the tree's energy") {
    Story story = build();
    const auto run = run_of(story);
    CHECK(run.at("ledger").at("source") == "perf");
    CHECK(run.at("ledger").at("complete") == true);
    CHECK_FALSE(run.at("ledger").contains("incomplete_reason"));
    double sum = 0;
    for (const auto& row : run.at("by_command")) sum += row.at("energy_joules").get<double>();
    CHECK(sum == doctest::Approx(run.at("energy_tree_joules").get<double>()));
    CHECK(run.at("by_command")[0].at("command") == "cc1plus");
    CHECK(run.at("by_command")[2].at("command").is_null());
    CHECK(run.at("by_command")[2].at("note") == "(exits, set-uid)");
    CHECK(run.at("by_process")[0].at("argv") == std::vector<std::string>{"ld", "-o", "a b"});
    CHECK(run.at("by_process")[0].at("end_seconds") == doctest::Approx(9));
    CHECK(run.at("by_process")[1].at("argv").is_null());
    CHECK(run.at("by_process")[1].at("end_seconds").is_null());
  }

  TEST_CASE("processes that found no row are counted, in text and in JSON") {
    Story story = build();
    CHECK(run_of(story).at("ledger").at("processes_without_row") == 0);
    CHECK_FALSE(has(text_of(story, {.by_process = true}), "more, which --by-command"));
    story.recording().ledger->processes_unkept = 3;
    CHECK(run_of(story).at("ledger").at("processes_without_row") == 3);
    CHECK(has(text_of(story, {.by_process = true}),
              "and 3 processes more, which --by-command has in its rows"));
    story.recording().ledger->processes_unkept = 1;
    CHECK(has(text_of(story, {.by_process = true}), "and 1 process more"));
  }

  TEST_CASE("a process that its own parent is not known of has none in JSON") {
    Story story = build();
    CHECK(run_of(story).at("by_process")[0].at("parent_pid") == 1);
    CHECK(run_of(story).at("by_process")[0].at("start_seconds") == 0);
    CHECK(run_of(story).at("by_process")[1].at("start_seconds") == doctest::Approx(1));
    CHECK(run_of(story).at("by_process")[1].at("parent_pid") == 10);
    story.recording().ledger->processes[0].parent = 0;
    CHECK(run_of(story).at("by_process")[0].at("parent_pid").is_null());
  }

  TEST_CASE("names that would disturb a terminal are escaped") {
    Story story = build();
    story.recording().ledger->programs[0].command = "a\x1b[2J\n";
    story.recording().ledger->processes[0] = {10, 1, "b\x1b[2J\n", {}, {}, {}, {}};
    const std::string text = text_of(story, {.by_command = true, .by_process = true});
    CHECK_FALSE(has(text, "\x1b"));
    CHECK(has(text, "a\\x1b[2J\\n"));
  }
}
