// SPDX-License-Identifier: Apache-2.0
// A saved document that anybody may have written, read through once: only what a report of ours has
// at that place is kept, and each run only until it was looked at. So a report needs little more
// memory than its text, however much of a ledger it holds. What is missing in it, or is of another
// kind, is not known, and never an exception.
#pragma once

#include "joules/result.hpp"
#include "report/json/json.hpp"

#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

struct ReportVisitor {
  /// Each run of a command, before the command itself. Its numbers and words, and what it says of
  /// each counter. `failed`: it is the one that stopped the experiment.
  std::function<void(const ParsedJson& run, bool failed)> run;
  /// Each command, without its runs.
  std::function<void(const ParsedJson& command)> command;
};

/// Returns the rest: the version, "host", "method" and "plan". It is discarded where `text` is no
/// JSON.
Result<ParsedJson> read_document(std::string_view text, const ReportVisitor& visitor);

/// Returns the value under `key`; null when there is none, or `json` is no object.
const ParsedJson& part(const ParsedJson& json, std::string_view key);

/// Empty: no text is there.
std::string text_of(const ParsedJson& json, std::string_view key);

/// The texts of a list; empty: no list is there, or it holds something else.
std::vector<std::string> words_of(const ParsedJson& json, std::string_view key);

/// Finite; nullopt: no number is there.
std::optional<double> number_of(const ParsedJson& json, std::string_view key);

/// False: nothing is there, or false. What is something else is taken for true, by which less is
/// claimed.
bool may_be_true(const ParsedJson& json, std::string_view key);

/// False: no true is there.
bool is_true(const ParsedJson& json, std::string_view key);

} // namespace joules
