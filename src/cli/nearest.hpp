// SPDX-License-Identifier: Apache-2.0
// The option that somebody probably meant who mistyped one.
#pragma once

#include <cstddef>
#include <string_view>

namespace joules {

/// How many letters must be put in, left out, replaced or swapped with their neighbour to make `b`
/// of `a` (optimal string alignment).
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The long name of the option that is near `word`, an unknown one: it was cut short, has one dash
/// too few, or differs in at most a third of its letters. Empty: none is near.
std::string_view nearest_option(std::string_view word);

/// The section of the help that is near `word`, and is not it: it was cut short, or one letter is
/// wrong. Empty: none is.
std::string_view nearest_section(std::string_view word);

} // namespace joules
