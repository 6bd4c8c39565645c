// SPDX-License-Identifier: Apache-2.0
#include "accounting/child_lister.hpp"

#include "accounting/process_files.hpp"
#include "accounting/process_stat.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

namespace joules {

ChildLister::ChildLister(ProcessFiles& files, pid_t root) : files_(files) {
  has_children_files_ = files_.children(root, root).error == 0;
}

void ChildLister::prepare() {
  if (has_children_files_) return;
  pids_.clear();
  files_.append_processes(pids_);
  families_.clear();
  for (const pid_t pid : pids_)
    if (const auto stat = parse_process_stat(files_.stat(pid).text))
      families_.emplace_back(stat->parent, pid);
  std::sort(families_.begin(), families_.end());
}

void ChildLister::append_children(pid_t pid, int threads, std::vector<pid_t>& children) {
  if (!has_children_files_) {
    auto family = std::lower_bound(families_.begin(), families_.end(),
                                   std::pair(pid, std::numeric_limits<pid_t>::min()));
    for (; family != families_.end() && family->first == pid; ++family)
      children.push_back(family->second);
    return;
  }
  // A thread's children are its own: fork() in a thread lists the child there.
  if (threads <= 1) return append_children_of_thread(pid, pid, children);
  threads_.clear();
  files_.append_threads(pid, threads_);
  for (const pid_t thread : threads_) append_children_of_thread(pid, thread, children);
}

void ChildLister::append_children_of_all_threads(pid_t pid, std::vector<pid_t>& children) {
  append_children(pid, 2, children);
}

void ChildLister::append_children_of_thread(pid_t pid, pid_t thread, std::vector<pid_t>& children) {
  const auto text = files_.children(pid, thread).text;
  const char* position = text.data();
  const char* const end = position + text.size();
  while (position < end) {
    pid_t child = 0;
    const auto parsed = std::from_chars(position, end, child);
    if (parsed.ec == std::errc{}) children.push_back(child);
    position = parsed.ptr == position ? position + 1 : parsed.ptr;
  }
}

std::set<pid_t> descendants(ChildLister& lister, const std::set<pid_t>& ancestors) {
  std::vector<pid_t> pending;
  for (const pid_t ancestor : ancestors) lister.append_children_of_all_threads(ancestor, pending);
  std::set<pid_t> found;
  while (!pending.empty()) {
    const pid_t pid = pending.back();
    pending.pop_back();
    if (found.insert(pid).second) lister.append_children_of_all_threads(pid, pending);
  }
  return found;
}

} // namespace joules
