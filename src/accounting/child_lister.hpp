// SPDX-License-Identifier: Apache-2.0
// Who has which children. The kernel lists them per thread in task/TID/children where it was built
// with CONFIG_PROC_CHILDREN; else the parent links of every process must be read.
#pragma once

#include <filesystem>
#include <unordered_map>
#include <vector>

#include <sys/types.h>

namespace joules {

class ChildLister {
public:
  ChildLister(std::filesystem::path proc, pid_t root);

  /// Call before each walk: without children files this reads all of proc once.
  void prepare();
  /// Appends the children of `pid`, which has `threads` threads.
  void append_children(pid_t pid, int threads, std::vector<pid_t>& children) const;
  /// The same where the number of threads is not known.
  void append_children_of_all_threads(pid_t pid, std::vector<pid_t>& children) const;

private:
  void append_children_of_task(const std::filesystem::path& task, std::vector<pid_t>& out) const;

  std::filesystem::path proc_;
  bool has_children_files_ = false;
  std::unordered_map<pid_t, std::vector<pid_t>> children_; // filled only without those files
};

/// The numbers among the names in `directory`: the pids of proc, the threads of proc/PID/task.
std::vector<pid_t> numbered_entries(const std::filesystem::path& directory);

} // namespace joules
