// SPDX-License-Identifier: Apache-2.0
// Pictures below the text: of at most 12 lines, within the width, in the reader's characters.
#include "report/text/plot.hpp"

#include "report/text/columns.hpp"
#include "report/text/repeated.hpp"
#include "support/experiments.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <vector>

TEST_SUITE("report") {

  using namespace joules;
  using namespace joules::test;

  namespace {

  Experiment stepping_run() {
    Story story(2);
    story.domain("package-0");
    for (int i = 0; i < 40; ++i)
      story.then({.seconds = 0.1,
                  .joules = {i < 20 ? 1.0 : 4.0},
                  .tree = i < 20 ? 0.0 : 0.1,
                  .busy = 0.1});
    return experiment_of(story.recording());
  }

  Experiment compared(double factor) {
    Experiment experiment = repeated({10, 10.1, 9.9, 10.05, 9.95, 10, 10.1});
    Experiment other = repeated({10 * factor, 10.1 * factor, 9.95 * factor, 10.02 * factor,
                                 9.9 * factor, 10.05 * factor, 10 * factor});
    experiment.commands.push_back(other.commands[0]);
    experiment.commands[1].name = "new";
    experiment.plan.commands = 2;
    return experiment;
  }

  std::vector<std::string> lines_of(const Experiment& experiment, TextStyle style) {
    std::istringstream text(plot(experiment, analyse(experiment, {}), style));
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
  }

  } // namespace

  TEST_CASE("where nothing can be drawn, it is said") {
    const auto report = [](const Experiment& experiment, bool plot) {
      return experiment_report(experiment, analyse(experiment, {}), {.plot = plot});
    };
    const std::string reason = "\n  no picture            too little was measured for one";
    CHECK(report(repeated({10}), true).find(reason) != std::string::npos);
    CHECK(report(repeated({10}), false).find(reason) == std::string::npos);
    CHECK(report(stepping_run(), true).find(reason) == std::string::npos);
  }

  TEST_CASE("a picture has at most 12 lines, which fit the width") {
    for (const std::size_t width : {narrowest_report, std::size_t{80}, widest_report})
      for (const bool unicode : {false, true})
        for (const Experiment& experiment :
             {stepping_run(), repeated({1, 2, 3}), compared(1), compared(1.3)}) {
          const auto lines = lines_of(experiment, {.unicode = unicode, .width = width});
          CHECK(lines.size() >= 3);
          CHECK(lines.size() <= 12);
          for (const std::string& line : lines) {
            CHECK_MESSAGE(columns_of(line) <= width, line);
            const bool ascii =
                std::ranges::all_of(line, [](char c) { return c >= ' ' && c < 0x7f; });
            CHECK((unicode || ascii));
          }
        }
  }

  TEST_CASE("power over time steps where it did") {
    const auto lines = lines_of(stepping_run(), {.width = 80});
    REQUIRE(lines.size() == 11);
    CHECK(lines[1].find("40.0 W") != std::string::npos);
    const std::string& top = lines[1];
    const std::string& bottom = lines[8];
    const auto half = (80 - 14) / 2 + 14;
    CHECK(top.find('#') >= static_cast<std::size_t>(half) - 2); // 40 W in the second half only
    CHECK(std::count(bottom.begin(), bottom.begin() + half - 2, '.') > 25);
    CHECK(std::count(bottom.begin(), bottom.begin() + half - 2, '#') == 0);
    CHECK(std::count(bottom.begin(), bottom.end(), '#') >= 30);
    CHECK(lines[10].ends_with("4.00 s"));
  }

  TEST_CASE("repeated runs lie where their energy is") {
    const auto lines = lines_of(repeated({1, 1, 2}), {.width = 80});
    REQUIRE(lines.size() == 3);
    CHECK(std::count(lines[0].begin(), lines[0].end(), 'o') == 2); // two of them at one place
    CHECK(lines[1].find('[') < lines[1].find('+'));
    CHECK(lines[1].find('+') < lines[1].find(']'));
  }

  TEST_CASE("a comparison lies beside no change, and its smallest effect") {
    const auto higher = lines_of(compared(1.3), {.width = 80});
    CHECK(higher[1].find("new") != std::string::npos);
    CHECK(higher[1].find('|') < higher[1].find('['));
    const auto equal = lines_of(compared(1), {.width = 80});
    CHECK(equal[1].find(':') < equal[1].rfind(':'));
  }

  TEST_CASE("nothing to draw is no picture") {
    Story story(2);
    story.domain("package-0").then({.seconds = 1, .joules = {5}, .tree = 1, .busy = 1});
    CHECK(lines_of(experiment_of(story.recording()), {}).empty()); // one point
    Experiment unknown = stepping_run();
    unknown.commands[0].runs[0].account.power = {};
    CHECK(lines_of(unknown, {}).empty());
    CHECK(lines_of(repeated({1}), {}).empty());
  }
}
