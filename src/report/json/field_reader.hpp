// SPDX-License-Identifier: Apache-2.0
// Reads the fields of a value out of a JSON object that anybody may have written: the other
// direction of FieldWriter.
#pragma once

#include "joules/choices.hpp"
#include "report/json/field_types.hpp"
#include "report/json/json.hpp"

#include <nlohmann/json.hpp>

#include <cmath>
#include <stdexcept>
#include <string>
#include <utility>

namespace joules {

/// A field that is missing, or holds what it cannot. Never leaves the reader of the document.
class BadField : public std::runtime_error {
public:
  BadField(const std::string& where, const std::string& why)
      : std::runtime_error(where + ": " + why), where_(where), why_(why) {}

  [[nodiscard]] BadField inside(const std::string& place) const {
    return {where_.empty() || where_.front() == '[' ? place + where_ : place + "." + where_, why_};
  }

private:
  std::string where_, why_;
};

class FieldReader {
public:
  template <class T>
  using Of = T;

  explicit FieldReader(const ParsedJson& object) : object_(object) {}

  /// Throws BadField.
  template <class T>
  void operator()(const char* key, T& value) {
    const auto found = object_.find(key);
    if (found == object_.end()) {
      if constexpr (!may_be_absent<T>) throw BadField(key, "is missing");
      return;
    }
    try {
      read(*found, value);
    } catch (const BadField& bad) {
      throw bad.inside(key);
    }
  }

  /// Throws BadField.
  template <class T>
  static void read(const ParsedJson& json, T& value) {
    if constexpr (std::is_same_v<T, std::string>)
      value = text_of(json);
    else if constexpr (HasChoices<T>)
      value = choice(json, value);
    else if constexpr (is_duration<T>)
      value = T{number<typename T::rep>(json)};
    else if constexpr (is_quantity<T>)
      value.value = number<double>(json);
    else if constexpr (std::is_same_v<T, Microjoules>)
      value.count = number<std::uint64_t>(json);
    else if constexpr (is_optional<T>)
      read_optional(json, value);
    else if constexpr (is_list<T>)
      read_list(json, value);
    else if constexpr (std::is_same_v<T, bool>)
      value = truth(json);
    else if constexpr (std::is_arithmetic_v<T>)
      value = number<T>(json);
    else
      read_fields(json, value);
  }

private:
  template <class T>
  static void read_fields(const ParsedJson& json, T& value) {
    if (!json.is_object()) throw BadField("", "is no object");
    FieldReader fields(json);
    describe(fields, value);
  }

  template <class T>
  static void read_optional(const ParsedJson& json, std::optional<T>& value) {
    if (json.is_null()) return;
    read(json, value.emplace());
  }

  template <class T>
  static void read_list(const ParsedJson& json, std::vector<T>& list) {
    if (!json.is_array()) throw BadField("", "is no list");
    list.reserve(json.size());
    for (const ParsedJson& item : json) try {
        read(item, list.emplace_back());
      } catch (const BadField& bad) {
        throw bad.inside("[" + std::to_string(list.size() - 1) + "]");
      }
  }

  template <class Number>
  static Number number(const ParsedJson& json) {
    if constexpr (std::is_floating_point_v<Number>) {
      const double value = json.is_number() ? json.get<double>() : NAN;
      if (!std::isfinite(value)) throw BadField("", "is no number");
      return value;
    } else {
      const bool fits =
          json.is_number_unsigned()
              ? std::in_range<Number>(json.get<std::uint64_t>())
              : json.is_number_integer() && std::in_range<Number>(json.get<std::int64_t>());
      if (!fits) throw BadField("", "is no whole number in its range");
      return json.get<Number>();
    }
  }

  static bool truth(const ParsedJson& json) {
    if (!json.is_boolean()) throw BadField("", "is neither true nor false");
    return json.get<bool>();
  }

  template <class E>
  static E choice(const ParsedJson& json, E) {
    const auto value =
        json.is_string() ? choice_of<E>(json.get_ref<const std::string&>()) : std::optional<E>();
    if (!value) throw BadField("", "is none of " + all_words<E>(", "));
    return *value;
  }

  static std::string text_of(const ParsedJson& json) {
    if (json.is_string()) return json.get<std::string>();
    std::vector<unsigned char> bytes;
    if (!json.is_object() || !json.contains("bytes")) throw BadField("", "is no text");
    read(json["bytes"], bytes);
    return {bytes.begin(), bytes.end()};
  }

  const ParsedJson& object_;
};

} // namespace joules
