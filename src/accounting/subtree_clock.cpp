// SPDX-License-Identifier: Apache-2.0
#include "accounting/subtree_clock.hpp"

#include "joules/host.hpp"
#include "joules/result.hpp"

#include <algorithm>

namespace joules {

namespace {

std::optional<ProcessStat> stat_in(const std::filesystem::path& file) {
  const auto line = read_text(file);
  return line ? parse_process_stat(*line) : std::nullopt;
}

ProcfsTree::Start start_at(const std::filesystem::path& proc, pid_t process) {
  ProcfsTree::Start start = tree_start(proc);
  start.root = process;
  start.has_root = true;
  return start;
}

} // namespace

SubtreeClock::SubtreeClock(const std::filesystem::path& proc, pid_t process)
    : stat_file_(proc / std::to_string(process) / "stat"), tree_(start_at(proc, process), none_) {
  const auto stat = stat_in(stat_file_);
  if (!stat || is_dead(*stat)) throw Failure("there is no such process");
  start_ticks_ = stat->start_ticks;
  command_ = stat->command;
  first_ = last_ = tree_.read().value_or(Nanoseconds{0});
}

std::optional<Nanoseconds> SubtreeClock::read() {
  const auto stat = stat_in(stat_file_);
  is_gone_ |= !stat || stat->start_ticks != start_ticks_;
  if (is_gone_) return std::nullopt;
  if (const auto now = tree_.read()) last_ = std::max(last_, *now);
  return last_ - first_;
}

Nanoseconds SubtreeClock::quantum() const {
  return 2 * clock_tick(); // of utime and of stime
}

std::string SubtreeClock::loss() const {
  if (is_gone_) return "gone before the end";
  const ProcfsTree::Unclaimed& unclaimed = tree_.unclaimed();
  if (unclaimed.vanished == 0 && !unclaimed.sigchld_ignored) return "";
  return "nobody waited for some of its processes";
}

} // namespace joules
