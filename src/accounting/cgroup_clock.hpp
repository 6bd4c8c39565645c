// SPDX-License-Identifier: Apache-2.0
// The CPU time of a control group, by the kernel's own account: everything that ran in it or below,
// to the last process.
#pragma once

#include "accounting/cgroups.hpp"
#include "accounting/subject_clock.hpp"
#include "joules/host.hpp"

#include <string>
#include <string_view>

namespace joules {

/// What a file cpuacct.usage (version 1) or cpu.stat (version 2) says; nullopt: it is none.
std::optional<Nanoseconds> cpu_usage_in(int version, std::string_view text);

/// A process on a CPU is accounted for at the kernel's next tick there, 10 ms later at most, or
/// when it leaves the CPU: update_curr() in kernel/sched/fair.c. One of the group may be on each.
class CgroupClock final : public SubjectClock {
public:
  /// Throws Failure when the group's account cannot be read.
  CgroupClock(const Cgroup& group, int cpus);

  std::optional<Nanoseconds> read() override;
  [[nodiscard]] Nanoseconds quantum() const override;
  [[nodiscard]] std::string loss() const override;

private:
  void open();
  [[nodiscard]] std::optional<Nanoseconds> usage();

  int version_;
  std::string path_;
  int cpus_;
  std::optional<OpenFile> file_; // none: the group is gone
  std::string buffer_;
  Nanoseconds first_{0}, last_{0};
  Nanoseconds before_{0}; // of groups of this name that are gone, and before it was set back
  bool made_anew_ = false, was_reset_ = false;
};

} // namespace joules
