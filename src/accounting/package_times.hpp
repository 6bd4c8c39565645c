// SPDX-License-Identifier: Apache-2.0
// On which packages the tree's members use their CPU time, as far as a walk can tell: who was on a
// package when the walk came by is taken to have been there since the walk before. Neither exact
// nor complete: weights, by which the tree's time is divided.
#pragma once

#include "accounting/process_stat.hpp"
#include "joules/host.hpp"

#include <vector>

namespace joules {

class ProcessFiles;

class PackageTimes {
public:
  /// `files` outlives it. With an empty topology it does nothing.
  PackageTimes(ProcessFiles& files, Topology topology);

  /// The process has used so much since it was met last.
  void add(const ProcessStat& process, Nanoseconds used);
  /// In the order of the topology.
  [[nodiscard]] const std::vector<Nanoseconds>& by_package() const { return by_package_; }

private:
  using Counts = std::vector<int>; // by package
  const Counts& threads_by_package(pid_t process);

  ProcessFiles& files_;
  Topology topology_;
  std::vector<Nanoseconds> by_package_;
  std::vector<pid_t> threads_; // reused from call to call, as are the next two
  Counts running_;
  Counts present_;
};

} // namespace joules
