// SPDX-License-Identifier: Apache-2.0
#include "joules/sampling/recorder.hpp"

#include "sampling/run.hpp"

#include <cerrno>
#include <thread>

namespace joules {

Result<Recording> record(const Command& command, const SignalMail& mail, const HostRoot& host,
                         const Sensors& sensors, const RecordingOptions& options) {
  return Run(command, mail, host, sensors, options).to_its_end();
}

std::vector<std::string> tree_clocks_of(const HostRoot& host) {
  ReapedTotals nobody;
  ProcfsTree* tree = nullptr;
  LargestClock clocks = make_tree_clocks(tree_start(host.proc("")), nobody, tree);
  clocks.read();
  return clocks.names();
}

Recording watch_idle_host(const HostRoot& host, const Sensors& sensors, Nanoseconds duration) {
  Recording recording;
  recording.method = sensors.method;
  const SystemClock clock;
  LargestClock no_tree({});
  HostClock host_clock(host);
  Sampler sampler(sensors.counters, no_tree, host_clock, clock);

  const Instant end = clock.now() + duration;
  const Nanoseconds interval = std::min<Nanoseconds>(longest_interval(sensors.method.domains),
                                                     std::chrono::milliseconds(500));
  recording.samples.push_back(sampler.sample());
  while (clock.now() < end) {
    std::this_thread::sleep_for(std::min(interval, end - clock.now()));
    recording.samples.push_back(sampler.sample());
  }
  return recording;
}

} // namespace joules
