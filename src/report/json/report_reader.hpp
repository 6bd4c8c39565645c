// SPDX-License-Identifier: Apache-2.0
// A saved report, read through once: of what anybody may have put into it only what a report of
// ours has at that place is kept, and each run only until it was looked at. So a report needs
// little more memory than its text, however much of a ledger it holds.
#pragma once

#include "report/json/saved.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <string_view>
#include <variant>

namespace joules {

struct ReportVisitor {
  /// Each run of a command, before the command itself. Its numbers and words, and what it says of
  /// each counter. `failed`: it is the one that stopped the experiment.
  std::function<void(const nlohmann::json& run, bool failed)> run;
  /// Each command, without its runs.
  std::function<void(const nlohmann::json& command)> command;
};

/// What is left is returned: the version, "host" and "method". Discarded: `text` is no JSON.
std::variant<nlohmann::json, Unreadable> read_report(std::string_view text,
                                                     const ReportVisitor& visitor);

} // namespace joules
