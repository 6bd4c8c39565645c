// SPDX-License-Identifier: Apache-2.0
// Reads what --json wrote: schema 1. Keys that are not known are ignored.
#pragma once

#include "joules/result.hpp"
#include "joules/saved_report.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// The most bytes of one document: a report with runs of some hundred thousand processes. A larger
/// file is not read.
inline constexpr std::size_t largest_document = std::size_t{128} << 20;
/// The most bytes of a file with one report a line.
inline constexpr std::size_t largest_lines = std::size_t{512} << 20;

/// False: a text that begins like this is none. For those who read what never ends.
bool may_be_report(std::string_view beginning);

/// The one report in `text`. `file` is where it was found.
Result<SavedReport> read_saved(std::string_view text, const std::string& file);

/// The reports in `text`, each of which can be merged: one document, or one a line.
Result<std::vector<SavedReport>> read_mergeable(std::string_view text, const std::string& file);

} // namespace joules
