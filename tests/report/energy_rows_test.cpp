// SPDX-License-Identifier: Apache-2.0
#include "attribution/attribute.hpp"
#include "report/text/text.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("report") {

  using namespace joules;
  using joules::test::nanoseconds;
  using joules::test::Story;

  namespace {

  /// 10 s at 40 W, 3 CPUs busy, one by the tree and 0.75 by the subject.
  Recording beside(const std::string& name, Story story) {
    story.then({.seconds = 10, .joules = {400}, .tree = 10, .busy = 30});
    Recording recording = story.recording();
    SubjectReadings subject;
    subject.name = name;
    subject.found = "/system.slice/nginx.service";
    subject.cpu = {nanoseconds(2), nanoseconds(9.5)};
    recording.subjects.push_back(subject);
    return recording;
  }

  std::string report(const Recording& recording) {
    return text_report(recording, attribute(recording, {}), {});
  }

  bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  }

  } // namespace

  TEST_CASE("a subject has rows below the host's, and so has the rest") {
    const std::string text = report(beside("cgroup:nginx", Story(4).domain("package-0")));
    CHECK(has(text, "  energy, nginx        100.000 J  +- 0.010 J  25.0 % of the host's\n"));
    CHECK(has(text, " 25.0 % of the host's\n    cgroup:nginx        "
                    "/system.slice/nginx.service, 7.50 s CPU\n  energy, the rest"));
    CHECK(has(text, "J  of the host\n"));
    Recording recording = beside("cgroup:nginx", Story(4).domain("package-0"));
    recording.exit_info.tree_cpu_at_least = true;
    CHECK(has(report(recording), "J  of the host, or less\n"));
    // What is missing of the host may be anybody's.
    recording.sensor_events.push_back({SensorEvent::Kind::came, "package-1", "/x"});
    CHECK(has(report(recording), "J  of what was read of the host\n"));
  }

  TEST_CASE("a process is a pid: a group may have a number as its name") {
    CHECK(has(report(beside("pid:7", Story(4).domain("package-0"))), "  energy, pid 7 "));
    CHECK(has(report(beside("cgroup:7", Story(4).domain("package-0"))), "  energy, 7 "));
  }

  TEST_CASE("what a subject holds, shares or lost is said") {
    Recording recording = beside("cgroup:nginx", Story(4).domain("package-0"));
    recording.subjects[0].holds_tree = true;
    recording.subjects[0].holds = {"pid:7"};
    recording.subjects[0].overlaps = {"pid:8"};
    recording.subjects[0].loss = "gone before the end";
    const std::string text = report(recording);
    CHECK(has(text, "gone before the end"));
    CHECK(has(text, "holds tree,"));
    CHECK(has(text, "shares processes with pid:8"));
    CHECK(has(text, ">= 100"));
    CHECK_FALSE(has(text, "the rest"));
  }

  TEST_CASE("of an estimate all is about") {
    const std::string text =
        report(beside("cgroup:nginx", Story(4).model({0.1, 0.2, 0.3}, {0.9, 1.2, 2.1})));
    CHECK(has(text, "  energy, nginx         about "));
    CHECK(has(text, "  energy, the rest       about "));
    CHECK(has(text, "% of the host's"));
  }

  TEST_CASE("names do not reach the terminal as they are") {
    Recording recording = beside("cgroup:a\x1b[31m", Story(4).domain("package-0"));
    recording.subjects[0].found = "/a\x1b[31m";
    CHECK_FALSE(has(report(recording), "\x1b"));
  }

  TEST_CASE("watts that were given have no range") {
    const std::string text =
        report(beside("cgroup:nginx", Story(4).model({0.2, 0.2, 0.2}, {1.2, 1.2, 1.2})));
    CHECK(has(text, "estimate, at the wall\n"));
    CHECK_FALSE(has(text, "at the wall: "));
  }

} // TEST_SUITE
