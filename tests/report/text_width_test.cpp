// SPDX-License-Identifier: Apache-2.0
// Whatever the command, the machine or the paths are called: at most 100 columns, no control byte.
#include "attribution/attribute.hpp"
#include "report/text/doctor.hpp"
#include "report/text/text.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>

TEST_SUITE("report") {

  using namespace joules;
  using test::Story;

  namespace {

  Story busy_story() {
    Story story(4);
    story.domain("package-0").domain("dram");
    return story.then({.joules = {50, 5}, .tree = 1, .busy = 2});
  }

  std::string report(Story& story, const TextStyle& style = {}) {
    return text_report(story.recording(), attribute(story.recording(), {}), style);
  }

  /// Columns of the widest line: bytes that begin a character.
  long widest(const std::string& text) {
    std::istringstream lines(text);
    long columns = 0;
    for (std::string line; std::getline(lines, line);)
      columns = std::max<long>(columns, std::count_if(line.begin(), line.end(), [](char byte) {
                                 return (static_cast<unsigned char>(byte) & 0xc0) != 0x80;
                               }));
    return columns;
  }

  bool has_control_byte(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char byte) {
      return (byte != '\n' && static_cast<unsigned char>(byte) < 0x20) || byte == 0x7f;
    });
  }

  } // namespace

  TEST_CASE("a command of 5000 bytes is cut at 100 columns") {
    Story story = busy_story();
    story.recording().argv = {"echo", std::string(5000, 'x')};
    const std::string text = report(story);
    CHECK(widest(text) == 100);
    CHECK(text.starts_with("joules: echo " + std::string(84, 'x') + "...\n"));
  }

  TEST_CASE("a command is cut between characters, never inside one") {
    Story story = busy_story();
    std::string greek;
    for (int i = 0; i < 200; ++i) greek += "\xce\xbb"; // a two-byte letter
    story.recording().argv = {greek};
    const std::string text = report(story);
    // "joules: '" and 88 letters and "..."
    CHECK(text.substr(0, text.find('\n')) == "joules: '" + greek.substr(0, 2 * 88) + "...");
  }

  TEST_CASE("a label of 5000 bytes is cut at 100 columns") {
    Story story = busy_story();
    story.recording().name = std::string(5000, 'n');
    CHECK(widest(report(story)) == 100);
  }

  TEST_CASE("sixteen domains are counted, and all named where every detail is wanted") {
    Story story(4);
    for (int i = 0; i < 16; ++i) story.domain("package-" + std::to_string(i));
    story.then({.joules = std::vector<double>(16, 5.5), .tree = 1, .busy = 1});
    CHECK(report(story).find("powercap: package x 16\n") != std::string::npos);
    const std::string text = report(story, {.verbose = true});
    CHECK(widest(text) <= 100);
    for (int i = 0; i < 16; ++i)
      CHECK(text.find("package-" + std::to_string(i)) != std::string::npos);
  }

  TEST_CASE("a narrow terminal gets narrow lines") {
    Story story = busy_story();
    story.recording().exit_info.left_running = {{1, "a"}};
    EnergyAccount account = attribute(story.recording(), {});
    account.warnings = {warnings::CounterUnreadable{"/sys/x", std::string(120, 'a') + " b"}};
    for (const std::size_t width : {60UL, 80UL, 100UL})
      for (const bool verbose : {false, true}) {
        const TextStyle style{.verbose = verbose, .width = width};
        CHECK(widest(report(story, style)) <= static_cast<long>(width));
      }
  }

  TEST_CASE("a path is never broken, so that it can be copied, and has a line of its own") {
    Story story = busy_story();
    Exclusion missing;
    missing.counter.path = "/mnt/" + std::string(3000, 'p') + "/energy_uj";
    missing.counter.of_host = true;
    missing.reason = Exclusion::Reason::unreadable;
    missing.detail = "Permission denied";
    story.recording().method.source.left_out.push_back(missing);
    std::string text = report(story);
    const auto at = text.find(missing.counter.path);
    REQUIRE(at != std::string::npos);
    text.erase(at, missing.counter.path.size());
    CHECK(widest(text) <= 100);
  }

  TEST_CASE("numbers of any size stay within 100 columns") {
    Story story(4);
    story.domain("package-0", std::nullopt).then({.seconds = 2e6, .joules = {1e9}, .busy = 1});
    story.recording().exit_info.processes_seen = 18'000'000'000'000'000'000U;
    story.recording().exit_info.max_rss_bytes = 18'000'000'000'000'000'000U;
    for (const EnergyUnit unit : {EnergyUnit::millijoule, EnergyUnit::watt_hour})
      CHECK(widest(report(story, {.unit = unit, .verbose = true})) <= 100);
  }

  TEST_CASE("warnings are wrapped between words, under themselves") {
    Story story = busy_story();
    EnergyAccount account = attribute(story.recording(), {});
    account.warnings = {warnings::CounterUnreadable{std::string(70, 'a'), "bcdef g"}};
    CHECK(text_report(story.recording(), account, {})
              .ends_with("\n  partial_sensor        " + std::string(70, 'a') +
                         ":\n                        bcdef g: its energy is missing\n"));
  }

  TEST_CASE("no line ends in a space, and the report in one newline") {
    Story story = busy_story();
    story.recording().exit_info.left_running = {{1, "a"}};
    const std::string text = report(story, {.verbose = true});
    CHECK(text.find(" \n") == std::string::npos);
    CHECK(text.find("\n\n") == std::string::npos);
    CHECK(text.ends_with("\n"));
  }

  TEST_CASE("hostile bytes of command, label, domain and survivor never reach the terminal") {
    Story story(4);
    story.domain("pack\x1b[2Jage").then({.joules = {50}, .tree = 1, .busy = 1});
    Recording& recording = story.recording();
    recording.argv = {"sh\x1b]0;owned\x07", "a\nb", "\xff\xfe",
                      "\xc2\x9b"
                      "31m",
                      "\x7f"};
    recording.name = "na\rme\x1b[31m";
    recording.exit_info.left_running = {{7, "x\x1b[31m\n"}};
    const std::string text = report(story, {.verbose = true});
    CHECK_FALSE(has_control_byte(text));
    CHECK(text.find('\xff') == std::string::npos);
    CHECK(text.find("\xc2\x9b") == std::string::npos);
    CHECK(text.starts_with("joules: na\\x0dme\\x1b[31m: $'sh\\x1b]0;owned\\x07' $'a\\nb' "));
  }

  TEST_CASE("hostile bytes of a sensor's path never reach the terminal") {
    SensorSurvey examination;
    SensorFinding& powercap = examination.sensors.emplace_back();
    powercap.source.sensor = Sensor::powercap;
    Counter zone;
    zone.id = "intel-rapl:0";
    zone.name = "package-0";
    zone.path = "/mnt/\x1b[2J/energy_uj";
    powercap.counters.push_back(zone);
    powercap.source.unavailable_reason = zone.path + ": Permission denied";
    powercap.source.remedy = "run: chown you " + zone.path;
    CHECK_FALSE(has_control_byte(doctor_report(examination, {})));
  }

  TEST_CASE("hostile bytes of a warning never reach the terminal") {
    Story story = busy_story();
    EnergyAccount account = attribute(story.recording(), {});
    account.warnings = {warnings::CounterNotMoved{"/mnt/\x1b[2J/energy_uj"}};
    const std::string text = text_report(story.recording(), account, {});
    CHECK_FALSE(has_control_byte(text));
    CHECK(text.find("/mnt/\\x1b[2J/energy_uj: did not move") != std::string::npos);
  }

} // TEST_SUITE
