// SPDX-License-Identifier: Apache-2.0
// Writes the fields of a value into a JSON object: the other direction of FieldReader. Nothing is
// rounded, and words that are no UTF-8 keep their bytes.
#pragma once

#include "joules/choices.hpp"
#include "joules/quoting.hpp"
#include "report/json/field_types.hpp"
#include "report/json/json.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace joules {

/// A list of the fields of a type is a function describe(fields, value), which calls
/// fields("key", member) for each. It serves both directions: `value` is const for this one.
class FieldWriter {
public:
  template <class T>
  using Of = const T;

  explicit FieldWriter(Json& object) : object_(object) {}

  template <class T>
  void operator()(const char* key, const T& value) {
    if constexpr (is_optional<T>) {
      if (value) object_[key] = json_of(*value);
    } else if constexpr (may_be_absent<T>) {
      if (!value.empty()) object_[key] = json_of(value);
    } else {
      object_[key] = json_of(value);
    }
  }

  template <class T>
  static Json json_of(const T& value) {
    if constexpr (std::is_same_v<T, std::string>)
      return json_of_text(value);
    else if constexpr (HasChoices<T>)
      return name_of(value);
    else if constexpr (is_duration<T>)
      return value.count();
    else if constexpr (is_quantity<T>)
      return value.value;
    else if constexpr (std::is_same_v<T, Microjoules>)
      return value.count;
    else if constexpr (is_optional<T>)
      return value ? json_of(*value) : Json(nullptr);
    else if constexpr (is_list<T>)
      return json_of_list(value);
    else if constexpr (std::is_arithmetic_v<T>)
      return value;
    else
      return json_of_fields(value);
  }

private:
  template <class List>
  static Json json_of_list(const List& list) {
    Json json = Json::array();
    for (const auto& item : list) json.push_back(json_of(item));
    return json;
  }

  template <class T>
  static Json json_of_fields(const T& value) {
    Json object = Json::object();
    FieldWriter fields(object);
    describe(fields, value);
    return object;
  }

  static Json json_of_text(const std::string& text) {
    if (is_utf8(text)) return text;
    return {{"bytes", std::vector<unsigned char>(text.begin(), text.end())}};
  }

  Json& object_;
};

} // namespace joules
