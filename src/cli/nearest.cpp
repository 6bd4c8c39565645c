// SPDX-License-Identifier: Apache-2.0
#include "cli/nearest.hpp"

#include "cli/options.hpp"
#include "joules/choices.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace joules {

namespace {

constexpr std::size_t shortest_stem = 3; // of what may stand for a longer name

/// The only option whose name goes on behind `name`; empty: there is none, or more than one.
std::string_view only_completion(std::string_view name) {
  std::string_view only;
  for (const Option& option : all_options()) {
    if (!option.long_name().starts_with(name)) continue;
    if (!only.empty()) return "";
    only = option.long_name();
  }
  return only;
}

} // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last, row(b.size() + 1);
  for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last = std::exchange(last, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row.back();
}

std::string_view nearest_option(std::string_view word) {
  const std::string_view typed = word.substr(0, word.find('='));
  const std::string_view letters =
      typed.substr(std::min(typed.find_first_not_of('-'), typed.size()));
  if (letters.size() < 2) return "";
  const std::string name = "--" + std::string(letters);
  if (!typed.starts_with("--"))
    return find_option(name) != nullptr ? find_option(name)->long_name() : "";
  if (letters.size() >= shortest_stem)
    if (const std::string_view whole = only_completion(name); !whole.empty()) return whole;
  std::string_view nearest;
  std::size_t least = letters.size() / 3 + 1; // nothing from here on is near
  for (const Option& option : all_options()) {
    const std::size_t distance = edit_distance(name, option.long_name());
    if (distance >= least) continue;
    least = distance;
    nearest = option.long_name();
  }
  return nearest;
}

std::string_view nearest_section(std::string_view word) {
  if (word.size() < shortest_stem || choice_of<Section>(word)) return "";
  for (const Choice<Section>& section : Choices<Section>::all)
    if (section.word.starts_with(word) || edit_distance(word, section.word) == 1)
      return section.word;
  return "";
}

} // namespace joules
