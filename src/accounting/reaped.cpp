// SPDX-License-Identifier: Apache-2.0
#include "accounting/reaped.hpp"

#include <algorithm>

namespace joules {

namespace {
Nanoseconds duration_of(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}
} // namespace

void ReapedTotals::add(pid_t child, const rusage& usage) {
  if (preexisting_.erase(child) > 0) return; // its number may now come back as one of ours
  user_ += duration_of(usage.ru_utime);
  system_ += duration_of(usage.ru_stime);
  // Linux counts ru_maxrss in KiB: getrusage(2).
  max_rss_bytes_ = std::max(max_rss_bytes_, static_cast<std::uint64_t>(usage.ru_maxrss) * 1024);
  faults_minor_ += static_cast<std::uint64_t>(usage.ru_minflt);
  faults_major_ += static_cast<std::uint64_t>(usage.ru_majflt);
  switches_voluntary_ += static_cast<std::uint64_t>(usage.ru_nvcsw);
  switches_involuntary_ += static_cast<std::uint64_t>(usage.ru_nivcsw);
  ++count_;
}

} // namespace joules
