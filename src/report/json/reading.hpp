// SPDX-License-Identifier: Apache-2.0
// Looks into a document that anybody may have written: what is missing, or of another kind, is not
// known, and never an exception.
#pragma once

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

/// What `json` has under `key`; null when it has nothing there, or is no object.
const nlohmann::json& part(const nlohmann::json& json, std::string_view key);

/// Empty: no text is there.
std::string text_of(const nlohmann::json& json, std::string_view key);

/// The texts of a list; empty: no list is there, or it holds something else.
std::vector<std::string> words_of(const nlohmann::json& json, std::string_view key);

/// Finite; nullopt: no number is there.
std::optional<double> number_of(const nlohmann::json& json, std::string_view key);

/// False: no true is there.
bool is_true(const nlohmann::json& json, std::string_view key);

/// Whether it is a report of one `joules --json`, as far as its version tells.
bool is_report(const nlohmann::json& document);

} // namespace joules
