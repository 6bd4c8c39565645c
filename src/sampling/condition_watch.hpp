// SPDX-License-Identifier: Apache-2.0
// What changes the power of the same work, read at the two ends of a run: heat, whether it slowed
// the processor down, and the frequency that came of it. Files that everybody may read.
#pragma once

#include "joules/host.hpp"
#include "joules/recording.hpp"

#include <filesystem>
#include <optional>
#include <vector>

namespace joules {

class ConditionWatch {
public:
  /// `all`: temperatures and frequencies, too, which take a few reads for each CPU. Throttling
  /// takes one for each package.
  ConditionWatch(const HostRoot& host, const Topology& topology, bool all);

  void begin();
  [[nodiscard]] Conditions end();

private:
  /// CPPC's counters of a CPU: acpi_cppc/feedback_ctrs, "ref:N del:N". Both stand still while it is
  /// idle.
  struct Feedback {
    std::uint64_t reference = 0, delivered = 0;
  };
  struct Clocked {
    std::filesystem::path counters;
    double hertz_of_reference = 0;
    std::optional<Feedback> at_start;
  };

  void find_temperatures(const HostRoot& host);
  void find_clocks(const HostRoot& host, std::size_t cpus);
  static std::optional<Feedback> read_feedback(const std::filesystem::path& counters);
  [[nodiscard]] std::optional<double> hottest() const;
  [[nodiscard]] std::vector<std::optional<std::uint64_t>> throttle_times() const;
  [[nodiscard]] std::optional<double> mean_frequency() const;

  std::vector<std::filesystem::path> temperatures_; // of packages
  std::vector<std::filesystem::path> throttling_;   // of packages
  std::vector<std::optional<std::uint64_t>> throttled_before_ms_;
  std::vector<Clocked> clocks_; // of CPUs
  std::optional<double> temperature_start_;
};

} // namespace joules
