// SPDX-License-Identifier: Apache-2.0
// Experiments out of recordings, as experiment/ would bring them back.
#pragma once

#include "attribution/attribute.hpp"
#include "report/json.hpp"
#include "statistics/findings.hpp"
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
  experiment.interrupted = recording.ending.interrupted_by.has_value();
  Trial trial{0, recording, attribute(recording, policy)};
  experiment.subjects.push_back({recording.name, recording.argv, {std::move(trial)}, {}});
  return experiment;
}

inline std::string json_report_of(const Recording& recording, JsonLayout layout,
                                  const Policy& policy = {}) {
  const Experiment experiment = experiment_of(recording, policy);
  return json_report(experiment, evaluate(experiment, {}), layout);
}

/// `runs` runs of one second each, of which the tree used all of so many joules.
inline Experiment repeated(const std::vector<double>& joules) {
  Experiment experiment;
  experiment.host = example_host();
  experiment.plan.runs = static_cast<int>(joules.size());
  experiment.subjects.push_back({"", {"./bench"}, {}, {}});
  for (const double energy : joules) {
    Story story(2);
    story.domain("package-0").then({.seconds = 1, .joules = {energy}, .tree = 1, .busy = 1});
    Trial trial{static_cast<int>(experiment.subjects[0].trials.size()), story.recording(),
                attribute(story.recording(), {})};
    experiment.subjects[0].trials.push_back(std::move(trial));
  }
  return experiment;
}

/// One limit: of the tree's energy.
inline Questions budget(double joules) {
  Questions questions;
  questions.gates.push_back({GateKind::budget, Metric::energy_tree, joules});
  return questions;
}

} // namespace joules::test
