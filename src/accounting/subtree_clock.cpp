// SPDX-License-Identifier: Apache-2.0
#include "accounting/subtree_clock.hpp"

#include "joules/host.hpp"
#include "joules/result.hpp"

#include <cerrno>

namespace joules {

namespace {

ProcfsTree::Start start_at(const std::filesystem::path& proc, pid_t process) {
  ProcfsTree::Start start = tree_start(proc);
  start.root = process;
  start.has_root = true;
  return start;
}

/// What a child had in nanoseconds its parent shows in ticks: utime and stime, cut off each.
Nanoseconds cut_off() {
  return 2 * clock_tick();
}

bool is_missing(const Error& error) {
  return error.code == ENOENT || error.code == ESRCH;
}

} // namespace

ProcessStat require_process(const std::filesystem::path& proc, pid_t process) {
  const auto line = read_text(proc / std::to_string(process) / "stat");
  if (!line && !is_missing(line.error())) throw Failure(line.error().message());
  const auto stat = line ? parse_process_stat(*line) : std::nullopt;
  if (!stat || is_dead(*stat)) throw Failure("there is no such process");
  // A thread has a folder of its own in /proc, which no listing shows.
  const auto status = read_text(proc / std::to_string(process) / "status");
  const std::string leader = "\nTgid:\t" + std::to_string(process) + "\n";
  if (status && status->find("\nTgid:") != status->npos && status->find(leader) == status->npos)
    throw Failure("it is a thread, and not a process");
  return *stat;
}

SubtreeClock::SubtreeClock(const std::filesystem::path& proc, pid_t process,
                           std::uint64_t start_ticks)
    : stat_file_(proc / std::to_string(process) / "stat"), start_ticks_(start_ticks),
      tree_(start_at(proc, process), none_) {
  last_ = tree_.read().value_or(Nanoseconds{0});
  used_ = -last_;
}

bool SubtreeClock::is_there() {
  const auto line = read_text(stat_file_);
  if (!line) {
    is_gone_ |= is_missing(line.error());
    return false;
  }
  const auto stat = parse_process_stat(*line);
  is_gone_ |= stat && stat->start_ticks != start_ticks_;
  return stat && !is_gone_;
}

std::optional<Nanoseconds> SubtreeClock::read() {
  if (is_gone_ || !is_there()) return std::nullopt;
  if (const auto now = tree_.read(); now && *now >= last_) {
    last_ = *now;
  } else if (now && last_ - *now > cut_off()) {
    // An orphan has left with all that it had: what is used from here on counts on top.
    lost_orphans_ = true;
    used_ += last_ - *now;
    last_ = *now;
  }
  return used_ + last_;
}

Nanoseconds SubtreeClock::quantum() const {
  return cut_off();
}

std::string SubtreeClock::loss() const {
  if (is_gone_) return "gone before the end";
  if (lost_orphans_) return "some of it left as an orphan";
  const ProcfsTree::Unclaimed& unclaimed = tree_.unclaimed();
  const bool had_children = tree_.processes_seen() > 1;
  if (unclaimed.vanished == 0 && !(unclaimed.sigchld_ignored && had_children)) return "";
  return "nobody waited for some of it";
}

} // namespace joules
