// SPDX-License-Identifier: Apache-2.0
// All subjects of a run: found, and held against one another.
#pragma once

#include "accounting/cgroups.hpp"
#include "accounting/procfs_tree.hpp"
#include "accounting/subject_clock.hpp"
#include "joules/host.hpp"
#include "joules/subject.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace joules {

struct OpenSubject {
  SubjectReadings about; // without readings
  std::unique_ptr<SubjectClock> clock;
  std::optional<Cgroup> group = std::nullopt; // that it is
};

/// What the names stand for, once for all runs. Throws Failure, which names the option, where one
/// is not there, or two are the same.
std::vector<SubjectName> find_subjects(const std::vector<SubjectName>& names, const HostRoot& host);

/// Opened before the command is launched, so that it is known which of them the tree is a part of:
/// what we are in, the command is in.
class Subjects {
public:
  Subjects() = default;
  /// One that is gone since it was found has no readings. REQUIRES: the names are those of
  /// find_subjects().
  Subjects(const std::vector<SubjectName>& found, HostRoot host);

  [[nodiscard]] const std::vector<OpenSubject>& all() const { return all_; }
  /// Notes the groups that members of the tree are in, though they do not hold the tree, and the
  /// reverse: a command may move itself, as cgexec(1) does.
  void look_for_moves(const ProcfsTree& tree);

private:
  void look_for_moves(pid_t member);

  HostRoot host_;
  std::vector<OpenSubject> all_;
};

} // namespace joules
