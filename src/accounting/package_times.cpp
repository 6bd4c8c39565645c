// SPDX-License-Identifier: Apache-2.0
#include "accounting/package_times.hpp"

#include "accounting/process_files.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace joules {

PackageTimes::PackageTimes(ProcessFiles& files, Topology topology)
    : files_(files), topology_(std::move(topology)), by_package_(topology_.packages.size()),
      running_(by_package_.size()), present_(by_package_.size()) {}

void PackageTimes::add(const ProcessStat& process, Nanoseconds used) {
  if (by_package_.empty() || used <= Nanoseconds{0}) return;
  if (process.threads <= 1) {
    if (const auto package = package_of(process.processor, topology_))
      by_package_[*package] += used;
    return;
  }
  // The processor in the stat of a process is that of its first thread alone.
  const Counts& threads = threads_by_package(process.pid);
  const int all = std::accumulate(threads.begin(), threads.end(), 0);
  if (all == 0) return;
  for (std::size_t p = 0; p < threads.size(); ++p) by_package_[p] += used * threads[p] / all;
}

/// Counts the threads that run or are about to; where none does, all threads.
const PackageTimes::Counts& PackageTimes::threads_by_package(pid_t process) {
  std::fill(running_.begin(), running_.end(), 0);
  std::fill(present_.begin(), present_.end(), 0);
  threads_.clear();
  files_.append_threads(process, threads_);
  for (const pid_t id : threads_) {
    const auto thread = parse_process_stat(files_.stat(process, id).text);
    const auto package = thread ? package_of(thread->processor, topology_) : std::nullopt;
    if (!package) continue;
    ++present_[*package];
    if (thread->state == 'R') ++running_[*package];
  }
  const bool none_runs =
      std::all_of(running_.begin(), running_.end(), [](int n) { return n == 0; });
  return none_runs ? present_ : running_;
}

} // namespace joules
