// SPDX-License-Identifier: Apache-2.0
// One perf event: perf_event_open(2).
#pragma once

#include "joules/result.hpp"

#include <cstdint>
#include <optional>

#include <linux/perf_event.h>
#include <sys/types.h>

namespace joules {

/// Close-on-exec.
class PerfEvent {
public:
  /// Opens an event of this process and, where the attributes say so, of its descendants. It counts
  /// on `cpu` only; -1: everywhere.
  static Result<PerfEvent> open(perf_event_attr attributes, int cpu);
  /// Opens an event of a CPU, whichever process runs there. It needs more permissions.
  static Result<PerfEvent> open_system_wide(perf_event_attr attributes, int cpu);
  PerfEvent(PerfEvent&& other) noexcept;
  PerfEvent& operator=(PerfEvent&& other) noexcept;
  ~PerfEvent();

  [[nodiscard]] int descriptor() const { return descriptor_; }
  /// nullopt when the kernel does not tell.
  [[nodiscard]] std::optional<std::uint64_t> count() const;

private:
  static Result<PerfEvent> open(perf_event_attr attributes, pid_t pid, int cpu,
                                std::uint64_t highest_paranoid);
  explicit PerfEvent(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

/// Attributes of the task clock of all descendants, from their exec on. Kernel time is counted
/// although the kernel is excluded, and excluding it makes the event permitted to everybody.
perf_event_attr inherited_task_clock();

/// Attributes of an event that counts nothing and is not inherited. While a process has one, the
/// kernel does not take its events and its child's for equal. Otherwise it swaps them when the
/// child is scheduled right after its parent, and the child's end ends the original: later forks
/// are not counted (context_equiv and inherited_all in kernel/events/core.c).
perf_event_attr keeps_contexts_apart();

} // namespace joules
