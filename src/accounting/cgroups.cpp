// SPDX-License-Identifier: Apache-2.0
#include "accounting/cgroups.hpp"

#include "joules/host.hpp"
#include "joules/quoting.hpp"
#include "joules/result.hpp"

#include <algorithm>
#include <optional>
#include <set>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// More groups than a machine has, unless somebody wants to keep joules busy.
constexpr std::size_t most_groups = 100'000;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

bool holds(std::string_view list, std::string_view word) {
  return std::ranges::count(split(list, ','), word) > 0;
}

/// The kernel writes white space and backslashes of a path as \ooo: show_path() and mangle() in
/// fs/proc_namespace.c.
std::string unescaped(std::string_view field) {
  std::string text;
  const auto is_octal = [](char digit) { return digit >= '0' && digit <= '7'; };
  for (std::size_t i = 0; i < field.size(); ++i) {
    const std::string_view digits = field.substr(i + 1, 3);
    if (field[i] == '\\' && digits.size() == 3 && std::ranges::all_of(digits, is_octal)) {
      text += static_cast<char>((digits[0] - '0') * 64 + (digits[1] - '0') * 8 + digits[2] - '0');
      i += 3;
    } else {
      text += field[i];
    }
  }
  return text;
}

/// "36 35 98:0 ROOT MOUNT OPTIONS [FIELDS...] - TYPE SOURCE SUPER_OPTIONS"
std::optional<CgroupHierarchy> hierarchy_in(std::string_view line) {
  const auto fields = split(line, ' ');
  const auto dash = std::ranges::find(fields, std::string_view("-"));
  if (fields.size() < 5 || fields.end() - dash < 4) return std::nullopt;
  const std::string_view type = dash[1], options = dash[3];
  const bool first = type == "cgroup" && holds(options, "cpuacct");
  if (!first && type != "cgroup2") return std::nullopt;
  return CgroupHierarchy{first ? 1 : 2, unescaped(fields[4]), unescaped(fields[3])};
}

std::string joined(std::string_view root, std::string_view below) {
  while (below.starts_with('/')) below.remove_prefix(1);
  return std::string(root == "/" ? "" : root) + "/" + std::string(below);
}

/// It and all below it, breadth first, so that of too many the outer ones are known.
std::vector<Cgroup> groups_from(const Cgroup& outermost) {
  std::vector<Cgroup> groups{outermost};
  for (std::size_t next = 0; next < groups.size() && groups.size() < most_groups; ++next) {
    const Cgroup parent = groups[next]; // a copy: the list grows
    std::error_code error;
    for (fs::directory_iterator entry(parent.directory, error), end; !error && entry != end;
         entry.increment(error)) {
      std::error_code refused;
      if (!entry->is_directory(refused) || entry->is_symlink(refused)) continue;
      const std::string name = entry->path().filename();
      groups.push_back({parent.version, entry->path(), joined(parent.path, name)});
    }
  }
  return groups;
}

std::string last_component(const Cgroup& group) {
  return fs::path(group.path).filename();
}

/// The same group may be in two hierarchies, as systemd makes them, and its processes in one of
/// them only. The first one has the finer account.
std::vector<Cgroup> each_path_once(const std::vector<Cgroup>& groups) {
  std::vector<Cgroup> once;
  for (const Cgroup& group : groups) {
    const auto known = std::ranges::find(once, group.path, &Cgroup::path);
    if (known == once.end())
      once.push_back(group);
    else if (processes_in(*known).empty() && !processes_in(group).empty())
      *known = group;
  }
  return once;
}

template <class Is>
std::vector<Cgroup> those(const std::vector<Cgroup>& groups, Is is) {
  std::vector<Cgroup> found;
  std::ranges::copy_if(groups, std::back_inserter(found), is);
  return each_path_once(found);
}

/// "/a, /b and 20 more", those first in which the name occurs: the one that was meant is near.
std::string some_of(const std::vector<Cgroup>& groups, const std::string& name) {
  constexpr std::size_t most = 8;
  std::set<std::string> alike, others;
  for (const Cgroup& group : groups)
    (group.path.find(name) == group.path.npos ? others : alike).insert(group.path);
  std::vector<std::string> paths(alike.begin(), alike.end());
  paths.insert(paths.end(), others.begin(), others.end());
  std::string text;
  for (std::size_t i = 0; i < std::min(most, paths.size()); ++i)
    text += (text.empty() ? "" : ", ") + quoted({paths[i]});
  if (paths.size() > most) text += " and " + std::to_string(paths.size() - most) + " more";
  return text;
}

/// "/a/b" of "a/b/", and of a path that begins with a mount's.
std::string path_in(const std::string& name, const CgroupHierarchy& hierarchy) {
  std::string path = name.starts_with('/') ? name : "/" + name;
  const std::string mount = hierarchy.mount;
  if (is_within(path, mount)) path = joined(hierarchy.root, path.substr(mount.size()));
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path.empty() ? "/" : path;
}

/// Without a look at all other groups.
std::vector<Cgroup> at_path(const std::string& name,
                            const std::vector<CgroupHierarchy>& hierarchies) {
  std::vector<Cgroup> found;
  for (const CgroupHierarchy& hierarchy : hierarchies) {
    const fs::path path = path_in(name, hierarchy);
    if (path != path.lexically_normal() || !is_within(path.string(), hierarchy.root)) continue;
    const fs::path directory = hierarchy.mount / path.lexically_relative(hierarchy.root);
    std::error_code error;
    if (fs::is_directory(directory, error)) found.push_back({hierarchy.version, directory, path});
  }
  return each_path_once(found);
}

} // namespace

std::vector<CgroupHierarchy> hierarchies_in(std::string_view mountinfo) {
  std::vector<CgroupHierarchy> hierarchies;
  for (const std::string_view line : split(mountinfo, '\n'))
    if (auto hierarchy = hierarchy_in(line)) hierarchies.push_back(std::move(*hierarchy));
  std::ranges::stable_sort(hierarchies, {}, &CgroupHierarchy::version);
  return hierarchies;
}

Cgroup find_cgroup(const std::string& name, const std::vector<CgroupHierarchy>& hierarchies) {
  if (hierarchies.empty()) throw Failure("no control groups that account for CPU time are mounted");
  const bool is_path = name.find('/') != name.npos;
  std::vector<Cgroup> groups, found = is_path ? at_path(name, hierarchies) : std::vector<Cgroup>();
  if (found.empty())
    for (const CgroupHierarchy& hierarchy : hierarchies)
      std::ranges::move(groups_from({hierarchy.version, hierarchy.mount, hierarchy.root}),
                        std::back_inserter(groups));
  if (!is_path)
    found = those(groups, [&](const Cgroup& group) { return last_component(group) == name; });
  if (found.empty() && !is_path)
    found =
        those(groups, [&](const Cgroup& group) { return last_component(group).starts_with(name); });
  if (found.size() == 1) return found.front();
  if (!found.empty())
    throw Failure("several control groups have this name: " + some_of(found, name) +
                  "; give the path of one");
  throw Failure("no control group has this name; there are " + some_of(groups, name));
}

std::vector<pid_t> members_of(const Cgroup& group) {
  std::vector<pid_t> members;
  const auto text = read_text(group.directory / "cgroup.procs");
  if (!text) return members;
  for (const std::string_view line : split(*text, '\n'))
    if (const auto number = parse_unsigned(line)) members.push_back(static_cast<pid_t>(*number));
  return members;
}

std::vector<pid_t> processes_in(const Cgroup& group) {
  std::vector<pid_t> processes;
  for (const Cgroup& one : groups_from(group))
    std::ranges::copy(members_of(one), std::back_inserter(processes));
  return processes;
}

bool is_within(std::string_view path, std::string_view group) {
  if (group == "/") return path.starts_with('/');
  return path.starts_with(group) && (path.size() == group.size() || path[group.size()] == '/');
}

bool Membership::is_within(const Cgroup& group) const {
  return joules::is_within(group.version == 1 ? version_1 : version_2, group.path);
}

Membership membership_in(std::string_view proc_cgroup) {
  Membership membership;
  for (const std::string_view line : split(proc_cgroup, '\n')) {
    const std::size_t first = line.find(':');
    const std::size_t second = first == line.npos ? first : line.find(':', first + 1);
    if (second == line.npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    const std::string_view path = line.substr(second + 1);
    if (holds(controllers, "cpuacct")) membership.version_1 = path;
    if (controllers.empty()) membership.version_2 = path;
  }
  return membership;
}

} // namespace joules
