// SPDX-License-Identifier: Apache-2.0
#include "joules/mark.hpp"

namespace joules {

namespace {

/// By the rules of English: an s, an es, or ies for y.
bool is_plural(std::string_view plural, std::string_view unit) {
  if (unit.empty() || !plural.ends_with('s')) return false;
  const auto is_stem_with = [&](std::string_view stem, std::string_view ending) {
    return plural.size() == stem.size() + ending.size() && plural.starts_with(stem) &&
           plural.ends_with(ending);
  };
  return is_stem_with(unit, "s") || is_stem_with(unit, "es") ||
         (unit.ends_with('y') && is_stem_with(unit.substr(0, unit.size() - 1), "ies"));
}

} // namespace

bool is_same_unit(std::string_view one, std::string_view other) {
  return one == other || is_plural(one, other) || is_plural(other, one);
}

} // namespace joules
