// SPDX-License-Identifier: Apache-2.0
#include "joules/host/machine.hpp"

#include "joules/host/text_file.hpp"
#include "joules/host/topology.hpp"

#include <unistd.h>

#include <charconv>
#include <string_view>

namespace joules {

namespace {

int number_in(std::string_view text) {
  const bool hexadecimal = text.starts_with("0x");
  if (hexadecimal) text.remove_prefix(2);
  int number = -1;
  std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
  return number;
}

/// Calls visit(key, value) for each "key : value" line of /proc/cpuinfo.
template <class Visit>
void for_each_field(std::string_view text, Visit visit) {
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (const auto colon = line.find(':'); colon != std::string_view::npos)
      visit(trimmed(line.substr(0, colon)), trimmed(line.substr(colon + 1)));
  }
}

bool has_word(std::string_view text, std::string_view word) {
  const std::string padded = " " + std::string(text) + " ";
  return padded.find(" " + std::string(word) + " ") != std::string::npos;
}

/// Turbo is one file on intel_pstate (inverted) and another one on every other driver.
std::optional<bool> turbo_of(const HostRoot& host) {
  if (const auto off = read_number(host.sys("devices/system/cpu/intel_pstate/no_turbo")))
    return *off == 0;
  if (const auto on = read_number(host.sys("devices/system/cpu/cpufreq/boost"))) return *on != 0;
  return std::nullopt;
}

/// The line of `mounts`, as in /proc/self/mountinfo, for this mount point; empty when there is
/// none.
std::string_view mount_at(const std::filesystem::path& mount_point, std::string_view mounts) {
  const auto found = mounts.rfind(" " + mount_point.string() + " "); // the last one covers others
  if (found == std::string_view::npos) return {};
  return mounts.substr(found, mounts.find('\n', found) - found);
}

/// Mounted with hidepid=1, 2, noaccess or invisible, proc hides other users' processes: proc(5).
bool hides_processes(std::string_view proc_mount) {
  const auto option = proc_mount.find("hidepid=");
  return option != std::string_view::npos && proc_mount.compare(option + 8, 1, "0") != 0 &&
         proc_mount.compare(option + 8, 3, "off") != 0 && ::geteuid() != 0;
}

} // namespace

CpuIdentity identify_cpu(const HostRoot& host) {
  CpuIdentity cpu;
  bool made_by_arm = false;
  const auto text = read_text(host.proc("cpuinfo"));
  if (!text) return cpu;
  for_each_field(*text, [&](std::string_view key, std::string_view value) {
    if (key == "processor") ++cpu.logical_cpus;
    if (cpu.logical_cpus > 1) return; // the others say the same
    if (key == "vendor_id") cpu.vendor = value;
    if (key == "model name") cpu.model_name = value;
    if (key == "cpu family") cpu.family = number_in(value);
    if (key == "model") cpu.model = number_in(value);
    if (key == "stepping") cpu.stepping = number_in(value);
    if (key == "flags") cpu.hypervisor = has_word(value, "hypervisor");
    if (key == "CPU implementer") made_by_arm = number_in(value) == 0x41;
    if (key == "CPU part" && made_by_arm) cpu.arm_part = number_in(value);
  });
  return cpu;
}

HostDescription describe_host(const HostRoot& host, const CpuIdentity& cpu) {
  HostDescription description;
  description.hostname = read_line(host.proc("sys/kernel/hostname")).value_or("");
  description.boot_id = read_line(host.proc("sys/kernel/random/boot_id")).value_or("");
  description.cpu_model = cpu.model_name;
  description.logical_cpus = cpu.logical_cpus;
  if (const auto packages = topology_of(host).packages; !packages.empty())
    description.packages = static_cast<int>(packages.size());
  description.kernel = read_line(host.proc("sys/kernel/osrelease")).value_or("");
  description.governor =
      read_line(host.sys("devices/system/cpu/cpu0/cpufreq/scaling_governor")).value_or("");
  description.turbo = turbo_of(host);
  description.virtualized = cpu.hypervisor;
  const auto mountinfo = read_text(host.proc("self/mountinfo"));
  const std::string_view mounts = mountinfo ? std::string_view(*mountinfo) : std::string_view();
  // lxcfs mounts its own file over /proc/stat: it counts one container's time, not the host's.
  description.container_proc_stat =
      mount_at(host.proc("stat"), mounts).find("lxcfs") != std::string_view::npos;
  description.hides_processes = hides_processes(mount_at(host.proc("").parent_path(), mounts));
  return description;
}

} // namespace joules
