// SPDX-License-Identifier: Apache-2.0
// Reads what --json wrote: schema 1. Keys that are not known are ignored.
#pragma once

#include "joules/merging.hpp"
#include "joules/statistics.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace joules {

/// Of a report with runs of some hundred thousand processes. More is no report, and not read.
inline constexpr std::size_t largest_document = std::size_t{128} << 20;
/// Of a file with a report a line.
inline constexpr std::size_t largest_lines = std::size_t{512} << 20;

/// False: a text that begins like this is none. For those who read what never ends.
bool may_be_report(std::string_view beginning);

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
