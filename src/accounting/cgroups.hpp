// SPDX-License-Identifier: Apache-2.0
// Control groups that account for CPU time, and how they are found: cgroups(7).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <sys/types.h>

namespace joules {

/// A mounted hierarchy of groups. One of version 1 has the controller cpuacct; in version 2 every
/// group accounts for CPU time, whatever controllers it has.
struct CgroupHierarchy {
  int version = 2;
  std::filesystem::path mount;
  std::string root = "/"; // the group that is seen there
};

struct Cgroup {
  int version = 2;
  std::filesystem::path directory;
  std::string path; // in its hierarchy: "/system.slice/nginx.service"
};

/// Those in the text of a mountinfo file (proc_pid_mountinfo(5)); version 1 first, whose account is
/// in nanoseconds.
std::vector<CgroupHierarchy> hierarchies_in(std::string_view mountinfo);

/// The group with this path, or the only one whose last component this is, or begins with this.
/// Throws Failure, with the names that there are, where none or several are.
Cgroup find_cgroup(const std::string& name, const std::vector<CgroupHierarchy>& hierarchies);

/// The groups that the text of a file /proc/PID/cgroup names for these versions; "": none.
struct Membership {
  std::string version_1, version_2;

  [[nodiscard]] bool is_within(const Cgroup& group) const;
};
Membership membership_in(std::string_view proc_cgroup);

/// The processes in a group itself, as far as they can be read.
std::vector<pid_t> members_of(const Cgroup& group);
/// The same of the group and those below it.
std::vector<pid_t> processes_in(const Cgroup& group);

/// Is `path` that of `group`, or of one below it?
bool is_within(std::string_view path, std::string_view group);

} // namespace joules
