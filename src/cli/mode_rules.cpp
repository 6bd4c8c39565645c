// SPDX-License-Identifier: Apache-2.0
#include "cli/mode_rules.hpp"

#include "cli/options.hpp"
#include "joules/result.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace joules {

namespace {

/// What a mode that measures nothing obeys.
struct ModeRules {
  Mode mode;
  std::string_view option; // that asks for it
  std::string_view does;   // why it obeys nothing else
  std::vector<Section> sections;
  std::vector<std::string_view> options; // beside those of the sections
  std::vector<std::string_view> not_obeyed = {};
};

const ModeRules& rules_of(Mode mode) {
  static const std::vector<ModeRules> all = {
      {Mode::replay,
       "--replay",
       "reports on runs as they were recorded",
       {Section::gates, Section::reports},
       {"--policy", "--idle-power"},
       {"--record", "--name"}},
      {Mode::fold,
       "--fold",
       "writes folded stacks of runs as they were recorded",
       {},
       {"--policy", "--idle-power", "--output", "--append", "--log-fd", "--quiet", "--verbose"}},
      {Mode::diff,
       "--diff",
       "compares saved reports as they were measured, in text or --json, and its gate is "
       "--max-regression",
       {},
       {"--max-regression", "--scope", "--gate", "--strict", "--gate-exit-code", "--on-unavailable",
        "--json", "--output", "--append", "--log-fd", "--name", "--quiet", "--verbose", "--unit",
        "--color"}},
      {Mode::merge,
       "--merge",
       "adds up saved reports as they were measured, whole trees, in text or --json",
       {},
       {"--json", "--output", "--append", "--log-fd", "--quiet", "--verbose", "--unit", "--color"}},
      {Mode::doctor,
       "--doctor",
       "looks at sensors, and writes text or --json",
       {},
       {"--sensor", "--no-estimate", "--model", "--gpu", "--host-root", "--powercap-root", "--json",
        "--output", "--append", "--log-fd", "--quiet", "--verbose", "--color", "--save"}},
  };
  return *std::ranges::find(all, mode, &ModeRules::mode);
}

} // namespace

void require_obeyed(const Settings& settings) {
  const ModeRules& mode = rules_of(settings.mode);
  const auto contains = [](const auto& list, const auto& value) {
    return std::ranges::find(list, value) != list.end();
  };
  for (const std::string_view name : settings.given) {
    const bool of_section =
        contains(mode.sections, find_option(name)->section) && !contains(mode.not_obeyed, name);
    if (name != mode.option && !of_section && !contains(mode.options, name))
      throw Failure(std::string(name) + ": " + std::string(mode.option) + " " +
                    std::string(mode.does));
  }
}

} // namespace joules
