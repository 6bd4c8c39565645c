// SPDX-License-Identifier: Apache-2.0
#include "sampling/record.hpp"

#include "sampling/recorder.hpp"
#include "sampling/recorder_ends.hpp"
#include "sampling/tree_clocks.hpp"

#include <cerrno>
#include <thread>

namespace joules {

Result<Recording> record(const Command& command, const SignalQueue& signals, const HostRoot& host,
                         const Sensors& sensors, const SamplingSettings& settings,
                         const WaitNotice& notice) {
  return Recorder(command, signals, host, sensors, settings, notice).to_its_end();
}

void try_tree_clocks(const HostRoot& host, Method& method) {
  ReapedTotals nobody;
  TreeClocks clocks =
      open_tree_clocks(CpuClockChoice::automatic, tree_start(host.proc("")), nobody);
  clocks.all.read();
  method.cpu_clocks = names_of(clocks.all.readings());
  method.perf_refusal = clocks.perf_refusal;
}

Recording watch_idle_host(const HostRoot& host, const Sensors& sensors, Nanoseconds duration) {
  Recording recording;
  recording.method = sensors.method;
  recording.method.clock_tick = clock_tick();
  const SystemClock clock;
  LargestClock no_tree({});
  HostClock host_clock(host);
  Sampler sampler(sensors.counters, no_tree, host_clock, clock);

  const Instant end = clock.now() + duration;
  const Nanoseconds interval = std::min<Nanoseconds>(longest_interval(sensors.method.domains),
                                                     std::chrono::milliseconds(500));
  begin_with_sensors(sensors);
  recording.samples.push_back(sampler.sample());
  read_second_views(sensors, recording);
  while (clock.now() < end) {
    std::this_thread::sleep_for(std::min(interval, end - clock.now()));
    recording.samples.push_back(sampler.sample());
  }
  read_second_views(sensors, recording);
  end_with_sensors(sensors, recording);
  return recording;
}

} // namespace joules
