// SPDX-License-Identifier: Apache-2.0
// When it is said that the work was done outside of the tree.
#include "attribution/work_elsewhere.hpp"

#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

TEST_SUITE("attribution") {

  using namespace joules;
  using Worker = warnings::WorkElsewhere::Worker;

  namespace {

  using Strings = std::vector<std::string>;

  /// The warning of ten seconds in which the tree used 0.1 s, and others 9 s.
  std::optional<warnings::WorkElsewhere> about(const Strings& argv, const Strings& met = {}) {
    Recording recording;
    recording.argv = argv;
    recording.exit_info.programs_met = met;
    return work_elsewhere(recording, Seconds{10}, Seconds{0.1}, Seconds{9});
  }

  } // namespace

  TEST_CASE("a known client, by its name or its path") {
    const auto docker = about({"docker", "run", "x"});
    REQUIRE(docker);
    CHECK(docker->program == "docker");
    CHECK(docker->worker == Worker::daemon);
    CHECK(docker->tree == Seconds{0.1});
    CHECK(docker->others == Seconds{9});
    CHECK(about({"/usr/bin/kubectl", "exec"}).value().worker == Worker::node);
    CHECK(about({"./gradlew"}).value().worker == Worker::server);
    CHECK_FALSE(about({"make"}));
    CHECK_FALSE(about({"dockerd"}));
    CHECK_FALSE(about({"/docker/make"}));
    CHECK_FALSE(about({}));
  }

  TEST_CASE("a known client that was met in the tree of another command") {
    CHECK(about({"sudo", "docker"}, {"sudo", "docker"}).value().program == "docker");
    CHECK(about({"make"}, {"make", "sh", "sccache"}).value().worker == Worker::compiler);
    CHECK_FALSE(about({"make"}, {"make", "sh", "cc1"}));
  }

  TEST_CASE("what is a client by an argument only is one with it") {
    CHECK_FALSE(about({"podman", "run", "x"}, {"podman"}));
    CHECK_FALSE(about({"make"}, {"make", "podman"}));
    CHECK(about({"podman", "--remote", "run", "x"}));
    CHECK(about({"systemd-run", "--wait", "x"}));
    CHECK_FALSE(about({"systemd-run", "--scope", "x"}, {"systemd-run"}));
  }

  TEST_CASE("only where the tree used little, and others much") {
    Recording recording;
    recording.argv = {"ssh", "host", "make"};
    const auto said = [&](double tree, double others) {
      return work_elsewhere(recording, Seconds{10}, Seconds{tree}, Seconds{others}).has_value();
    };
    CHECK(said(0, 2.5));        // a quarter of a CPU
    CHECK_FALSE(said(0, 2.49)); // of which less is no sign of work
    CHECK(said(0.9, 9.1));
    CHECK_FALSE(said(1, 10)); // a tenth of the others'
  }

  TEST_CASE("a run has it instead of what others used by themselves") {
    test::Story story(4);
    story.domain("package-0").then({.seconds = 0.5, .joules = {20}, .tree = 0.01, .busy = 1.5}, 4);
    CHECK(test::warnings_of(attribute(story.recording(), {}), WarningCode::busy_host) == 1);
    story.recording().argv = {"docker", "run", "x"};
    const EnergyAccount account = attribute(story.recording(), {});
    CHECK(test::warnings_of(account, WarningCode::work_elsewhere) == 1);
    CHECK(test::warnings_of(account, WarningCode::busy_host) == 0);
  }

} // TEST_SUITE
