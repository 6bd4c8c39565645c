// SPDX-License-Identifier: Apache-2.0
#include "statistics/run_warnings.hpp"

#include "joules/decimal.hpp"
#include "statistics/student.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace joules {

namespace {

/// The same in every run.
bool is_about_the_machine(WarningCode code) {
  return code == WarningCode::sensor_unavailable || code == WarningCode::virtualized;
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
      if (!of_this_run.insert(warning.code).second) continue;
      const auto same = std::find_if(found.begin(), found.end(), [&](const Repeated& repeated) {
        return repeated.first.code == warning.code;
      });
      if (same == found.end())
        found.push_back({warning, 1});
      else
        ++same->runs;
    }
  }
  return found;
}

/// Of several runs each warning once: the first one's words, and how many runs it concerns.
std::vector<Warning> warnings_of_each_run(const CommandRuns& command) {
  std::vector<Warning> warnings;
  for (Repeated& repeated : repeated_in(command.runs)) {
    if (!is_about_the_machine(repeated.first.code) && command.runs.size() > 1)
      repeated.first.message = "in " + std::to_string(repeated.runs) + " of " +
                               std::to_string(command.runs.size()) +
                               " runs, first: " + repeated.first.message;
    warnings.push_back(std::move(repeated.first));
  }
  return warnings;
}

void add_about_noise(const Series& series, const MetricSummaries& summaries, bool interleaved,
                     std::vector<Warning>& warnings) {
  const std::vector<double> energies = values_of(series, Metric::energy_tree);
  if (const auto change = drift_of(energies))
    warnings.push_back(
        {WarningCode::drift, std::string("energy ") + (*change > 0 ? "rose" : "fell") + " by " +
                                 significant(std::abs(*change) * 100, 2) +
                                 " % from the first run to the last (warming up? -w 3 helps)"});
  if (const std::size_t count = outliers_in(energies))
    warnings.push_back({WarningCode::outliers,
                        std::to_string(count) + " of " + std::to_string(energies.size()) +
                            " runs lie far from the others, and are part of every figure: compare "
                            "the median"});
  if (interleaved) return;
  if (auto warning = about_dependence(summaries[static_cast<std::size_t>(Metric::energy_tree)]))
    warnings.push_back(std::move(*warning));
}

} // namespace

std::vector<Warning> warnings_of_runs(const Experiment& experiment,
                                      const std::vector<Series>& commands,
                                      const std::vector<MetricSummaries>& summaries) {
  if (!experiment.is_repeated()) {
    const Run* only = any_run(experiment);
    return only != nullptr ? only->account.warnings : std::vector<Warning>();
  }
  const bool several = experiment.commands.size() > 1;
  const bool interleaved = several && experiment.plan.order != Order::blocked;
  std::vector<Warning> all;
  for (std::size_t i = 0; i < experiment.commands.size(); ++i) {
    const CommandRuns& command = experiment.commands[i];
    std::vector<Warning> warnings = warnings_of_each_run(command);
    add_about_noise(commands[i], summaries[i], interleaved, warnings);
    for (Warning& warning : warnings) {
      const bool of_machine = is_about_the_machine(warning.code);
      const bool said = std::any_of(all.begin(), all.end(), [&](const Warning& earlier) {
        return of_machine && earlier.code == warning.code;
      });
      if (said) continue;
      // A word before it tells which command's it is.
      if (several && !of_machine) warning.message = display_name(command) + ": " + warning.message;
      all.push_back(std::move(warning));
    }
  }
  return all;
}

std::optional<Warning> about_few_runs(std::size_t runs, std::string_view of_what) {
  if (runs < 2 || runs >= enough_runs) return std::nullopt;
  const auto n = static_cast<double>(runs);
  const double half_width = student_quantile(1 - (1 - confidence) / 2, n - 1) / std::sqrt(n);
  return Warning{WarningCode::few_runs,
                 std::to_string(runs) + " " + std::string(of_what) +
                     ": the interval of their mean reaches " + significant(half_width, 2) +
                     " standard deviations to each side, and holds only where they scatter evenly "
                     "around it; 6 or more tell more"};
}

std::optional<Warning> about_dependence(const std::optional<Summary>& energies) {
  if (!energies || !energies->autocorrelation) return std::nullopt;
  return Warning{WarningCode::autocorrelated,
                 "each run resembles the one before it (correlation " +
                     fixed(*energies->autocorrelation, 2) + "): " + std::to_string(energies->n) +
                     " runs say as much as " + significant(energies->effective_n, 2) +
                     " independent ones; the pairs of --compare do not suffer from it"};
}

} // namespace joules
