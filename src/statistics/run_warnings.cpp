// SPDX-License-Identifier: Apache-2.0
#include "statistics/run_warnings.hpp"

#include "statistics/student.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace joules {

namespace {

/// The same in every run.
bool is_about_the_machine(WarningCode code) {
  return code == WarningCode::sensor_unavailable || code == WarningCode::virtualized ||
         code == WarningCode::filtered_counters;
}

struct Repeated {
  Warning first;
  std::size_t runs = 0;
};

/// Codes in the order in which they first came up.
std::vector<Repeated> repeated_in(const std::vector<Run>& runs) {
  std::vector<Repeated> found;
  for (const Run& run : runs) {
    std::set<WarningCode> of_this_run;
    for (const Warning& warning : run.account.warnings) {
      if (!of_this_run.insert(warning.code()).second) continue;
      const auto same = std::find_if(found.begin(), found.end(), [&](const Repeated& repeated) {
        return repeated.first.code() == warning.code();
      });
      if (same == found.end())
        found.push_back({warning, 1});
      else
        ++same->runs;
    }
  }
  return found;
}

/// Returns each warning of several runs once, with how many runs it concerns.
std::vector<Warning> warnings_of_each_run(const CommandRuns& command) {
  std::vector<Warning> found;
  for (Repeated& repeated : repeated_in(command.runs)) {
    Warning& warning = found.emplace_back(std::move(repeated.first));
    if (is_about_the_machine(warning.code()) || command.runs.size() < 2) continue;
    warning.in_runs = repeated.runs;
    warning.of_runs = command.runs.size();
  }
  return found;
}

/// Less is within what the sensors show of the same processor.
constexpr double hotter_kelvin = 5;

/// Of the runs whose temperature is known at both ends.
std::optional<double> mean_temperature(const CommandRuns& command) {
  double sum = 0;
  std::size_t runs = 0;
  for (const Run& run : command.runs) {
    const Conditions& conditions = run.recording.conditions;
    if (!conditions.temperature_start || !conditions.temperature_end) continue;
    sum += (*conditions.temperature_start + *conditions.temperature_end) / 2;
    ++runs;
  }
  return runs > 0 ? std::optional(sum / static_cast<double>(runs)) : std::nullopt;
}

/// Compared with the first command.
void add_about_heat(const std::vector<CommandRuns>& commands, std::vector<Warning>& found) {
  if (commands.size() < 2) return;
  const auto reference = mean_temperature(commands.front());
  for (std::size_t i = 1; i < commands.size() && reference; ++i) {
    const auto candidate = mean_temperature(commands[i]);
    if (!candidate || std::abs(*candidate - *reference) <= hotter_kelvin) continue;
    const bool first_is_hotter = *reference > *candidate;
    found.emplace_back(warnings::Hotter{display_name(commands[first_is_hotter ? 0 : i]),
                                        display_name(commands[first_is_hotter ? i : 0]),
                                        std::abs(*candidate - *reference)});
  }
}

void add_about_noise(const Series& series, const MetricSummaries& summaries, Metric energy,
                     bool interleaved, std::vector<Warning>& found) {
  const std::vector<double> energies = values_of(series, energy);
  if (const auto change = drift_of(energies)) found.emplace_back(warnings::Drift{*change});
  if (const std::size_t count = outliers_in(energies))
    found.emplace_back(warnings::Outliers{count, energies.size()});
  if (interleaved) return;
  if (const auto dependence = about_dependence(summaries[static_cast<std::size_t>(energy)]))
    found.emplace_back(*dependence);
}

} // namespace

std::vector<Warning> warnings_of_runs(const Experiment& experiment,
                                      const std::vector<Series>& commands,
                                      const std::vector<MetricSummaries>& summaries,
                                      Metric energy) {
  if (!experiment.is_repeated()) {
    const Run* only = any_run(experiment);
    return only != nullptr ? only->account.warnings : std::vector<Warning>();
  }
  const bool several = experiment.commands.size() > 1;
  const bool interleaved = several && experiment.plan.order != Order::blocked;
  std::vector<Warning> all;
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const CommandRuns& command = experiment.commands[i];
    std::vector<Warning> found = warnings_of_each_run(command);
    add_about_noise(commands[i], summaries[i], energy, interleaved, found);
    for (Warning& warning : found) {
      const bool of_machine = is_about_the_machine(warning.code());
      const bool said = std::any_of(all.begin(), all.end(), [&](const Warning& earlier) {
        return of_machine && earlier.code() == warning.code();
      });
      if (said) continue;
      if (several && !of_machine) {
        warning.command = display_name(command);
        warning.command_number = i;
      }
      all.push_back(std::move(warning));
    }
  }
  add_about_heat(experiment.commands, all);
  return all;
}

std::optional<warnings::FewRuns> about_few_runs(std::size_t runs, warnings::FewRuns::What what) {
  if (runs < 2 || runs >= enough_runs) return std::nullopt;
  const auto n = static_cast<double>(runs);
  return warnings::FewRuns{runs, what,
                           student_quantile(1 - (1 - confidence) / 2, n - 1) / std::sqrt(n)};
}

std::optional<warnings::Autocorrelated> about_dependence(const std::optional<Summary>& energies) {
  if (!energies || !energies->autocorrelation) return std::nullopt;
  return warnings::Autocorrelated{*energies->autocorrelation, energies->n, energies->effective_n};
}

} // namespace joules
