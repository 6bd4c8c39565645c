// SPDX-License-Identifier: Apache-2.0
// The sections that the help, like the manual, divides the options into.
#pragma once

#include "joules/choices.hpp"

namespace joules {

enum class Section { measuring, repeating, comparing, gates, reports, modes };

/// What follows --help.
template <>
struct Choices<Section> {
  static constexpr Choice<Section> all[] = {
      {"measuring", Section::measuring}, {"runs", Section::repeating},
      {"comparing", Section::comparing}, {"gates", Section::gates},
      {"reports", Section::reports},     {"modes", Section::modes}};
};

/// Stands for all of them.
inline constexpr const char* every_section = "all";

} // namespace joules
