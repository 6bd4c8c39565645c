// SPDX-License-Identifier: Apache-2.0
#include "statistics/baseline.hpp"

#include "joules/decimal.hpp"
#include "joules/quoting.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace joules {

namespace {

/// As far as an idle host is the same each time that it is watched.
bool is_same_power(Watts one, Watts another) {
  constexpr double alike = 0.1;
  return std::abs(one.value - another.value) <= alike * std::max(one.value, another.value);
}

/// Joules, watts or seconds: no run has more, nor less than none.
constexpr double most_of_anything = 1e15;

/// The metric of which a run holds what no run can; nullopt: there is none.
std::optional<Metric> impossible_in(const MetricValues& run) {
  for (const Metric metric : all_metrics)
    if (run[metric] && !(*run[metric] >= 0 && *run[metric] <= most_of_anything)) return metric;
  return std::nullopt;
}

std::string_view without_folders(std::string_view path) {
  return path.substr(path.find_last_of('/') + 1);
}

std::string words_for(std::optional<Quality> quality) {
  return quality ? std::string(name_of(*quality)) : "of an unknown quality";
}

} // namespace

Result<std::vector<Baseline>> baselines_in(const SavedReport& report, const Scope& scope) {
  const auto refused = [&](const std::string& why) {
    return Error(quoted({report.origin.file}), why);
  };
  std::vector<Baseline> baselines;
  for (const SavedCommand& command : report.commands) {
    if (command.runs.empty()) continue;
    Baseline& baseline = baselines.emplace_back(Baseline{
        report.origin, {command.name, {}, report.stopping}, command.argv, command.first_word_only});
    Scope resolved = scope;
    for (const SavedRun& run : command.runs) {
      if (resolved.unit.empty()) resolved = with_unit(scope, run.work);
      baseline.unit = resolved.unit;
    }
    for (const SavedRun& run : command.runs) {
      MetricValues& values = baseline.series.runs.emplace_back(run.values);
      put_scope(resolved, run.subjects, run.phases, run.work, values);
      if (const auto metric = impossible_in(values))
        return refused("holds a run with " + std::string(key_of(*metric)) + " of " +
                       scientific(*values[*metric]));
    }
  }
  if (baselines.empty()) return refused("holds no complete run");
  return baselines;
}

Result<void> require_part(const Baseline& baseline, const Scope& scope) {
  if (!scope.is_part() || !values_of(baseline.series, energy_in(scope)).empty()) return {};
  return Error(quoted({baseline.origin.file}),
               "has no energy of " + quoted({text_of(scope)}) + " in any of its runs");
}

bool are_of_one_command(const Baseline& one, const Baseline& other) {
  if (one.argv.empty() || other.argv.empty()) return true;
  // Without a label the name is the command's first word, which says less than all of them.
  const std::string& name = one.series.name;
  if (!name.empty() && name == other.series.name && name != other.argv.front()) return true;
  if (without_folders(one.argv.front()) != without_folders(other.argv.front())) return false;
  return one.first_word_only || other.first_word_only ||
         std::equal(one.argv.begin() + 1, one.argv.end(), other.argv.begin() + 1, other.argv.end());
}

Result<void> require_alike(const Origin& baseline, const MeasuredBy& other) {
  const MeasuredBy& by = baseline.by;
  const auto unlike = [&](const std::string& why) {
    return Error(quoted({baseline.file}), why + ": they do not compare");
  };
  const auto differ = [&](const std::string& what, const std::string& one,
                          const std::string& another) {
    const auto shown = [](const std::string& word) { return word.empty() ? "not known" : word; };
    return unlike("its " + what + " was " + shown(one) + ", the other is " + shown(another));
  };
  if (by.quality != other.quality)
    return unlike("its energies are " + words_for(by.quality) + ", the others " +
                  words_for(other.quality));
  if (by.sensor != other.sensor) return differ("sensor", by.sensor, other.sensor);
  if (by.policy != other.policy) return differ("policy", by.policy, other.policy);
  if (by.idle_power && other.idle_power && !is_same_power(*by.idle_power, *other.idle_power))
    return differ("idle power", significant(by.idle_power->value, 3) + " W",
                  significant(other.idle_power->value, 3) + " W");
  return {};
}

} // namespace joules
