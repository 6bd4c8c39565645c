// SPDX-License-Identifier: Apache-2.0
// Saved runs of many hosts and commands, each told in one piece.
#pragma once

#include "merging/merge.hpp"

#include <string>
#include <utility>
#include <vector>

namespace joules::test {

struct RunRecord : SavedRun {
  Origin origin;
  std::string command;
};

/// A report for each.
inline std::vector<SavedReport> reports_of(const std::vector<RunRecord>& records) {
  std::vector<SavedReport> reports;
  for (const RunRecord& record : records) {
    SavedCommand command;
    command.name = record.command;
    command.runs = {record};
    reports.push_back({record.origin, Stopping::planned, {std::move(command)}});
  }
  return reports;
}

} // namespace joules::test
