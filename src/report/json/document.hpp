// SPDX-License-Identifier: Apache-2.0
// The common form of all JSON documents.
#pragma once

#include "joules/account.hpp"
#include "report/json/json.hpp"
#include "report/json/report.hpp"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace joules {

/// {"schema_version": 1, "tool": ...}
Json new_document();
/// The text of `document`, which ends with a newline. Bytes that are not UTF-8 are replaced.
std::string dumped(const Json& document, JsonLayout layout);

Json warnings_json(const std::vector<Warning>& warnings);

inline Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

inline Json or_null(const std::optional<Joules>& energy) {
  return energy ? Json(energy->value) : Json(nullptr);
}

template <class Number>
Json or_null(const std::optional<Number>& number) {
  return number ? Json(*number) : Json(nullptr);
}

} // namespace joules
