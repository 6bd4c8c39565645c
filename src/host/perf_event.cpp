// SPDX-License-Identifier: Apache-2.0
#include "host/perf_event.hpp"

#include "host/text_file.hpp"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <utility>

namespace joules {

namespace {

/// The highest levels of kernel.perf_event_paranoid at which a process may still watch itself, and
/// a whole CPU: Documentation/admin-guide/sysctl/kernel.rst of the Linux kernel; levels 3 and 4 are
/// those of distributions.
constexpr std::uint64_t paranoid_of_ourselves = 2, paranoid_of_cpus = 0;

std::string why_refused(int error_number, std::uint64_t highest_paranoid) {
  const std::string system = system_error("", error_number).reason;
  if (error_number == ENOSYS) return system + ": this kernel has no perf events";
  if (error_number != EACCES && error_number != EPERM) return system;
  const auto paranoid = read_number("/proc/sys/kernel/perf_event_paranoid");
  if (paranoid && *paranoid > highest_paranoid)
    return system + ": kernel.perf_event_paranoid is " + std::to_string(*paranoid) +
           "; sudo sysctl kernel.perf_event_paranoid=" + std::to_string(highest_paranoid) +
           " allows it";
  return system + ": a seccomp filter or security module forbids it, as in most containers";
}

/// The launch of the command needs some descriptors. The kernel gives them out from the lowest
/// number on.
bool leaves_enough(int descriptor) {
  constexpr rlim_t needed = 10;
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
         static_cast<rlim_t>(descriptor) + needed < limit.rlim_cur;
}

/// Not enabled yet.
perf_event_attr software_event(std::uint64_t config) {
  perf_event_attr attributes{};
  attributes.size = sizeof attributes;
  attributes.type = PERF_TYPE_SOFTWARE;
  attributes.config = config;
  attributes.disabled = 1;
  attributes.exclude_kernel = 1;
  attributes.exclude_hv = 1;
  return attributes;
}

} // namespace

Result<PerfEvent> PerfEvent::open(perf_event_attr attributes, int cpu) {
  constexpr pid_t ourselves = 0;
  return open(attributes, ourselves, cpu, paranoid_of_ourselves);
}

Result<PerfEvent> PerfEvent::open_system_wide(perf_event_attr attributes, int cpu) {
  constexpr pid_t everybody = -1;
  return open(attributes, everybody, cpu, paranoid_of_cpus);
}

Result<PerfEvent> PerfEvent::open(perf_event_attr attributes, pid_t pid, int cpu,
                                  std::uint64_t highest_paranoid) {
  constexpr int no_group = -1;
  const long descriptor =
      ::syscall(SYS_perf_event_open, &attributes, pid, cpu, no_group, PERF_FLAG_FD_CLOEXEC);
  if (descriptor < 0) {
    const int why = errno;
    return Error("perf_event_open", why_refused(why, highest_paranoid), why);
  }
  PerfEvent event(static_cast<int>(descriptor));
  if (!leaves_enough(event.descriptor()))
    return Error("perf_event_open", "too few descriptors would be left (ulimit -n)", EMFILE);
  return event;
}

PerfEvent::PerfEvent(PerfEvent&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)) {}

PerfEvent& PerfEvent::operator=(PerfEvent&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  return *this;
}

PerfEvent::~PerfEvent() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

std::optional<std::uint64_t> PerfEvent::count() const {
  std::uint64_t count = 0;
  if (::read(descriptor_, &count, sizeof count) != static_cast<ssize_t>(sizeof count))
    return std::nullopt;
  return count;
}

perf_event_attr inherited_task_clock() {
  perf_event_attr attributes = software_event(PERF_COUNT_SW_TASK_CLOCK);
  attributes.enable_on_exec = 1;
  attributes.inherit = 1;
  return attributes;
}

perf_event_attr keeps_contexts_apart() {
  return software_event(PERF_COUNT_SW_DUMMY);
}

} // namespace joules
