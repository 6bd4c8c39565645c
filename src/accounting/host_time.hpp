// SPDX-License-Identifier: Apache-2.0
// How long the machine's CPUs were busy, idle and stolen: the first lines of /proc/stat.
#pragma once

#include "joules/host.hpp"
#include "joules/recording.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// Parses /proc/stat; `at` is left at 0. nullopt: cut off, not one, or times that microseconds
/// cannot hold. Guest time is inside user already and is not added again.
std::optional<HostTime> parse_host_time(std::string_view text);

/// Reads it again and again through one descriptor.
class HostClock {
public:
  /// Never fails: a machine without a readable /proc/stat answers nullopt.
  /// `topology`: of the host, where its packages are told apart.
  explicit HostClock(const HostRoot& host, Topology topology = {});
  std::optional<HostTime> read(Instant now);
  /// As of the last read that was answered, in the order of the topology.
  [[nodiscard]] const std::vector<HostTime>& packages() const { return packages_; }

private:
  /// False: times that no machine has.
  bool sum_by_package(std::string_view text, Instant now);

  std::optional<OpenFile> file_;
  std::string buffer_;
  Topology topology_;
  std::vector<HostTime> packages_;
};

} // namespace joules
