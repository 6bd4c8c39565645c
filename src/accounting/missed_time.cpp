// SPDX-License-Identifier: Apache-2.0
#include "accounting/missed_time.hpp"

#include "joules/host.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace joules {

namespace {

std::optional<Nanoseconds> reading_of(const std::vector<ClockReading>& clocks, ClockKind clock) {
  for (const ClockReading& reading : clocks)
    if (reading.clock == clock) return reading.cpu;
  return std::nullopt;
}

} // namespace

MissedTime missed_time(const std::vector<ClockReading>& clocks,
                       const ProcfsTree::Unclaimed& unclaimed, bool others_started) {
  Nanoseconds largest{0};
  for (const ClockReading& reading : clocks) largest = std::max(largest, reading.cpu);
  const Nanoseconds walked = reading_of(clocks, ClockKind::procfs).value_or(Nanoseconds{0});
  const Nanoseconds claimed =
      std::max(walked, reading_of(clocks, ClockKind::rusage).value_or(Nanoseconds{0}));
  const Nanoseconds tolerated = largest * 3 / 1000 + 2 * clock_tick();

  // Its account misses nobody, but those who have left the group.
  const auto group = reading_of(clocks, ClockKind::cgroup);
  if (group && largest - *group <= tolerated) return {};

  MissedTime missed;
  missed.unseen_at_most = std::max(unclaimed.unseen_at_most - (largest - walked), Nanoseconds{0});
  missed.at_least = missed.unseen_at_most > tolerated;
  const auto perf = reading_of(clocks, ClockKind::perf);
  if (!perf) {
    missed.at_least |= unclaimed.sigchld_ignored && others_started;
    return missed;
  }
  // perf counts interrupts, which other clocks may leave out: only with a reason to believe it, or
  // when it is more than interrupts ever are, it is the time of children.
  const Nanoseconds seen_by_perf_alone = *perf - claimed;
  const bool is_known = unclaimed.vanished > 0 || unclaimed.sigchld_ignored;
  if (seen_by_perf_alone > tolerated && (is_known || seen_by_perf_alone > largest / 2)) {
    missed.at_least = true;
    missed.unseen_at_most = std::max(missed.unseen_at_most, seen_by_perf_alone / 4);
  }
  return missed;
}

bool others_were_started_since(pid_t pid, const std::filesystem::path& proc) {
  // "0.20 0.18 0.12 1/80 11206": the last is the number that was given last, as our own namespace
  // counts, whatever it is that `proc` shows (fs/proc/loadavg.c).
  const auto line = read_line(proc / "loadavg").value_or("");
  return line.substr(line.rfind(' ') + 1) != std::to_string(pid);
}

} // namespace joules
