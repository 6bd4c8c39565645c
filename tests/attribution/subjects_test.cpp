// SPDX-License-Identifier: Apache-2.0
#include "attribution/subjects.hpp"

#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using joules::test::nanoseconds;
  using joules::test::seconds;
  using joules::test::Story;

  namespace {

  /// Ten seconds of 40 W on four CPUs, of which the tree keeps one busy, and 3 all in all.
  Recording ten_seconds() {
    Story story(4);
    story.domain("package-0");
    for (int i = 0; i < 10; ++i) story.then({.seconds = 1, .joules = {40}, .tree = 1, .busy = 3});
    return story.recording();
  }

  /// `cpus` of its own from the first sample to the last.
  SubjectReadings steady(const Recording& recording, const std::string& name, double cpus) {
    SubjectReadings subject;
    subject.name = name;
    for (const Sample& sample : recording.samples)
      subject.cpu.emplace_back(
          nanoseconds(5 + cpus * Seconds(sample.at - recording.samples.front().at).count()));
    return subject;
  }

  double joules_of(const SubjectAccount& subject) {
    return subject.energy.value.value().value;
  }

  } // namespace

  TEST_CASE("a subject has the share of its CPU time, as the tree has") {
    Recording recording = ten_seconds();
    recording.subjects.push_back(steady(recording, "cgroup:web", 0.75));
    const EnergyAccount account = attribute(recording, {});
    REQUIRE(account.subjects.size() == 1);
    const SubjectAccount& web = account.subjects.front();
    CHECK(web.name == "cgroup:web");
    CHECK(joules_of(web) == doctest::Approx(100));
    CHECK(web.cpu.count() == doctest::Approx(7.5));
    CHECK(account.tree.value->value == doctest::Approx(400.0 / 3));
    CHECK(account.rest->value == doctest::Approx(400 - 100 - 400.0 / 3));
    CHECK_FALSE(web.energy.at_least);
  }

  TEST_CASE("a reading that is late at either end is in the +-") {
    Recording recording = ten_seconds();
    recording.subjects = {steady(recording, "cgroup:web", 0.75),
                          steady(recording, "cgroup:mail", 0.75)};
    recording.subjects[1].quantum = nanoseconds(0.04);
    const EnergyAccount account = attribute(recording, {});
    // 80 ms at 40 W, of which a third is a CPU's.
    const double more =
        account.subjects[1].uncertainty->value - account.subjects[0].uncertainty->value;
    CHECK(more > 0.5);
    CHECK(more < 3);
  }

  TEST_CASE("where a subject was not read, its time lies evenly between the readings") {
    Recording recording = ten_seconds();
    SubjectReadings subject = steady(recording, "pid:7", 1);
    for (const std::size_t missing : {1U, 2U, 5U}) subject.cpu[missing].reset();
    recording.subjects.push_back(subject);
    const Recording as_tree = with_subject_as_tree(recording, subject);
    for (std::size_t i = 0; i < recording.samples.size(); ++i)
      CHECK(seconds(as_tree.samples[i].tree_cpu) == doctest::Approx(static_cast<double>(i)));
  }

  TEST_CASE("light samples are no doubt about a subject") {
    Recording recording = ten_seconds();
    SubjectReadings subject = steady(recording, "pid:7", 1);
    for (const std::size_t light : {1U, 2U, 5U}) {
      recording.samples[light].host.reset();
      subject.cpu[light].reset();
    }
    const Recording as_tree = with_subject_as_tree(recording, subject);
    REQUIRE(as_tree.samples.size() == 8);
    CHECK(as_tree.counters[0].readings.size() == 8);
    CHECK(seconds(as_tree.samples[1].tree_cpu) == doctest::Approx(3));
    CHECK(as_tree.counters[0].readings[1] == recording.counters[0].readings[3]);
    recording.subjects.push_back(subject);
    CHECK(joules_of(attribute(recording, {}).subjects.front()) == doctest::Approx(400.0 / 3));
  }

  TEST_CASE("a subject that went has used at least what was seen of it") {
    Recording recording = ten_seconds();
    SubjectReadings subject = steady(recording, "pid:7", 0.75);
    for (std::size_t i = 5; i < subject.cpu.size(); ++i) subject.cpu[i].reset();
    subject.loss = "gone before the end";
    recording.subjects.push_back(subject);
    const EnergyAccount account = attribute(recording, {});
    CHECK(account.subjects.front().energy.at_least);
    CHECK(joules_of(account.subjects.front()) == doctest::Approx(40));
  }

  TEST_CASE("a subject that was never read has no time") {
    Recording recording = ten_seconds();
    recording.subjects.push_back({});
    recording.subjects.front().cpu.resize(recording.samples.size());
    CHECK(attribute(recording, {}).subjects.front().cpu.count() == 0);
  }

  TEST_CASE("what is a part of another subject is not taken off the rest again") {
    Recording recording = ten_seconds();
    recording.subjects = {steady(recording, "cgroup:all", 2), steady(recording, "pid:7", 0.5)};
    recording.subjects[0].holds = {"pid:7"};
    recording.subjects[0].holds_tree = true;
    const EnergyAccount account = attribute(recording, {});
    CHECK(joules_of(account.subjects[0]) == doctest::Approx(800.0 / 3));
    CHECK(joules_of(account.subjects[1]) == doctest::Approx(200.0 / 3));
    CHECK(account.rest->value == doctest::Approx(400 - 800.0 / 3));
  }

  TEST_CASE("a little more than there is is cut off, so that the books close") {
    Recording recording = ten_seconds();
    recording.subjects.push_back(steady(recording, "cgroup:web", 2.01));
    const EnergyAccount account = attribute(recording, {});
    CHECK(account.rest->value == 0);
    CHECK(joules_of(account.subjects.front()) ==
          doctest::Approx(400 - account.tree.value->value).epsilon(1e-12));
  }

  TEST_CASE("where subjects overlap nobody knows the rest, and nothing is cut off") {
    Recording recording = ten_seconds();
    recording.subjects = {steady(recording, "cgroup:a", 1.5), steady(recording, "cgroup:b", 1.5)};
    const EnergyAccount by_use = attribute(recording, {});
    CHECK(by_use.rest == std::nullopt);
    CHECK(joules_of(by_use.subjects[1]) == doctest::Approx(200));
    recording.subjects = {steady(recording, "cgroup:a", 0.5), steady(recording, "cgroup:b", 0.5)};
    CHECK(attribute(recording, {}).rest.has_value());
    recording.subjects[0].overlaps = {"cgroup:b"};
    CHECK(attribute(recording, {}).rest == std::nullopt);
  }
}
