// SPDX-License-Identifier: Apache-2.0
// The common form of all JSON documents.
#pragma once

#include "joules/account.hpp"
#include "report/json/report.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// {"schema_version": 1, "tool": ...}
nlohmann::ordered_json new_document();
/// The text of `document`, which ends with a newline. Bytes that are not UTF-8 are replaced.
std::string dumped(const nlohmann::ordered_json& document, JsonLayout layout);

nlohmann::ordered_json warnings_json(const std::vector<Warning>& warnings);

inline nlohmann::ordered_json or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

inline nlohmann::ordered_json or_null(const std::optional<Joules>& energy) {
  return energy ? nlohmann::ordered_json(energy->value) : nlohmann::ordered_json(nullptr);
}

template <class Number>
nlohmann::ordered_json or_null(const std::optional<Number>& number) {
  return number ? nlohmann::ordered_json(*number) : nlohmann::ordered_json(nullptr);
}

} // namespace joules
