// SPDX-License-Identifier: Apache-2.0
#include "accounting/subjects.hpp"

#include "accounting/cgroup_clock.hpp"
#include "accounting/cgroups.hpp"
#include "accounting/procfs_tree.hpp"
#include "accounting/subtree_clock.hpp"
#include "joules/result.hpp"

#include <algorithm>
#include <charconv>

namespace joules {

namespace {

/// A subject as it is in the machine: a group, or a process.
struct Found {
  std::optional<Cgroup> group;
  pid_t process = 0;
};

/// Of what is in `file`; empty: it cannot be read.
std::string text_in(const std::filesystem::path& file) {
  const auto text = read_text(file);
  return text ? *text : std::string();
}

/// The CPUs that one may be on at once.
int cpus_of(const HostRoot& host) {
  const auto online = read_line(host.sys("devices/system/cpu/online"));
  return online ? std::max(static_cast<int>(parse_cpu_list(*online).size()), 1) : 1;
}

/// The mounts of the machine. Another root's are those of its first process.
std::vector<CgroupHierarchy> hierarchies_of(const HostRoot& host) {
  const bool is_ours = host.path() == "/";
  auto hierarchies = hierarchies_in(text_in(host.proc(is_ours ? "self/mountinfo" : "1/mountinfo")));
  for (CgroupHierarchy& hierarchy : hierarchies)
    if (!is_ours) hierarchy.mount = host.path() / hierarchy.mount.relative_path();
  return hierarchies;
}

OpenSubject open(const SubjectName& name, const HostRoot& host, Found& found) {
  OpenSubject subject;
  subject.about.name = text_of(name);
  if (name.kind == SubjectName::Kind::cgroup) {
    found.group = find_cgroup(name.name, hierarchies_of(host));
    subject.clock = std::make_unique<CgroupClock>(*found.group, cpus_of(host));
    subject.about.found = found.group->path;
  } else {
    std::from_chars(name.name.data(), name.name.data() + name.name.size(), found.process);
    auto clock = std::make_unique<SubtreeClock>(host.proc(""), found.process);
    subject.about.found = clock->command();
    subject.clock = std::move(clock);
  }
  subject.about.quantum = subject.clock->quantum();
  return subject;
}

/// Is `process` the other one, or below it?
bool descends(pid_t process, pid_t other, const HostRoot& host) {
  constexpr int deepest = 10'000; // a broken proc may have a circle
  for (int depth = 0; process > 1 && depth < deepest; ++depth) {
    if (process == other) return true;
    const auto stat = parse_process_stat(text_in(host.proc(std::to_string(process) + "/stat")));
    if (!stat) return false;
    process = stat->parent;
  }
  return process == other;
}

bool holds(const Found& outer, pid_t process, const HostRoot& host) {
  if (!outer.group) return descends(process, outer.process, host);
  return membership_in(text_in(host.proc(std::to_string(process) + "/cgroup")))
      .is_within(*outer.group);
}

/// How much of one subject another one has, as far as it shows before the start.
enum class Part { none, some, all };

Part part_of(const Found& inner, const Found& outer, const HostRoot& host) {
  if (!inner.group) return holds(outer, inner.process, host) ? Part::all : Part::none;
  if (outer.group && outer.group->version == inner.group->version)
    return is_within(inner.group->path, outer.group->path) ? Part::all : Part::none;
  const std::vector<pid_t> processes = processes_in(*inner.group);
  const auto held =
      std::ranges::count_if(processes, [&](pid_t process) { return holds(outer, process, host); });
  if (held == 0) return Part::none;
  return held == std::ssize(processes) ? Part::all : Part::some;
}

bool are_the_same(const Found& one, const Found& another) {
  return one.group.has_value() == another.group.has_value() && one.process == another.process &&
         (!one.group || one.group->directory == another.group->directory);
}

bool holds(const SubjectReadings& one, const SubjectReadings& another) {
  return std::ranges::count(one.holds, another.name) > 0;
}

void note_overlap(SubjectReadings& one, SubjectReadings& another) {
  one.overlaps.push_back(another.name);
  another.overlaps.push_back(one.name);
}

} // namespace

std::vector<OpenSubject> open_subjects(const std::vector<SubjectName>& names,
                                       const HostRoot& host) {
  std::vector<OpenSubject> subjects;
  std::vector<Found> found(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) try {
      subjects.push_back(open(names[i], host, found[i]));
    } catch (const Failure& failure) {
      throw Failure("--of " + text_of(names[i]) + ": " + failure.what());
    }
  const pid_t ourselves = tree_start(host.proc("")).root;
  for (std::size_t i = 0; i < names.size(); ++i) {
    subjects[i].about.holds_tree = holds(found[i], ourselves, host);
    for (std::size_t j = 0; j < names.size(); ++j) {
      if (i == j) continue;
      if (are_the_same(found[i], found[j]))
        throw Failure("--of " + subjects[i].about.name + " and " + subjects[j].about.name +
                      " are the same");
      const Part part = part_of(found[j], found[i], host);
      // A group of one process and that process hold each other: then the one named first does.
      if (part == Part::all && !holds(subjects[j].about, subjects[i].about))
        subjects[i].about.holds.push_back(subjects[j].about.name);
      if (part == Part::some) note_overlap(subjects[i].about, subjects[j].about);
    }
  }
  return subjects;
}

} // namespace joules
