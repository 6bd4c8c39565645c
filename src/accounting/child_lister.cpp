// SPDX-License-Identifier: Apache-2.0
#include "accounting/child_lister.hpp"

#include "joules/accounting/process_stat.hpp"
#include "joules/host/text_file.hpp"

#include <charconv>

namespace joules {

namespace fs = std::filesystem;

std::vector<pid_t> numbered_entries(const fs::path& directory) {
  std::vector<pid_t> numbers;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    pid_t number = 0;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), number);
    if (parsed.ec == std::errc{} && parsed.ptr == name.data() + name.size())
      numbers.push_back(number);
  }
  return numbers;
}

ChildLister::ChildLister(fs::path proc, pid_t root) : proc_(std::move(proc)) {
  const std::string self = std::to_string(root);
  has_children_files_ = read_text(proc_ / self / "task" / self / "children").has_value();
}

void ChildLister::prepare() {
  if (has_children_files_) return;
  children_.clear();
  for (const pid_t pid : numbered_entries(proc_)) {
    const auto line = read_text(proc_ / std::to_string(pid) / "stat");
    const auto stat = line ? parse_process_stat(*line) : std::nullopt;
    if (stat) children_[stat->parent].push_back(pid);
  }
}

void ChildLister::append_children(pid_t pid, int threads, std::vector<pid_t>& children) const {
  if (!has_children_files_) {
    if (const auto found = children_.find(pid); found != children_.end())
      children.insert(children.end(), found->second.begin(), found->second.end());
    return;
  }
  const fs::path tasks = proc_ / std::to_string(pid) / "task";
  // A thread's children are its own: fork() in a thread lists the child there.
  if (threads <= 1) return append_children_of_task(tasks / std::to_string(pid), children);
  for (const pid_t thread : numbered_entries(tasks))
    append_children_of_task(tasks / std::to_string(thread), children);
}

void ChildLister::append_children_of_all_threads(pid_t pid, std::vector<pid_t>& children) const {
  append_children(pid, 2, children);
}

void ChildLister::append_children_of_task(const fs::path& task, std::vector<pid_t>& out) const {
  const auto text = read_text(task / "children");
  if (!text) return;
  const char* position = text->data();
  const char* const end = position + text->size();
  while (position < end) {
    pid_t child = 0;
    const auto parsed = std::from_chars(position, end, child);
    if (parsed.ec == std::errc{}) out.push_back(child);
    position = parsed.ptr == position ? position + 1 : parsed.ptr;
  }
}

} // namespace joules
