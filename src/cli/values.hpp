// SPDX-License-Identifier: Apache-2.0
// Option values from their text. Each function throws BadValue for what it does not take; none
// depends on the locale, and none knows which option it reads for.
#pragma once

#include "app/settings.hpp"
#include "joules/choices.hpp"
#include "joules/mark.hpp"
#include "joules/scope.hpp"
#include "joules/unit_symbols.hpp"
#include "sensors/settings.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

namespace joules {

/// Why a text is no value of its option: "expected one of busy, capacity, marginal".
class BadValue : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

inline constexpr const char* wait_for_none = "none";
inline constexpr const char* wait_for_all = "all";
inline constexpr const char* idle_power_measured = "measure";
inline constexpr const char* left_to_joules = "auto";

template <HasChoices E>
E choice_from(const std::string& text) {
  if (const auto choice = choice_of<E>(text)) return *choice;
  throw BadValue("expected one of " + all_words<E>(", "));
}

/// nullopt: "auto", which is no value of the enumeration.
template <HasChoices E>
std::optional<E> choice_or_auto_from(const std::string& text) {
  if (text == left_to_joules) return std::nullopt;
  if (const auto choice = choice_of<E>(text)) return choice;
  throw BadValue("expected one of " + (left_to_joules + (", " + all_words<E>(", "))));
}

Nanoseconds interval_from(const std::string& text); // milliseconds
Nanoseconds seconds_from(const std::string& text);
std::optional<Nanoseconds> tree_wait_from(const std::string& text); // nullopt: until all are gone
std::optional<Watts> idle_power_from(const std::string& text);      // nullopt: measure it
MachinePower machine_power_from(const std::string& text);           // "9:60", in watts
Written<Joules> energy_from(const std::string& text);
/// "2mJ/request": the energy, and the unit of work that it is for; empty: for none.
std::pair<Written<Joules>, std::string> budget_from(const std::string& text);
/// "phase:solve", with a unit of work that was given before or will be.
Scope scope_with(const std::string& text, const std::string& unit);
Written<Watts> power_from(const std::string& text);
Work work_from(const std::string& text); // "1000:requests"
double percent_from(const std::string& text);
double precision_from(const std::string& text); // "1" percent is 0.01
int count_from(const std::string& text, int least, int most);
std::uint64_t seed_from(const std::string& text);
std::set<int> ok_codes_from(const std::string& text);
std::string format_from(const std::string& text);
int descriptor_from(const std::string& text);
DestinationRequest destination_from(const std::string& text); // a file, or "-": standard output
SubjectName subject_from(const std::string& text);            // pid:N or cgroup:NAME
ExportRequest export_from(const std::string& text);
/// No "-", which would be standard output elsewhere.
std::string file_from(const std::string& text);
std::filesystem::path directory_from(const std::string& text);

} // namespace joules
