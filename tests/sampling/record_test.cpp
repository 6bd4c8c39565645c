// SPDX-License-Identifier: Apache-2.0
#include "sampling/record.hpp"

#include "launch/children.hpp"
#include "support/fake_host.hpp"
#include "support/fork_child.hpp"
#include "support/scripted_counter.hpp"
#include "support/signal_state.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cerrno>

#include <signal.h>

using namespace joules;
using namespace joules::test;
using namespace std::chrono_literals;

namespace {

using SplitArgs = std::vector<std::string>;

/// A powercap of one package that says `readings`.
Sensors package(std::vector<Reading> readings) {
  return sensors_with(ScriptedCounter(std::move(readings)));
}

Result<Recording> try_record(const SplitArgs& argv, const Sensors& sensors,
                             const SamplingSettings& options = {}) {
  const SignalState state;
  return record({argv}, SignalQueue(), HostRoot(), sensors, options);
}

Recording record_sh(const std::string& script, const SamplingSettings& options = {}) {
  auto recording = try_record({"sh", "-c", script}, package({1000, 2000}), options);
  REQUIRE(recording.has_value());
  return std::move(*recording);
}

/// Ends what a command left running.
void end(const Recording& recording) {
  for (const RemainingProcess& remaining : recording.exit_info.left_running) {
    ::kill(remaining.pid, SIGKILL);
    static_cast<void>(reap(remaining.pid));
  }
}

SamplingSettings every(Nanoseconds interval) {
  SamplingSettings options;
  options.interval = interval;
  return options;
}

SamplingSettings waiting_for_all() {
  SamplingSettings options;
  options.tree_wait_timeout = std::nullopt;
  return options;
}

const std::string count_for_seconds = "i=0; while [ $i -lt 5000000 ]; do i=$((i+1)); done";
const std::string count_to_50000 = "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done";

} // namespace

TEST_SUITE("sampling") {
  TEST_CASE("a command shorter than an interval has one closed interval") {
    const auto recording = try_record({"true"}, package({1000, 2000}));
    REQUIRE(recording.has_value());
    CHECK(recording->exit_info.exit.code == 0);
    CHECK_FALSE(recording->exit_info.exit.signal);
    CHECK(recording->samples.size() >= 2);
    CHECK(recording->exit_info.samples_taken >= 2);
    CHECK(recording->counters[0].readings.front() == Reading(1000));
    CHECK(recording->counters[0].readings.back() == Reading(2000));
    CHECK_FALSE(have_children());
  }

  TEST_CASE("the exit code is the command's") {
    CHECK(record_sh("exit 3").exit_info.exit.code == 3);
  }

  TEST_CASE("a death by signal is the signal's") {
    const ExitStatus exit = record_sh("kill -9 $$").exit_info.exit;
    CHECK(exit.signal == SIGKILL);
    CHECK_FALSE(exit.code);
  }

  TEST_CASE("a command that cannot be started leaves an error and nothing else") {
    const auto absent = try_record({"joules-no-such-command"}, package({1000}));
    REQUIRE(absent.has_error());
    CHECK(absent.error().code == ENOENT);
    CHECK(absent.error().object == "joules-no-such-command");
    const auto refused = try_record({"/"}, package({1000}));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == EACCES);
    CHECK_FALSE(have_children());
  }

  TEST_CASE("the recording has the command's words and its method") {
    const Recording recording = record_sh("exit 0");
    CHECK(recording.argv == SplitArgs{"sh", "-c", "exit 0"});
    CHECK(recording.method.source.sensor == Sensor::powercap);
    REQUIRE(recording.counters.size() == 1);
    CHECK(recording.counters[0].counter.name == "package-0");
    CHECK(recording.counters[0].readings.size() == recording.samples.size());
    CHECK(recording.method.sampling_interval > Seconds(0));
    const Recording longer = record_sh("sleep 0.3"); // of several samples
    CHECK(longer.method.sampling_interval <=
          Seconds(longer.samples.back().at - longer.samples.front().at));
    CHECK(recording.method.clock_tick == 10ms);
    const std::vector<ClockKind>& clocks = recording.method.cpu_clocks;
    CHECK(std::count(clocks.begin(), clocks.end(), ClockKind::procfs) == 1);
    CHECK(std::count(clocks.begin(), clocks.end(), ClockKind::rusage) == 1);
    CHECK(recording.started_at.size() == std::string("2026-01-31T12:00:00.123Z").size());
  }

  TEST_CASE("what joules wakes up for is counted") {
    CHECK(record_sh("sleep 0.2").exit_info.wakeups > 1); // some samples, and the end of it
  }

  TEST_CASE("no interval is longer than the counter allows") {
    Counter counter;
    counter.modulus = Microjoules{100'000'000}; // 100 J: 0.1 s at 1 kW
    const Sensors sensors = sensors_with(ScriptedCounter({1000, 2000}, counter));
    const auto recording = try_record({"true"}, sensors, every(5s));
    REQUIRE(recording.has_value());
    CHECK(recording->method.sampling_interval == Seconds(0.05));
  }

  TEST_CASE("instants and the tree's time never fall, and the books close above them") {
    const Recording recording =
        record_sh("(" + count_to_50000 + "); " + count_to_50000, every(10ms));
    REQUIRE(recording.samples.size() >= 3);
    CHECK(recording.samples.front().tree_cpu == 0ns);
    Nanoseconds tree_cpu{0};
    for (std::size_t i = 1; i < recording.samples.size(); ++i) {
      CHECK(recording.samples[i].at > recording.samples[i - 1].at);
      // A full sample may take back what a hypervisor took since the light ones before it.
      if (!recording.samples[i].host) continue;
      CHECK(recording.samples[i].tree_cpu >= tree_cpu);
      tree_cpu = recording.samples[i].tree_cpu;
    }
    const ExitInfo& exit_info = recording.exit_info;
    CHECK(exit_info.tree_cpu >= recording.samples.back().tree_cpu);
    CHECK(exit_info.tree_cpu >= exit_info.cpu_user + exit_info.cpu_system);
    CHECK(exit_info.cpu_user + exit_info.cpu_system > 0ns);
    CHECK(exit_info.tree_clock);
    CHECK(exit_info.processes_seen >= 1);
    CHECK(exit_info.max_rss_bytes > 100'000);
  }

  TEST_CASE("the last sample sees the dead command before it is reaped") {
    const Recording recording = record_sh(count_to_50000, every(10s));
    // No sample was taken while it ran: what the last one saw, it saw of the zombie.
    CHECK(recording.samples.back().tree_cpu > 0ns);
    CHECK(recording.samples.back().tree_cpu * 10 >= recording.exit_info.tree_cpu * 9);
  }

  TEST_CASE("a counter that fails is missing where it failed, and the run goes on") {
    const auto recording = try_record({"sh", "-c", "exit 5"}, package({1000, std::nullopt}));
    REQUIRE(recording.has_value());
    CHECK(recording->exit_info.exit.code == 5);
    CHECK(recording->counters[0].readings.front() == Reading(1000));
    CHECK(recording->counters[0].readings.back() == std::nullopt);
  }

  TEST_CASE("a machine without a proc is measured by what we waited for") {
    const FakeHost host;
    const SignalState state;
    const Sensors sensors = package({1000, 2000});
    const auto recording =
        record({{"sh", "-c", count_to_50000}}, SignalQueue(), host.root(), sensors, {});
    REQUIRE(recording.has_value());
    CHECK_FALSE(recording->samples.back().host);
    CHECK(recording->exit_info.tree_cpu > 0ns);
  }

  TEST_CASE("what outlives the command is named, and left running") {
    const Recording recording = record_sh("sleep 1000 & exit 0");
    CHECK(recording.exit_info.exit.code == 0);
    REQUIRE(recording.exit_info.left_running.size() == 1);
    CHECK(::kill(recording.exit_info.left_running[0].pid, 0) == 0);
    end(recording);
  }

  TEST_CASE("with a tree-wait timeout nothing is left running") {
    const FakeHost scratch;
    const std::string file = (scratch.path() / "done").string();
    const Recording recording =
        record_sh("(" + count_to_50000 + "; echo >" + file + ") & exit 0", waiting_for_all());
    CHECK(std::filesystem::exists(file));
    CHECK(recording.exit_info.left_running.empty());
    CHECK(recording.exit_info.processes_seen >= 2);
  }

  TEST_CASE("an orphan's time is in what we waited for") {
    SamplingSettings options = waiting_for_all();
    options.interval = 10ms;
    const ExitInfo exit_info = record_sh("(" + count_to_50000 + ") & exit 0", options).exit_info;
    CHECK((exit_info.cpu_user + exit_info.cpu_system) * 10 >= exit_info.tree_cpu * 9);
  }

  TEST_CASE("the tree-wait timeout ends the wait") {
    SamplingSettings options;
    options.tree_wait_timeout = 20ms;
    const Recording recording = record_sh("sleep 1000 & exit 0", options);
    CHECK(recording.exit_info.left_running.size() == 1);
    end(recording);
  }

  TEST_CASE("a child that we had before is not the command's, dead or alive") {
    const pid_t alive = fork_sleeper();
    const pid_t dead = fork_child([] { return 1; });
    await(dead, WEXITED);
    const Recording recording = record_sh("exit 0");
    CHECK(recording.exit_info.exit.code == 0);
    CHECK(recording.exit_info.left_running.empty());
    ::kill(alive, SIGKILL);
    CHECK(reap(alive).exit.signal == SIGKILL);
  }

  TEST_CASE("nobody waits for a child that we had before") {
    const pid_t before = fork_child([] {
      ::alarm(3); // so that waiting for it ends
      while (true) ::pause();
      return 0;
    });
    static_cast<void>(record_sh("exit 0", waiting_for_all()));
    CHECK(have_children()); // it lives
    if (!have_children()) return;
    ::kill(before, SIGKILL);
    static_cast<void>(reap(before));
  }

  TEST_CASE("TERM that was sent to us is passed on, and the report is partial") {
    const std::string obedient = "trap 'exit 9' TERM; kill -TERM $PPID; " + count_for_seconds;
    const Recording recording = record_sh(obedient);
    CHECK(recording.exit_info.exit.code == 9);
    CHECK(recording.exit_info.terminated_by == SIGTERM);
    end(recording);
  }

  TEST_CASE("INT that was sent to us is passed on, and the command decides") {
    const Recording recording =
        record_sh("trap 'exit 8' INT; kill -INT $PPID; " + count_for_seconds);
    CHECK(recording.exit_info.exit.code == 8);
    CHECK_FALSE(recording.exit_info.terminated_by);
    end(recording);
  }

  TEST_CASE("the idle host is watched without a tree") {
    const Sensors sensors = package({1000, 2000});
    const Recording recording = watch_idle_host(HostRoot(), sensors, 20ms);
    REQUIRE(recording.samples.size() >= 2);
    CHECK(recording.counters[0].readings.front() == Reading(1000));
    CHECK(recording.counters[0].readings.back() == Reading(2000));
    CHECK(recording.samples.back().at - recording.samples.front().at >= 20ms);
    CHECK(recording.samples.back().tree_cpu == 0ns);
  }
}
