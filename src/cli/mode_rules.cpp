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

/// What a mode that measures nothing obeys, beside what any mode does.
struct ModeRules {
  Mode mode;
  std::string_view option; // that asks for it
  std::string_view does;   // why it obeys nothing else
  std::vector<std::string_view> options;
  std::vector<Section> sections = {}; // with all of their options but those not obeyed
  std::vector<std::string_view> not_obeyed = {};
};

constexpr std::string_view of_any_mode[] = {"--output", "--append", "--log-fd", "--quiet",
                                            "--verbose"};

const ModeRules& rules_of(Mode mode) {
  static const std::vector<ModeRules> all = {
      {Mode::replay,
       "--replay",
       "reports on runs as they were recorded",
       {"--policy", "--idle-power"},
       {Section::gates, Section::reports},
       {"--record", "--name"}},
      {Mode::fold,
       "--fold",
       "writes folded stacks of runs as they were recorded",
       {"--policy", "--idle-power"}},
      {Mode::diff,
       "--diff",
       "compares saved reports as they were measured, in text or --json; its gate is "
       "--max-regression",
       {"--max-regression", "--scope", "--gate", "--strict", "--gate-exit-code", "--on-unavailable",
        "--json", "--name", "--unit", "--color"}},
      {Mode::merge,
       "--merge",
       "adds up saved reports as they were measured, whole trees, in text or --json",
       {"--json", "--unit", "--color"}},
      {Mode::doctor,
       "--doctor",
       "looks at sensors, and writes text or --json",
       {"--sensor", "--no-estimate", "--model", "--gpu", "--host-root", "--powercap-root", "--json",
        "--color", "--save"}},
  };
  return *std::ranges::find(all, mode, &ModeRules::mode);
}

bool contains(const auto& list, const auto& value) {
  return std::ranges::find(list, value) != std::ranges::end(list);
}

bool obeys(const ModeRules& mode, std::string_view option) {
  if (option == mode.option || contains(of_any_mode, option) || contains(mode.options, option))
    return true;
  return contains(mode.sections, find_option(option)->section) &&
         !contains(mode.not_obeyed, option);
}

} // namespace

void require_obeyed(const Settings& settings) {
  const ModeRules& mode = rules_of(settings.mode);
  for (const std::string_view option : settings.given)
    if (!obeys(mode, option))
      throw Failure(std::string(option) + ": has no meaning for " + std::string(mode.option) +
                    ", which " + std::string(mode.does));
}

} // namespace joules
