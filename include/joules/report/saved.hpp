// SPDX-License-Identifier: Apache-2.0
// Reads what --json wrote: schema 1. Keys that are not known are ignored.
#pragma once

#include "joules/merging/run_record.hpp"
#include "joules/statistics/baseline.hpp"

#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace joules {

/// Why a text is no report of ours, or holds nothing to compare with.
struct Unreadable {
  std::string reason;
};

/// Each command of the one report in `text`, with its complete runs. `file` is for messages.
std::variant<std::vector<Baseline>, Unreadable> read_saved(std::string_view text,
                                                           const std::string& file);

/// Every run of the reports in `text`: one document, or one a line. `file` is for messages.
std::variant<std::vector<RunRecord>, Unreadable> read_records(std::string_view text,
                                                              const std::string& file);

} // namespace joules
