// SPDX-License-Identifier: Apache-2.0
// The kernel's records about a task of the tree, by perf_event_open(2), as far
// as a ledger needs them.
#pragma once

#include "joules/units.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include <sys/types.h>

#include <linux/perf_event.h>

namespace joules {

struct TaskRecord {
  enum class Kind {
    forked,       // `pid` from `parent`; a thread of `parent` when they are the same
    executed,     // `pid` is now the program `command`
    named,        // thread `tid` of `pid`, not its first, calls itself `command`
    switched_in,  // thread `tid` of `pid` runs on `processor`
    switched_out, // and no longer
    exited,       // one thread of `pid`
    lost,         // `count` records of this processor found no room
  };
  Kind kind = Kind::lost;
  pid_t pid = 0;
  pid_t tid = 0;
  pid_t parent = 0;
  int processor = 0; // whose buffer it was in: each CPU writes down what happens on it
  Nanoseconds at{0}; // CLOCK_MONOTONIC
  std::uint64_t count = 0;
  std::string command; // at most 15 bytes
};

/// Attributes of an event that writes these records, each with its thread and CLOCK_MONOTONIC's
/// time.
///
/// Not with inherit_stat, which would tell each task's CPU time at its end: a task writes one
/// PERF_RECORD_READ for every CPU, into the buffers of all, and the kernel's buffers bear one
/// writer only. Two at once now and then leave a buffer dead, without a word
/// (kernel/events/ring_buffer.c, local_t).
void ask_for_task_records(perf_event_attr& attributes);

/// nullopt: of a kind that is not needed, or torn. REQUIRES: the event was opened with what
/// ask_for_task_records() sets.
std::optional<TaskRecord> parse_task_record(std::span<const std::byte> bytes);

} // namespace joules
