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
    const std::string rows = "  by command            every process, by its perf records\n"
                             "     energy   share       CPU processes  program\n"
                             "   30.000 J  50.0 %   3.000 s        96  cc1plus\n"
                             "   10.000 J  16.7 %   1.000 s         1  ld\n"
                             "   20.000 J  33.3 %   2.000 s            "
                             "(kernel work at exit, set-uid programs)\n";
    for (const std::size_t width : {80UL, 100UL})
      CHECK(has(text_of(story, {.by_command = true, .width = width}), rows));
  }

  TEST_CASE("no width is too narrow for a table, and no line ends in a blank") {
    Story story = build();
    for (std::size_t width = narrowest_report; width <= widest_report; ++width) {
      const std::string text = text_of(
          story, {.by_command = true, .by_process = true, .width = width, .on_terminal = true});
      CHECK_FALSE(has(text, " \n"));
      CHECK_FALSE(has(text, std::string(1, '\0')));
      CHECK(has(text, "cc1plus"));
    }
  }

  TEST_CASE("a table is there only when it was asked for") {
    Story story = build();
    CHECK_FALSE(has(text_of(story, {}), "cc1plus"));
    CHECK_FALSE(has(text_of(story, {.by_process = true}), "by command"));
  }

  TEST_CASE("with records of every process their number is no lower bound") {
    Story story = build();
    CHECK(has(text_of(story, {}), "processes                 97    all seen    0 left"));
    CHECK(run_of(story).at("processes_total_is_lower_bound") == false);
    story.recording().ledger->records_lost = 1;
    CHECK(has(text_of(story, {}), "processes                 97 or more "));
    CHECK(run_of(story).at("processes_total_is_lower_bound") == true);
  }

  TEST_CASE("by process, in a file: each below its parent, whole, as a shell would take it") {
    Story story = build();
    const std::string path = "/usr/lib/" + std::string(100, 'x') + "/ld";
    story.recording().ledger->processes[0].argv[0] = path;
    CHECK(has(text_of(story, {.by_process = true}),
              "  by process            every process, by its perf records\n"
              "     energy   subtree   share       CPU     pid     from       to  command\n"
              "   10.000 J  40.000 J  16.7 %   1.000 s      10    0.000    9.000  " +
                  path +
                  " -o 'a b'\n"
                  "   30.000 J  30.000 J  50.0 %   3.000 s      11    1.000     runs    cc1plus\n"
                  "   20.000 J            33.3 %   2.000 s                            "
                  "(kernel work at exit, set-uid programs)\n"));
  }

  TEST_CASE("by process, on a terminal: base names, and numbers of processes only with -v") {
    Story story = build();
    story.recording().ledger->processes[0].argv[0] = "/usr/lib/gcc/x86_64-linux-gnu/12/ld";
    TextStyle style{.by_process = true, .width = 80, .on_terminal = true};
    CHECK(
        has(text_of(story, style),
            "     energy   subtree   share       CPU  command\n"
            "   10.000 J  40.000 J  16.7 %   1.000 s  ld -o 'a b'\n"
            "   30.000 J  30.000 J  50.0 %   3.000 s    cc1plus\n"
            "   20.000 J            33.3 %   2.000 s  (kernel work at exit, set-uid programs)\n"));
    style.verbose = true;
    CHECK(has(text_of(story, style), "   10.000 J  40.000 J  16.7 %   1.000 s      10  ld -o"));
  }

  TEST_CASE("--sort energy: most of its own first, whoever started it") {
    Story story = build();
    CHECK(has(
        text_of(
            story,
            {.by_process = true, .order = ProcessOrder::energy, .width = 80, .on_terminal = true}),
        "   30.000 J  30.000 J  50.0 %   3.000 s  cc1plus\n"
        "   10.000 J  40.000 J  16.7 %   1.000 s  ld -o 'a b'\n"));
  }

  TEST_CASE("who used less than a thousandth shares a line, unless every detail is wanted") {
    Story story = build();
    Ledger& ledger = *story.recording().ledger;
    const Instant start = story.samples()[0].at;
    // 5 ms of 6 s each: a shell, whose compiler is worth a line, and two that nobody asks for.
    ledger.programs.push_back({"small", 3, {0, {15ms}}});
    ledger.processes = {{20, 1, "sh", {}, start, start + 9s, {0, {5ms}}},
                        {21, 20, "cc1plus", {}, start, start + 9s, {0, {3s}}},
                        {22, 20, "date", {}, start, start + 9s, {0, {5ms}}},
                        {23, 20, "true", {}, start, start + 9s, {0, {5ms}}}};
    TextStyle style{.by_process = true, .width = 80, .on_terminal = true};
    const std::string tree = text_of(story, style);
    CHECK(has(tree, "    0.050 J  30.150 J   0.1 %   0.005 s  sh\n"));
    CHECK(has(tree, "    0.100 J             0.2 %   0.010 s  2 others (-v shows them)\n"));
    CHECK_FALSE(has(tree, "date"));
    style.order = ProcessOrder::energy;
    CHECK(has(text_of(story, style), "   0.015 s  3 others (-v shows"));
    style.verbose = true;
    CHECK_FALSE(has(text_of(story, style), "others"));
    CHECK(has(text_of(story, style), " date\n"));
  }

  TEST_CASE("a tree whose energy is not known has all its rows, and no energies") {
    Story story = build();
    for (Sample& sample : story.samples()) sample.host.reset();
    const std::string text = text_of(story, {.by_process = true, .width = 80, .on_terminal = true});
    CHECK(has(text, "          -         -       -   1.000 s  ld -o 'a b'\n"));
    CHECK(has(text, "    cc1plus\n"));
  }

  TEST_CASE("a number that was used twice has the children of its time") {
    Story story = build();
    auto& processes = story.recording().ledger->processes;
    const Instant start = story.samples()[0].at;
    processes = {{10, 1, "a", {}, start, start + 1s, {}},
                 {20, 10, "of-a", {}, start, start + 1s, {}},
                 {10, 1, "b", {}, start + 2s, start + 3s, {}},
                 {30, 10, "of-b", {}, start + 2s, start + 3s, {}}};
    const std::string text = text_of(story, {.verbose = true, .by_process = true});
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
