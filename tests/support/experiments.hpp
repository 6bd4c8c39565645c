// SPDX-License-Identifier: Apache-2.0
// Experiments out of recordings, as experiment/ would bring them back.
#pragma once

#include "attribution/attribute.hpp"
#include "report/json/report.hpp"
#include "statistics/analysis.hpp"
#include "support/recordings.hpp"

#include <string>
#include <utility>

namespace joules::test {

inline HostDescription example_host() {
  HostDescription host;
  host.cpu_model = "Example CPU";
  host.logical_cpus = 8;
  return host;
}

/// One run of one command.
inline Experiment experiment_of(const Recording& recording, const Policy& policy = {}) {
  Experiment experiment;
  experiment.host = example_host();
  experiment.interrupted = recording.exit_info.terminated_by.has_value();
  Run run{0, recording, attribute(recording, policy)};
  experiment.commands.push_back({recording.name, recording.argv, {std::move(run)}, {}});
  return experiment;
}

inline std::string json_report_of(const Recording& recording, JsonLayout layout,
                                  const Policy& policy = {}) {
  const Experiment experiment = experiment_of(recording, policy);
  return json_report(experiment, analyse(experiment, {}), layout);
}

/// `runs` runs of one second each, of which the tree used all of so many joules.
inline Experiment repeated(const std::vector<double>& joules) {
  Experiment experiment;
  experiment.host = example_host();
  experiment.plan.runs = static_cast<int>(joules.size());
  experiment.commands.push_back({"", {"./bench"}, {}, {}});
  for (const double energy : joules) {
    Story story(2);
    story.domain("package-0").then({.seconds = 1, .joules = {energy}, .tree = 1, .busy = 1});
    Run run{static_cast<int>(experiment.commands[0].runs.size()), story.recording(),
            attribute(story.recording(), {})};
    experiment.commands[0].runs.push_back(std::move(run));
  }
  return experiment;
}

/// `runs` runs as of repeated(), with a phase "solve" that has so much of each and half of its
/// time, and 4 requests in it. Below 0: the command did not mark it.
inline Experiment with_phase(Experiment experiment, const std::vector<double>& joules) {
  for (CommandRuns& command : experiment.commands)
    for (std::size_t i = 0; i < joules.size(); ++i) {
      if (joules[i] < 0) continue;
      EnergyAccount& account = command.runs.at(i).account;
      PhaseAccount& phase = account.phases.emplace_back();
      phase.name = "solve";
      phase.times = 1;
      phase.wall = account.wall / 2;
      phase.tree.value = Joules{joules[i]};
      phase.tree_uncertainty = Joules{0.01};
      account.work.push_back(
          {"solve", "requests", 4, {Joules{joules[i] / 4}, false, {}, {}}, Joules{0.0025}});
    }
  return experiment;
}

/// One gate: on the tree's energy.
inline GateSettings budget(double joules) {
  GateSettings gates;
  gates.budget = Joules{joules};
  return gates;
}

} // namespace joules::test
