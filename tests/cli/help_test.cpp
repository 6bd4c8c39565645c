// SPDX-License-Identifier: Apache-2.0
#include "cli/help.hpp"

#include "cli/options.hpp"
#include "support/command_lines.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

TEST_SUITE("cli") {

  using namespace joules;

  TEST_CASE("what follows --help is a section of it, or all; another word is a command") {
    const auto sections = [](const std::vector<const char*>& argv) {
      return std::get<Help>(request_of(argv)).sections;
    };
    CHECK(sections({"--help"}).empty());
    CHECK(sections({"--help", "ls"}).empty());
    CHECK(sections({"--help", "gates"}) == std::vector{Section::gates});
    CHECK(refusal({"--help", "gate"}) == "--help gate: is gates meant?");
    CHECK(refusal({"--help", "mdes"}) == "--help mdes: is modes meant?");
    CHECK(sections({"--help", "ru"}).empty()); // too short to be the beginning of one
    CHECK(sections({"--help=runs"}) == std::vector{Section::repeating});
    CHECK(sections({"-qh", "comparing"}) == std::vector{Section::comparing});
    CHECK(sections({"--bogus", "--help", "reports"}) == std::vector{Section::reports});
    CHECK(sections({"--help", "all"}).size() == 6);
    CHECK(refusal({"--help=bogus"}) ==
          "--help bogus: expected one of measuring, runs, comparing, gates, reports, modes, all");
    CHECK(has(refusal({"--help="}), "expected one of"));
    CHECK(parse({"ls", "--help=bogus"}).commands.size() == 1);
  }

  namespace {

  std::string help_about_all() {
    return help_text(std::get<Help>(request_of({"--help", "all"})).sections);
  }

  /// Its lines, which fit a terminal of 80 columns.
  int lines_of(const std::string& text) {
    std::istringstream lines{text};
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
      CAPTURE(line);
      CHECK(line.size() <= 80);
      CHECK_FALSE(line.ends_with(' '));
    }
    CHECK(text.ends_with("\n"));
    return count;
  }

  } // namespace

  TEST_CASE("help fits a screen of 80 columns and 24 lines, with the next prompt") {
    CHECK(lines_of(help_text({})) <= 23);
    for (const Choice<Section>& section : Choices<Section>::all)
      CHECK(lines_of(help_text({section.value})) <= 23);
    CHECK(lines_of(help_about_all()) > 40);
  }

  TEST_CASE("help names every option, but those that few would miss, and each is known") {
    const std::string help = help_about_all();
    for (const Option& option : all_options()) {
      CAPTURE(option.names);
      const bool shown = option.rules.in_help != InHelp::nowhere;
      CHECK(has(help, std::string(option.short_name().empty() ? "    " : ", ") +
                          std::string(option.long_name()) + (option.value ? " " : "  ")) == shown);
      if (!option.short_name().empty())
        CHECK(has(help, std::string(option.short_name()) + ", " + std::string(option.long_name())));
    }
    CHECK_FALSE(has(help, "blocked"));
    for (const std::string& text : {help, help_text({})})
      for (auto at = text.find("--"); at != text.npos; at = text.find("--", at + 2)) {
        const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", at);
        const std::string option(text.substr(at, end - at));
        if (option == "--") continue;
        CAPTURE(option);
        CHECK_FALSE(has(refusal({option.c_str()}), "unknown option"));
      }
  }

  TEST_CASE("what left the help is taken as before") {
    CHECK(parse({"--log-fd", "7", "true"}).output.report.log_fd == 7);
    CHECK(parse({"--gate", "point", "true"}).gates.rule == GateRule::point);
    CHECK(parse({"--compare", "--order", "blocked", "a", "b"}).experiment.plan.order ==
          Order::blocked);
  }

  TEST_CASE("help shows four examples and the exit statuses of our own") {
    const std::string help = help_text({});
    const auto from = help.find("Examples:\n");
    REQUIRE(from != help.npos);
    const auto examples = help.substr(from, help.find("Exit status") - from);
    CHECK(std::count(examples.begin(), examples.end(), '\n') == 5);
    for (const char* status : {"121", "122", "125", "126", "127"}) CHECK(has(help, status));
  }

} // TEST_SUITE
