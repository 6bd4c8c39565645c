// SPDX-License-Identifier: Apache-2.0
#include "host/host_view.hpp"

#include "host/cpu_list.hpp"
#include "host/text_file.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include <algorithm>
#include <string>

namespace joules {

namespace {

/// Returns the line of /proc/self/mountinfo for this mount point, or an empty string. A host with
/// containers has thousands of lines, so the file is read only where it is needed.
std::string mount_at(const std::filesystem::path& mount_point, const HostRoot& host) {
  const auto mounts = read_text(host.proc("self/mountinfo"));
  if (!mounts) return {};
  const auto found = mounts->rfind(" " + mount_point.string() + " "); // the last covers others
  if (found == std::string::npos) return {};
  return mounts->substr(found, mounts->find('\n', found) - found);
}

/// lxcfs mounts its own file over /proc/stat: it counts one container's time, not the host's.
bool is_of_container(const HostRoot& host) {
  const auto file = host.proc("stat");
  struct statfs filesystem {};
  if (::statfs(file.c_str(), &filesystem) == 0 && filesystem.f_type == PROC_SUPER_MAGIC)
    return false; // nothing is mounted over it
  return mount_at(file, host).find("lxcfs") != std::string::npos;
}

/// A /proc mounted with hidepid=1, 2, noaccess or invisible hides other users' processes, but not
/// from root, nor from the group in its option gid: proc(5).
bool hides_processes(const HostRoot& host) {
  if (::geteuid() == 0) return false;
  struct stat init {};
  if (::stat(host.proc("1/stat").c_str(), &init) == 0 && init.st_uid != ::geteuid()) return false;
  const std::string mount = mount_at(host.proc("").parent_path(), host);
  const auto option = mount.find("hidepid=");
  return option != std::string::npos && mount.compare(option + 8, 1, "0") != 0 &&
         mount.compare(option + 8, 3, "off") != 0;
}

/// More CPUs than any machine with cores of several kinds has.
constexpr std::size_t most_hybrid_cpus = 64;

/// Intel's kinds of cores have a PMU each; Arm's, and the newest Intel's, capacities that differ.
bool is_hybrid(const HostRoot& host) {
  if (!read_line(host.sys("devices/cpu_atom/cpus")).value_or("").empty()) return true;
  const auto capacity_of = [&](int cpu) {
    return read_number(host.sys("devices/system/cpu/cpu" + std::to_string(cpu) + "/cpu_capacity"));
  };
  const auto cpus = parse_cpu_list(read_line(host.sys("devices/system/cpu/online")).value_or(""));
  if (cpus.empty() || cpus.size() > most_hybrid_cpus) return false;
  const auto first = capacity_of(cpus.front());
  return first && std::any_of(cpus.begin() + 1, cpus.end(), [&](int cpu) {
           const auto capacity = capacity_of(cpu);
           return capacity && capacity != first;
         });
}

} // namespace

HostView view_of_host(const HostRoot& host, const CpuIdentity& cpu) {
  // The processors whose SGX makes them blur their counters: INTEL-SA-00389.
  const bool filtered = cpu.sgx && cpu.vendor == "GenuineIntel" && !cpu.hypervisor;
  return {cpu.hypervisor, is_of_container(host), hides_processes(host), is_hybrid(host), filtered};
}

} // namespace joules
