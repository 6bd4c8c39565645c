// SPDX-License-Identifier: Apache-2.0
// The records of all tasks of the tree, as they come.
#pragma once

#include "joules/host.hpp"
#include "joules/result.hpp"
#include "ledger/task_record.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace joules {

/// One inherited event for each CPU, with a buffer that the kernel writes to: perf_event_open(2).
/// Inherited events cannot be mapped for all CPUs at once. Each costs a fork some microseconds, on
/// machines with hundreds of CPUs a millisecond in all.
class TaskRecords {
public:
  /// To be opened before the command is launched. An error says who forbids it.
  static Result<std::unique_ptr<TaskRecords>> open();
  ~TaskRecords();
  TaskRecords(const TaskRecords&) = delete;
  TaskRecords& operator=(const TaskRecords&) = delete;

  /// Gives the records up to `until`, in order of time, out of the kernel's buffers; later ones
  /// wait there. A CPU may be a little late in writing down what happened: so `until` lies a little
  /// in the past.
  void up_to(Nanoseconds until, const std::function<void(const TaskRecord&)>& apply);

  /// False when a CPU is on line that has no buffer.
  [[nodiscard]] bool covers_all_cpus() const;

private:
  class Buffer;
  TaskRecords(PerfEvent apart, std::vector<Buffer> buffers);

  PerfEvent apart_; // never read: see keeps_contexts_apart()
  std::vector<Buffer> buffers_;
};

} // namespace joules
