// SPDX-License-Identifier: Apache-2.0
// Lists the children of processes. The kernel lists them per thread in task/TID/children where it
// was built with CONFIG_PROC_CHILDREN; else the parent links of every process must be read.
#pragma once

#include <set>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace joules {

class ProcessFiles;

class ChildLister {
public:
  /// `files` outlives the lister.
  ChildLister(ProcessFiles& files, pid_t root);

  /// Call before each walk: without children files this reads all of proc once.
  void prepare();
  /// Appends the children of `pid`, which has `threads` threads.
  void append_children(pid_t pid, int threads, std::vector<pid_t>& children);
  /// The same where the number of threads is not known.
  void append_children_of_all_threads(pid_t pid, std::vector<pid_t>& children);

private:
  void append_children_of_thread(pid_t pid, pid_t thread, std::vector<pid_t>& children);

  ProcessFiles& files_;
  bool has_children_files_ = false;
  std::vector<pid_t> threads_;                    // reused from call to call
  std::vector<pid_t> pids_;                       // so are these, which are filled only
  std::vector<std::pair<pid_t, pid_t>> families_; // without those files: parent, child; in order
};

/// All that descend from `ancestors`, without these. `lister` was prepared.
std::set<pid_t> descendants(ChildLister& lister, const std::set<pid_t>& ancestors);

} // namespace joules
