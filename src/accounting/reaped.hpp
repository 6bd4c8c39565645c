// SPDX-License-Identifier: Apache-2.0
// The exact part of the tree's CPU time: what the kernel told us, to the microsecond, when we
// waited for a child. It includes everything that the child itself had waited for, and the work of
// exit().
#pragma once

#include "accounting/tree_clock.hpp"

#include <sys/resource.h>
#include <sys/types.h>

#include <cstdint>
#include <set>

namespace joules {

/// The sum over all children that were waited for. Descendants that this process had already when
/// it started (a shell that ran "job & exec joules ...") are pre-existing children: waited for, but
/// not counted.
class ReapedTotals {
public:
  explicit ReapedTotals(std::set<pid_t> preexisting = {})
      : preexisting_(std::move(preexisting)), had_preexisting_(!preexisting_.empty()) {}

  void add(pid_t child, const rusage& usage);
  void add_preexisting(const std::set<pid_t>& found) {
    preexisting_.insert(found.begin(), found.end());
  }
  [[nodiscard]] const std::set<pid_t>& preexisting() const { return preexisting_; }
  /// True for good once there was one.
  [[nodiscard]] bool had_preexisting() const { return had_preexisting_; }
  [[nodiscard]] bool is_preexisting(pid_t child) const { return preexisting_.contains(child); }

  [[nodiscard]] Nanoseconds user() const { return user_; }
  [[nodiscard]] Nanoseconds system() const { return system_; }
  [[nodiscard]] Nanoseconds cpu() const { return user_ + system_; }
  [[nodiscard]] std::uint64_t max_rss_bytes() const { return max_rss_bytes_; }
  [[nodiscard]] std::uint64_t faults_minor() const { return faults_minor_; }
  [[nodiscard]] std::uint64_t faults_major() const { return faults_major_; }
  [[nodiscard]] std::uint64_t switches_voluntary() const { return switches_voluntary_; }
  [[nodiscard]] std::uint64_t switches_involuntary() const { return switches_involuntary_; }
  [[nodiscard]] std::uint64_t count() const { return count_; }

private:
  std::set<pid_t> preexisting_;
  bool had_preexisting_;
  Nanoseconds user_{0};
  Nanoseconds system_{0};
  std::uint64_t max_rss_bytes_ = 0;
  std::uint64_t faults_minor_ = 0, faults_major_ = 0;
  std::uint64_t switches_voluntary_ = 0, switches_involuntary_ = 0;
  std::uint64_t count_ = 0;
};

/// Sees all that was waited for; misses what is alive and what nobody waited for.
class ReapedClock final : public TreeClock {
public:
  /// `totals` outlives the clock.
  explicit ReapedClock(const ReapedTotals& totals) : totals_(totals) {}
  [[nodiscard]] ClockKind kind() const override { return ClockKind::rusage; }
  /// It says nothing of who is alive, for as long as a run may take.
  [[nodiscard]] Nanoseconds quantum() const override { return std::chrono::hours(1); }
  std::optional<Nanoseconds> read() override { return totals_.cpu(); }

private:
  const ReapedTotals& totals_;
};

} // namespace joules
