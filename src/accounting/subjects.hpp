// SPDX-License-Identifier: Apache-2.0
// All subjects of a run: found, and held against one another.
#pragma once

#include "accounting/subject_clock.hpp"
#include "joules/host.hpp"
#include "joules/subject.hpp"

#include <memory>
#include <vector>

namespace joules {

struct OpenSubject {
  SubjectReadings about; // without readings
  std::unique_ptr<SubjectClock> clock;
};

/// Opened before the command is launched, so that it tells which of them the tree is a part of:
/// what we are in, the command is in. Throws Failure, which names the option, where one is not
/// there.
std::vector<OpenSubject> open_subjects(const std::vector<SubjectName>& names, const HostRoot& host);

} // namespace joules
