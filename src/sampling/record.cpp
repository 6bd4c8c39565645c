// SPDX-License-Identifier: Apache-2.0
#include "sampling/record.hpp"

#include "sampling/recorder.hpp"
#include "sampling/sensor_ends.hpp"
#include "sampling/tree_clocks.hpp"

#include <cerrno>
#include <thread>

namespace joules {

Result<Recording> record(const Command& command, const SignalQueue& signals, const HostRoot& host,
                         const Sensors& sensors, const SamplingSettings& settings,
                         const RunContext& context) {
  return Recorder(command, signals, host, sensors, settings, context).to_its_end();
}

TriedClocks try_tree_clocks(const HostRoot& host) {
  ReapedTotals nobody;
  TreeClocks clocks =
      open_tree_clocks(CpuClockChoice::automatic, tree_start(host.proc("")), nobody);
  clocks.all.read();
  return {clocks_of(clocks.all.readings()), clocks.perf_refusal};
}

Recording watch_idle_host(const HostRoot& host, const Sensors& sensors, Nanoseconds duration) {
  const SystemClock clock;
  LargestClock no_tree({});
  HostClock host_clock(host);
  Sampler sampler(sensors, no_tree, host_clock, clock);

  const Instant end = clock.now() + duration;
  const Nanoseconds interval = std::min<Nanoseconds>(longest_interval(sampler.samples().counters),
                                                     std::chrono::milliseconds(500));
  begin_with_sensors(sensors);
  sampler.sample();
  std::vector<SecondView> second_views = first_readings(sensors.source.second_views);
  while (clock.now() < end) {
    std::this_thread::sleep_for(std::min(interval, end - clock.now()));
    sampler.sample();
  }
  add_last_readings(sensors.source.second_views, second_views);

  Recording recording;
  recording.method.source = sensors.source.about;
  recording.method.model = sensors.model;
  recording.method.clock_tick = clock_tick();
  recording.second_views = std::move(second_views);
  recording.sensor_events = end_with_sensors(sensors, sampler);
  Samples samples = sampler.take_samples();
  recording.samples = std::move(samples.instants);
  recording.counters = std::move(samples.counters);
  recording.devices = std::move(samples.devices);
  return recording;
}

} // namespace joules
