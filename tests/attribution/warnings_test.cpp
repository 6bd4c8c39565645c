// SPDX-License-Identifier: Apache-2.0
// Each code where it must be, and none where nothing is wrong.
#include "attribution/attribute.hpp"
#include "support/recordings.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_SUITE("attribution") {

  using namespace joules;
  using test::Story;
  using test::warning_about;
  using test::warnings_of;
  using Code = WarningCode;

  namespace {

  /// Two seconds alone on the machine, nothing wrong.
  Story quiet_run() {
    Story story(4);
    story.domain("package-0");
    return story.then({.seconds = 0.1, .joules = {4}, .tree = 0.1, .busy = 0.1}, 20);
  }

  EnergyAccount account_of(Story& story) {
    return attribute(story.recording(), {});
  }

  /// Exactly this code and no other.
  void check_only(Story& story, Code code) {
    const EnergyAccount account = account_of(story);
    CHECK(account.warnings.size() == 1);
    CHECK(warnings_of(account, code) == 1);
  }

  /// What `story` is warned of in this respect.
  template <class Cause>
  Cause about(Story& story) {
    const auto found = account_of(story).warnings;
    const Cause* cause = warning_about<Cause>(found);
    REQUIRE(cause != nullptr);
    return *cause;
  }

  } // namespace

  TEST_CASE("a run that went well has no warning") {
    Story story = quiet_run();
    CHECK(account_of(story).warnings.empty());
  }

  TEST_CASE("short_run: below a tenth of a second, and not from there on") {
    Story brief(4), enough(4);
    brief.domain("package-0").then({.seconds = 0.099, .joules = {4}, .tree = 0.09, .busy = 0.09});
    enough.domain("package-0").then({.seconds = 0.1, .joules = {4}, .tree = 0.1, .busy = 0.1});
    check_only(brief, Code::short_run);
    CHECK(account_of(enough).warnings.empty());
  }

  TEST_CASE("cpu_time_uncertain: orphans of the tree could not be adopted") {
    Story story = quiet_run();
    story.recording().exit_info.orphans_adopted = false;
    check_only(story, Code::cpu_time_uncertain);
  }

  TEST_CASE("cpu_time_uncertain: a lower bound says whom nobody waited for, and what to do") {
    Story story = quiet_run();
    ExitInfo& exit_info = story.recording().exit_info;
    exit_info.clocks = {{ClockKind::procfs, {}}, {ClockKind::rusage, {}}};
    exit_info.unclaimed_processes = 57;
    exit_info.sigchld_ignored = true;
    CHECK(account_of(story).warnings.empty()); // too little to make a lower bound
    exit_info.tree_cpu_at_least = true;
    check_only(story, Code::cpu_time_uncertain);
    const auto unclaimed = [&] {
      const auto found = account_of(story).warnings;
      return std::get<warnings::Unclaimed>(found.at(0).cause);
    };
    CHECK(unclaimed().processes == 57);
    CHECK(unclaimed().sigchld_ignored);
    CHECK_FALSE(unclaimed().perf);
    CHECK(unclaimed().perf_refusal.empty());
    story.recording().method.perf_refusal = "perf_event_open: Operation not permitted";
    CHECK(unclaimed().perf_refusal == "perf_event_open: Operation not permitted");
    exit_info.clocks.push_back({ClockKind::perf, {}});
    exit_info.sigchld_ignored = false;
    CHECK(unclaimed().perf);
    CHECK_FALSE(unclaimed().sigchld_ignored);
  }

  TEST_CASE("busy_host: others used more than 5 % of the machine") {
    Story crowded(4), calm(4);
    crowded.domain("package-0").then({.joules = {40}, .tree = 1, .busy = 1.21});
    calm.domain("package-0").then({.joules = {40}, .tree = 1, .busy = 1.19});
    check_only(crowded, Code::busy_host);
    CHECK(about<warnings::OthersRan>(crowded).cpu.count() == doctest::Approx(0.21));
    CHECK(account_of(calm).warnings.empty());
  }

  TEST_CASE("virtualized: a sensor inside of a virtual machine is the hypervisor's") {
    Story story = quiet_run();
    story.recording().view.virtualized = true;
    check_only(story, Code::virtualized);
  }

  TEST_CASE("virtualized tells how many counters were not told from another one") {
    Story story = quiet_run();
    story.recording().view.virtualized = true;
    Exclusion mirror;
    mirror.reason = Exclusion::Reason::mirror;
    mirror.detail = "package-0";
    story.recording().method.source.left_out.assign(15, mirror);
    check_only(story, Code::virtualized);
    CHECK(about<warnings::CountersOfHypervisor>(story).mirrors == 15);
    story.recording().method.source.left_out.resize(1);
    CHECK(about<warnings::CountersOfHypervisor>(story).mirrors == 1);
  }

  TEST_CASE("sensor_unavailable names the file that refused and what to do") {
    Story story(4);
    story.model({1, 1, 1}, {2, 2, 2}).then({.tree = 1, .busy = 1});
    story.recording().method.source.unavailable_reason = "/sys/x/energy_uj: Permission denied";
    story.recording().method.source.remedy = "run: sudo chown $USER /sys/x/energy_uj";
    check_only(story, Code::sensor_unavailable);
    CHECK(about<warnings::NoSensor>(story).reason ==
          "/sys/x/energy_uj: Permission denied; run: sudo chown $USER /sys/x/energy_uj");
  }

  TEST_CASE("sensor_unavailable without a remedy ends after the reason") {
    Story story(4);
    story.model({1, 1, 1}, {2, 2, 2}).then({.tree = 1, .busy = 1});
    CHECK(about<warnings::NoSensor>(story).reason ==
          "/sys/class/powercap: No such file or directory");
  }

  TEST_CASE("an estimate is not warned of for zones that it does not use, nor for the hypervisor") {
    Story story(4);
    story.model({1, 1, 1}, {2, 2, 2}).then({.tree = 1, .busy = 1});
    story.recording().view.virtualized = true;
    Exclusion zone;
    zone.counter.of_host = true;
    zone.reason = Exclusion::Reason::unreadable;
    story.recording().method.source.left_out.push_back(zone);
    check_only(story, Code::sensor_unavailable);
  }

  TEST_CASE("partial_sensor names the zone that could not be opened") {
    Story story = quiet_run();
    Exclusion dram;
    dram.counter.path = "/sys/class/powercap/intel-rapl:0:1/energy_uj";
    dram.counter.of_host = true;
    dram.reason = Exclusion::Reason::unreadable;
    dram.detail = "Permission denied";
    story.recording().method.source.left_out.push_back(dram);
    check_only(story, Code::partial_sensor);
    const auto unreadable = about<warnings::CounterUnreadable>(story);
    CHECK(unreadable.path == "/sys/class/powercap/intel-rapl:0:1/energy_uj");
    CHECK(unreadable.reason == "Permission denied");
  }

  TEST_CASE("a zone that is left out for a reason is no partial sensor") {
    Story story = quiet_run();
    Exclusion core;
    core.counter.part = "contained in package-0";
    story.recording().method.source.left_out.push_back(core);
    CHECK(account_of(story).warnings.empty());
  }

  TEST_CASE("partial_sensor says when a counter was last heard of") {
    Story story = quiet_run();
    for (std::size_t i = 6; i < story.samples().size(); ++i) story.readings(0)[i].reset();
    check_only(story, Code::partial_sensor);
    const auto unread = about<warnings::CounterUnreadAfter>(story);
    CHECK(unread.path == "/sys/class/powercap/intel-rapl:0/energy_uj");
    CHECK(unread.last_read.count() == doctest::Approx(0.5));
    CHECK(unread.wall.count() == doctest::Approx(2));
  }

  TEST_CASE("one failed reading between two good ones is nothing to warn of") {
    Story story = quiet_run();
    story.readings(0)[6].reset();
    CHECK(account_of(story).warnings.empty());
  }

  TEST_CASE("a lower bound is never reported without a warning, not even of a late first reading") {
    Story story = quiet_run();
    story.readings(0)[0].reset();
    CHECK(account_of(story).host.at_least);
    check_only(story, Code::partial_sensor);
    CHECK(about<warnings::CounterUnreadAtStart>(story).path ==
          "/sys/class/powercap/intel-rapl:0/energy_uj");
  }

  TEST_CASE("partial_sensor names the counter that did not move") {
    Story story(4);
    story.domain("package-0").domain("dram");
    story.then({.joules = {40, 0}, .tree = 1, .busy = 1});
    check_only(story, Code::partial_sensor);
    CHECK(about<warnings::CounterNotMoved>(story).path ==
          "/sys/class/powercap/intel-rapl:1/energy_uj");
  }

  TEST_CASE("counter_implausible names memory that shows more than memory can use") {
    Story story(4);
    story.domain("package-0").domain("dram");
    story.counter(1).memory = true;
    story.then({.joules = {40, 170}, .tree = 1, .busy = 1});
    check_only(story, Code::counter_implausible);
    CHECK(about<warnings::Implausible>(story).name == "dram");
    CHECK(about<warnings::Implausible>(story).doubt == "shows 170 W, more than memory can use");
  }

  TEST_CASE("counter_wrapped: we were stopped for longer than the counter may take to wrap") {
    Story story(4);
    story.domain("package-0", 65'712'999'613);
    story.then({.seconds = 65, .joules = {4000}, .tree = 65, .busy = 65});
    CHECK(account_of(story).warnings.empty());
    story.then({.seconds = 66, .joules = {4000}, .tree = 66, .busy = 66});
    check_only(story, Code::counter_wrapped);
  }

  TEST_CASE("a wrap that was counted right is nothing to warn of") {
    Story story(4);
    story.domain("package-0", test::server_modulus_uj, test::server_modulus_uj - 1'000'000);
    story.then({.joules = {40}, .tree = 1, .busy = 1});
    const EnergyAccount account = account_of(story);
    CHECK(account.domains[0].wraps == 1);
    CHECK(account.warnings.empty());
  }

  TEST_CASE("counter_reset and suspended: the counter began anew while the machine slept") {
    Story story = quiet_run();
    story.then({.seconds = 0.1, .joules = {4}, .tree = 0.1, .busy = 0.1, .asleep = 3600});
    story.readings(0).back() = 500'000;
    const EnergyAccount account = account_of(story);
    CHECK(account.warnings.size() == 2);
    CHECK(warnings_of(account, Code::counter_reset) == 1);
    CHECK(about<warnings::Suspended>(story).asleep == Seconds{3600});
  }

  TEST_CASE("suspended only when clocks went apart by more than their drift") {
    Story asleep = quiet_run(), drifting = quiet_run();
    asleep.samples().back().asleep = std::chrono::milliseconds(51);
    drifting.samples().back().asleep = std::chrono::milliseconds(50);
    check_only(asleep, Code::suspended);
    CHECK(account_of(drifting).warnings.empty());
  }

  TEST_CASE("tree_left_running counts what still runs") {
    Story story = quiet_run();
    story.recording().exit_info.left_running = {{41, "daemon"}, {42, "worker"}};
    check_only(story, Code::tree_left_running);
    CHECK(about<warnings::LeftRunning>(story).processes == 2);
  }

  TEST_CASE("cpu_time_uncertain when more than 2 % came to light at the end only") {
    Story late = quiet_run(), nearly = quiet_run(); // 2 s were seen
    late.closes_with(2.05);
    nearly.closes_with(2.03);
    check_only(late, Code::cpu_time_uncertain);
    CHECK(about<warnings::CpuTimeLate>(late).late.count() == doctest::Approx(0.05));
    CHECK(about<warnings::CpuTimeLate>(late).all.count() == doctest::Approx(2.05));
    CHECK(account_of(nearly).warnings.empty());
  }

  TEST_CASE("a tick that came late is no uncertainty, however short the run") {
    Story story(4);
    story.domain("package-0").then({.seconds = 0.1, .joules = {4}, .tree = 0.001, .busy = 0.02});
    story.closes_with(0.011);
    CHECK(warnings_of(account_of(story), Code::cpu_time_uncertain) == 0);
  }

  TEST_CASE("cpu_time_uncertain when the tree's time fits nowhere") {
    Story story(1);
    story.domain("package-0").then({.joules = {4}, .tree = 1.1, .busy = 1});
    check_only(story, Code::cpu_time_uncertain);
    CHECK(about<warnings::CpuTimeUnplaced>(story).cpu.count() == doctest::Approx(0.1));
  }

  TEST_CASE("cpu_time_uncertain when /proc/stat is a container's") {
    Story story = quiet_run();
    story.recording().view.container_proc_stat = true;
    check_only(story, Code::cpu_time_uncertain);
  }

  TEST_CASE("one run may have many warnings") {
    Story story(1);
    story.domain("package-0", 1'000'000'000).domain("dram");
    story.then({.seconds = 2, .joules = {40, 0}, .tree = 0.5, .busy = 2, .asleep = 9});
    story.readings(0).back() = 1;
    story.recording().view.virtualized = true;
    story.recording().exit_info.left_running = {{41, "daemon"}};
    story.closes_with(1.5);
    const EnergyAccount account = account_of(story);
    std::set<Code> codes;
    for (const Warning& warning : account.warnings) codes.insert(warning.code());
    CHECK(codes == std::set<Code>{Code::virtualized, Code::partial_sensor, Code::counter_wrapped,
                                  Code::counter_reset, Code::busy_host, Code::suspended,
                                  Code::tree_left_running, Code::cpu_time_uncertain});
  }

  TEST_CASE("throttled: from a hundredth of the run on") {
    Story story = quiet_run();
    story.recording().conditions.throttled = Seconds{0.015};
    CHECK(account_of(story).warnings.empty());
    story.recording().conditions.throttled = Seconds{0.5};
    check_only(story, Code::throttled);
    CHECK(about<warnings::Throttled>(story).slowed == Seconds{0.5});
  }

  TEST_CASE("hybrid: only where others ran, too, so that a share of CPU time is used") {
    Story alone = quiet_run();
    alone.recording().view.hybrid = true;
    CHECK(account_of(alone).warnings.empty());
    Story shared(4);
    shared.domain("package-0").then({.seconds = 2, .joules = {80}, .tree = 1, .busy = 4});
    shared.recording().view.hybrid = true;
    CHECK(about<warnings::HybridCores>(shared).share == doctest::Approx(0.25));
  }

  TEST_CASE("filtered_counters: where RAPL's counters are read, and where another sensor is") {
    Story story = quiet_run();
    story.recording().view.filtered_counters = true;
    check_only(story, Code::filtered_counters);
    story.recording().method.source.sensor = Sensor::acpi;
    CHECK(account_of(story).warnings.empty());
  }

} // TEST_SUITE
