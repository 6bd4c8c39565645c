// SPDX-License-Identifier: Apache-2.0
#include "report/json/reading.hpp"

#include "report/json/saved.hpp"

#include <cmath>

namespace joules {

using Json = nlohmann::json;

const Json& part(const Json& json, std::string_view key) {
  static const Json nothing;
  if (!json.is_object()) return nothing;
  const auto found = json.find(key);
  return found == json.end() ? nothing : *found;
}

std::string text_of(const Json& json, std::string_view key) {
  const Json& value = part(json, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

std::vector<std::string> words_of(const Json& json, std::string_view key) {
  const Json& list = part(json, key);
  if (!list.is_array()) return {};
  std::vector<std::string> words;
  for (const Json& word : list) {
    if (!word.is_string()) return {};
    words.push_back(word.get<std::string>());
  }
  return words;
}

std::optional<double> number_of(const Json& json, std::string_view key) {
  const Json& value = part(json, key);
  if (!value.is_number()) return std::nullopt;
  const double number = value.get<double>();
  return std::isfinite(number) ? std::optional(number) : std::nullopt;
}

bool is_true(const Json& json, std::string_view key) {
  const Json& value = part(json, key);
  return value.is_boolean() && value.get<bool>();
}

bool may_be_report(std::string_view beginning) {
  const auto first = beginning.find_first_not_of(" \t\r\n");
  return first != beginning.npos && beginning[first] == '{';
}

bool is_report(const Json& document) {
  return number_of(document, "schema_version") == 1;
}

} // namespace joules
