// SPDX-License-Identifier: Apache-2.0
#include "accounting/procfs_tree.hpp"

#include "accounting/child_lister.hpp"
#include "accounting/departures.hpp"
#include "accounting/package_times.hpp"
#include "accounting/process_files.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <iterator>
#include <utility>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// A member that sleeps is read once in so many walks.
constexpr std::uint64_t longest_trust = 16;

/// A shell script may run hundreds of programs, but few of them say what kind of work it does.
constexpr std::size_t most_programs = 64;

/// How many of a process's threads can run at once, at most.
int running_at_once(const ProcessStat& stat) {
  static const auto cpus = static_cast<int>(::sysconf(_SC_NPROCESSORS_CONF));
  return std::clamp(stat.threads, 1, std::max(cpus, 1));
}

} // namespace

ProcfsTree::ProcfsTree(Start start, ReapedTotals& reaped)
    : start_(std::move(start)), files_(std::make_unique<ProcessFiles>(start_.proc)),
      lister_(std::make_unique<ChildLister>(*files_, start_.root)),
      packages_(std::make_unique<PackageTimes>(*files_, start_.topology)), reaped_(reaped) {
  if (!start_.now) start_.now = monotonic_now;
  files_->hold(start_.root);
}

ProcfsTree::~ProcfsTree() = default;

Nanoseconds ProcfsTree::Member::unclaimed() const {
  // A child that is gone was either waited for, then its time is inside `children`, or it reaped
  // itself (its parent ignores SIGCHLD), then it is in no other place. proc cuts utime and stime to
  // whole ticks each, so what was waited for may look up to two ticks short: that is not lost time.
  if (stat.children_faults == 0) return departed; // nobody was ever waited for
  return std::max(departed - stat.children - 2 * clock_tick(), Nanoseconds{0});
}

std::optional<Nanoseconds> ProcfsTree::read() {
  const Nanoseconds waited_for = reaped_.cpu();
  const auto self = parse_process_stat(files_->stat(start_.root).text);
  sees_us_ = self.has_value();
  if (!self) return std::nullopt;

  ++walks_;
  walk_began_ = start_.now();
  lister_->prepare();
  pending_.clear();
  if (start_.has_root)
    pending_.push_back(start_.root);
  else
    lister_->append_children(start_.root, self->threads, pending_);
  // Descendants of pre-existing children do not belong to the tree, also once joules adopts them.
  if (reaped_.had_preexisting())
    reaped_.add_preexisting(descendants(*lister_, reaped_.preexisting()));
  std::erase_if(pending_, [&](pid_t pid) { return !is_ours(pid); });
  walk();
  retire_exited();

  Nanoseconds total = waited_for + unclaimed_by_the_dead_;
  for (const auto& [pid, member] : members_)
    total += member.own + member.stat.children + member.unclaimed();
  return total;
}

/// Visits who is pending, and all below them.
void ProcfsTree::walk() {
  while (!pending_.empty()) {
    const pid_t pid = pending_.back();
    pending_.pop_back();
    const auto known = members_.find(pid);
    if (known != members_.end() && known->second.walk == walks_) continue;
    // First, so that what happens from here on moves it until the next walk.
    const auto clock = start_.process_clocks ? process_clock(pid) : std::nullopt;
    if (known != members_.end() && has_slept(known->second, clock)) {
      Member& member = known->second;
      member.walk = walks_;
      member.met = walk_began_;
      member.faults_before = member.stat.children_faults;
      pending_.insert(pending_.end(), member.listed.begin(), member.listed.end());
      continue;
    }
    const auto stat = parse_process_stat(files_->stat(pid).text);
    if (!stat || !is_of_the_tree(*stat)) continue; // gone since it was listed
    const bool stays = known != members_.end();
    Member& member = visit(*stat, clock);
    member.listed.clear();
    lister_->append_children(pid, stat->threads, member.listed);
    // A process that was met once, without a child, has only inherited what a shell's trap ignores.
    if (stays || !member.listed.empty() || stat->parent == start_.root)
      unclaimed_.sigchld_ignored |= stat->ignores_children;
    pending_.insert(pending_.end(), member.listed.begin(), member.listed.end());
  }
}

void ProcfsTree::note_program(const std::string& command) {
  const bool is_known = std::ranges::find(programs_met_, command) != programs_met_.end();
  if (!is_known && programs_met_.size() < most_programs) programs_met_.push_back(command);
}

/// True when nothing that was read of `member` can have changed since. Its parent is the same as
/// long as that is there.
bool ProcfsTree::has_slept(const Member& member, std::optional<Nanoseconds> clock) const {
  const bool is_its_turn =
      (walks_ + static_cast<std::uint64_t>(member.stat.pid)) % longest_trust == 0;
  return clock && clock == member.clock && !is_its_turn && !member.departing &&
         is_of_the_tree(member.stat);
}

bool ProcfsTree::is_ours(pid_t child) const {
  if (!reaped_.had_preexisting()) return true;
  if (reaped_.is_preexisting(child)) return false;
  return !command_ || child == *command_ || members_.contains(child);
}

/// The number may have been given to a pre-existing child since it was listed. An orphan is ours,
/// or that of another member that adopts orphans.
bool ProcfsTree::is_of_the_tree(const ProcessStat& stat) const {
  const auto parent = members_.find(stat.parent);
  if (stat.pid == start_.root || is_ours_to_wait_for(stat)) return true;
  return parent != members_.end() && parent->second.walk == walks_;
}

ProcfsTree::Member& ProcfsTree::visit(const ProcessStat& stat, std::optional<Nanoseconds> clock) {
  auto [position, is_new] = members_.try_emplace(stat.pid);
  Member& member = position->second;
  if (!is_new && member.stat.start_ticks != stat.start_ticks) {
    // The number was given to another process: the one that had it before is gone.
    Member before = std::exchange(member, Member{});
    retire(before, false);
    is_new = true;
  }
  if (is_new) ++seen_;
  if (is_new || member.stat.command != stat.command) note_program(stat.command);
  files_->hold(stat.pid);
  const Nanoseconds children = std::max(member.stat.children, stat.children);
  const std::uint64_t faults = std::max(member.stat.children_faults, stat.children_faults);
  member.faults_before = member.stat.children_faults;
  member.stat = stat;
  member.stat.children = children;
  member.stat.children_faults = faults;
  // A process that was gone at the last walk has been waited for before these times were read, or
  // never will be.
  settle(member);
  member.clock = clock;
  const Nanoseconds before = member.own;
  member.own = std::max({member.own, stat.own, clock.value_or(Nanoseconds{0})});
  packages_->add(stat, member.own - before);
  member.walk = walks_;
  member.met = walk_began_;
  return member;
}

/// A listing may skip a live child while its siblings exit (get_children_pid in fs/proc/array.c of
/// the Linux kernel), so who was not met is gone only if nobody is there any more, or another.
bool ProcfsTree::is_gone(const Member& member) const {
  const auto line = files_->stat(member.stat.pid);
  if (line.error != 0) return line.error == ENOENT || line.error == ESRCH;
  const auto stat = parse_process_stat(line.text);
  return stat && stat->start_ticks != member.stat.start_ticks;
}

/// Children that it has not waited for are lost: nobody else can wait for the children of a live
/// member. Those of a dead one became orphans, adopted by joules or by an ancestor that is a member
/// itself.
bool ProcfsTree::is_last_heir(const Member& member) const {
  return !is_dead(member.stat) || is_ours_to_wait_for(member.stat);
}

bool ProcfsTree::is_ours_to_wait_for(const ProcessStat& stat) const {
  return !start_.has_root && stat.parent == start_.root;
}

/// Its times were read after these had departed.
void ProcfsTree::settle(Member& member) {
  if (!member.departing) return;
  const bool is_certain = is_last_heir(member);
  const auto unclaimed = member.departing->unclaimed(member.stat.children_faults);
  if (is_certain || member.stat.ignores_children) {
    unclaimed_.vanished += unclaimed.processes;
    unclaimed_.unseen_at_most += unclaimed.unseen + (is_certain ? Nanoseconds{0} : unclaimed.used);
  }
  if (is_certain)
    for (const Departure& departure : member.departing->all()) member.departed += departure.used;
  member.departing.reset();
}

/// Nobody has waited for it, and where its time went cannot be known: none of it is added.
void ProcfsTree::vanished(const Departure& departure) {
  ++unclaimed_.vanished;
  unclaimed_.unseen_at_most += departure.used + departure.unseen;
}

/// A dead member's time goes to its parent if that is still there: it has waited for it, or nobody
/// has. When the parent is gone too, where the time went cannot be known, and it is not added.
void ProcfsTree::retire(Member& member, bool parent_ignored_it) {
  unclaimed_by_the_dead_ += member.unclaimed();
  if (member.departing && member.stat.ignores_children)
    for (const Departure& departure : member.departing->all()) vanished(departure);
  if (member.reaped || is_ours_to_wait_for(member.stat)) return;
  const Nanoseconds unseen = start_.now() - member.met + clock_tick();
  const Departure departure{member.own + member.stat.children,
                            member.stat.faults + member.stat.children_faults,
                            running_at_once(member.stat) * unseen};
  const auto position = members_.find(member.stat.parent);
  if (position == members_.end()) {
    if (parent_ignored_it) vanished(departure);
    return;
  }
  Member& parent = position->second;
  if (!parent.departing) parent.departing = std::make_unique<Departures>();
  parent.departing->add(departure, parent.faults_before);
}

/// Forgets who is gone, so that memory is bounded by what is alive.
void ProcfsTree::retire_exited() {
  std::vector<Member> gone;
  std::set<pid_t> ignoring;
  for (auto position = members_.begin(); position != members_.end();) {
    const bool stays = position->second.walk == walks_ || !is_gone(position->second);
    if (!stays) files_->release(position->first);
    if (!stays && position->second.stat.ignores_children) ignoring.insert(position->first);
    if (!stays) gone.push_back(std::move(position->second));
    position = stays ? std::next(position) : members_.erase(position);
  }
  for (Member& member : gone) retire(member, ignoring.contains(member.stat.parent));
  // The dead wait for nobody any more: what this walk has read of them is their last word.
  for (const Member& member : gone) {
    const auto parent = members_.find(member.stat.parent);
    if (parent != members_.end() && parent->second.walk == walks_ && is_dead(parent->second.stat))
      settle(parent->second);
  }
}

void ProcfsTree::waits_for(pid_t child) {
  if (const auto known = members_.find(child); known != members_.end()) known->second.reaped = true;
}

std::uint64_t ProcfsTree::processes_seen() const {
  return std::max(seen_, reaped_.count());
}

const std::vector<Nanoseconds>& ProcfsTree::cpu_by_package() const {
  return packages_->by_package();
}

std::vector<RemainingProcess> ProcfsTree::alive() const {
  std::vector<RemainingProcess> alive;
  for (const auto& [pid, member] : members_)
    if (!is_dead(member.stat)) alive.push_back({pid, member.stat.command});
  std::ranges::sort(alive, {}, &RemainingProcess::pid);
  return alive;
}

ProcfsTree::Start tree_start(const fs::path& proc) {
  std::error_code error;
  const std::string self = fs::read_symlink(proc / "self", error).string();
  pid_t root = 0;
  const auto parsed = std::from_chars(self.data(), self.data() + self.size(), root);
  if (error || parsed.ec != std::errc{}) return {"/proc", ::getpid(), true};
  return {proc, root, root == ::getpid()};
}

std::set<pid_t> descendants_of(const ProcfsTree::Start& start) {
  ProcessFiles files(start.proc);
  ChildLister lister(files, start.root);
  lister.prepare();
  return descendants(lister, {start.root});
}

} // namespace joules
