// SPDX-License-Identifier: Apache-2.0
#include "sensors/rapl_absence.hpp"

#include <algorithm>

namespace joules {

namespace {

/// Engines leave a file at the root of each container: Docker, Podman, systemd-nspawn and LXC.
bool is_container(const HostRoot& host) {
  constexpr const char* marks[] = {".dockerenv", "run/.containerenv", "run/systemd/container"};
  return std::ranges::any_of(marks, [&](const char* mark) { return is_there(host.path() / mark); });
}

/// "none [integrity] confidentiality": the one in force has brackets.
bool is_locked_down(const HostRoot& host) {
  const std::string modes = read_line(host.sys("kernel/security/lockdown")).value_or("");
  return modes.find('[') != std::string::npos && modes.find("[none]") == std::string::npos;
}

} // namespace

RaplAbsence why_no_rapl(const HostRoot& host, const CpuIdentity& cpu) {
  if (cpu.hypervisor) return {" (as in most virtual machines)", ""};
  if (!may_have_rapl(cpu)) return {" (this processor has no RAPL counters)", ""};
  if (is_container(host)) return {" (in a container)", "on the host: sudo modprobe intel_rapl_msr"};
  if (is_locked_down(host)) return {" (the kernel is locked down)", ""};
  return {"", "try: sudo modprobe intel_rapl_msr"};
}

} // namespace joules
