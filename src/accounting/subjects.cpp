// SPDX-License-Identifier: Apache-2.0
#include "accounting/subjects.hpp"

#include "accounting/cgroup_clock.hpp"
#include "accounting/subtree_clock.hpp"
#include "joules/result.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <utility>

namespace joules {

namespace {

class GoneClock final : public SubjectClock {
public:
  std::optional<Nanoseconds> read() override { return std::nullopt; }
  [[nodiscard]] Nanoseconds quantum() const override { return Nanoseconds{0}; }
  [[nodiscard]] std::string loss() const override { return "gone before the start"; }
};

/// Empty: it cannot be read.
std::string text_in(const std::filesystem::path& file) {
  const auto text = read_text(file);
  return text ? *text : std::string();
}

/// The mounts of the machine. Another root's are those of its first process.
std::vector<CgroupHierarchy> hierarchies_of(const HostRoot& host) {
  const bool is_ours = host.path() == "/";
  const auto mounts = read_text(host.proc(is_ours ? "self/mountinfo" : "1/mountinfo"));
  if (!mounts) throw Failure(mounts.error().message());
  auto hierarchies = hierarchies_in(*mounts);
  for (CgroupHierarchy& hierarchy : hierarchies)
    if (!is_ours) hierarchy.mount = host.path() / hierarchy.mount.relative_path();
  return hierarchies;
}

pid_t number_of(const SubjectName& process) {
  pid_t number = 0;
  std::from_chars(process.name.data(), process.name.data() + process.name.size(), number);
  return number;
}

SubjectName found(SubjectName name, const HostRoot& host) {
  if (name.kind == SubjectName::Kind::cgroup)
    name.path = find_cgroup(name.name, hierarchies_of(host)).path;
  else
    name.start_ticks = require_process(host.proc(""), number_of(name)).start_ticks;
  return name;
}

OpenSubject opened(const SubjectName& name, const HostRoot& host) {
  OpenSubject subject;
  subject.about.name = text_of(name);
  if (name.kind == SubjectName::Kind::cgroup) {
    subject.about.found = name.path;
    const Cgroup group = find_cgroup(name.path, hierarchies_of(host));
    subject.clock = std::make_unique<CgroupClock>(group, logical_cpus_of(host).value_or(1));
    subject.group = group;
  } else {
    const ProcessStat process = require_process(host.proc(""), number_of(name));
    subject.about.found = process.command;
    if (process.start_ticks != name.start_ticks) throw Failure("it is another process now");
    subject.clock = std::make_unique<SubtreeClock>(host.proc(""), process.pid, process.start_ticks);
  }
  subject.about.quantum = subject.clock->quantum();
  return subject;
}

OpenSubject opened_or_gone(const SubjectName& name, const HostRoot& host) try {
  return opened(name, host);
} catch (const Failure&) {
  OpenSubject subject;
  subject.about.name = text_of(name);
  subject.about.found = name.path;
  subject.clock = std::make_unique<GoneClock>();
  return subject;
}

/// It and all that descend from it, now.
std::set<pid_t> with_descendants(pid_t process, const HostRoot& host) {
  ProcfsTree::Start start = tree_start(host.proc(""));
  start.root = process;
  std::set<pid_t> all = descendants_of(start);
  all.insert(process);
  return all;
}

bool is_member(pid_t process, const Cgroup& group, const HostRoot& host) {
  return membership_in(text_in(host.proc(std::to_string(process) + "/cgroup"))).is_within(group);
}

/// A subject before the start: who is in it.
struct Members {
  const OpenSubject& subject;
  std::set<pid_t> processes;

  [[nodiscard]] bool has(pid_t process, const HostRoot& host) const {
    return subject.group ? is_member(process, *subject.group, host) : processes.contains(process);
  }
};

Members members_of(const OpenSubject& subject, const SubjectName& name, const HostRoot& host) {
  if (!subject.group) return {subject, with_descendants(number_of(name), host)};
  const std::vector<pid_t> processes = processes_in(*subject.group);
  return {subject, {processes.begin(), processes.end()}};
}

enum class Part { none, some, all };

/// How much of `inner` is in `outer`, too.
Part part_of(const Members& inner, const Members& outer, const HostRoot& host) {
  const auto &in = inner.subject.group, &out = outer.subject.group;
  if (in && out && in->version == out->version)
    return is_within(in->path, out->path) ? Part::all : Part::none;
  const auto held = std::ranges::count_if(inner.processes,
                                          [&](pid_t process) { return outer.has(process, host); });
  if (held == 0) return Part::none;
  return held == std::ssize(inner.processes) ? Part::all : Part::some;
}

void relate(OpenSubject& one, OpenSubject& another, Part one_in_another, Part another_in_one) {
  // A group of one process and that process hold each other: then the one named first does.
  if (another_in_one == Part::all) {
    one.about.holds.push_back(another.about.name);
  } else if (one_in_another == Part::all) {
    another.about.holds.push_back(one.about.name);
  } else if (one_in_another == Part::some || another_in_one == Part::some) {
    one.about.overlaps.push_back(another.about.name);
    another.about.overlaps.push_back(one.about.name);
  }
}

} // namespace

std::vector<SubjectName> find_subjects(const std::vector<SubjectName>& names,
                                       const HostRoot& host) {
  std::vector<SubjectName> all;
  for (const SubjectName& name : names) try {
      all.push_back(found(name, host));
      const auto is_same = [&](const SubjectName& other) {
        return other.kind == name.kind &&
               (name.kind == SubjectName::Kind::pid ? other.name == name.name
                                                    : other.path == all.back().path);
      };
      const auto same = std::find_if(all.begin(), all.end() - 1, is_same);
      if (same != all.end() - 1) throw Failure("is the same as " + text_of(*same));
    } catch (const Failure& failure) {
      throw Failure("--of " + text_of(name) + ": " + failure.what());
    }
  return all;
}

Subjects::Subjects(const std::vector<SubjectName>& found, HostRoot host) : host_(std::move(host)) {
  for (const SubjectName& name : found) all_.push_back(opened_or_gone(name, host_));
  if (all_.empty()) return;
  const pid_t ourselves = tree_start(host_.proc("")).root;
  std::vector<Members> members;
  for (std::size_t i = 0; i < all_.size(); ++i)
    members.push_back(members_of(all_[i], found[i], host_));
  for (std::size_t i = 0; i < all_.size(); ++i) {
    all_[i].about.holds_tree = members[i].has(ourselves, host_);
    for (std::size_t j = i + 1; j < all_.size(); ++j)
      relate(all_[i], all_[j], part_of(members[i], members[j], host_),
             part_of(members[j], members[i], host_));
  }
}

void Subjects::look_for_moves(const ProcfsTree& tree) {
  constexpr std::size_t most = 16; // of a large tree some tell
  if (std::ranges::none_of(all_, [](const OpenSubject& one) { return one.group.has_value(); }))
    return;
  std::vector<pid_t> members;
  tree.for_each_member([&](const ProcessStat& stat, Nanoseconds) {
    if (members.size() < most && !is_dead(stat)) members.push_back(stat.pid);
  });
  for (const pid_t member : members) look_for_moves(member);
}

void Subjects::look_for_moves(pid_t member) {
  const std::string text = text_in(host_.proc(std::to_string(member) + "/cgroup"));
  if (text.empty()) return; // it has just ended
  const Membership membership = membership_in(text);
  for (OpenSubject& subject : all_) {
    std::vector<std::string>& overlaps = subject.about.overlaps;
    if (!subject.group || std::ranges::count(overlaps, the_tree) > 0) continue;
    if (membership.is_within(*subject.group) != subject.about.holds_tree)
      overlaps.emplace_back(the_tree);
  }
}

} // namespace joules
