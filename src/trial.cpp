// SPDX-License-Identifier: Apache-2.0
#include "joules/trial.hpp"

#include <cstdlib>

namespace joules {

std::string_view name_of(Order order) {
  switch (order) {
  case Order::pairs: return "pairs";
  case Order::abba: return "abba";
  case Order::blocked: return "blocked";
  }
  std::abort();
}

namespace {

void keep_first_word(std::vector<std::string>& argv) {
  if (argv.size() > 1) argv.resize(1);
}

void leave_out_arguments(Recording& recording) {
  keep_first_word(recording.argv);
  if (!recording.ledger) return;
  for (ProcessUse& process : recording.ledger->processes) keep_first_word(process.argv);
}

} // namespace

void leave_out_arguments(Experiment& experiment) {
  for (Subject& subject : experiment.subjects) {
    keep_first_word(subject.argv);
    subject.arguments_left_out = true;
    for (Trial& trial : subject.trials) leave_out_arguments(trial.recording);
    if (subject.failed) leave_out_arguments(subject.failed->recording);
  }
}

std::string display_name(const Subject& subject) {
  return subject.name.empty() ? subject.argv.front() : subject.name;
}

Series series_of(const Subject& subject) {
  Series series{subject.name, {}};
  for (const Trial& trial : subject.trials) series.runs.push_back(figures_of(trial.account));
  return series;
}

const Trial* any_trial(const Experiment& experiment) {
  for (const Subject& subject : experiment.subjects) {
    if (!subject.trials.empty()) return &subject.trials.front();
    if (subject.failed) return &*subject.failed;
  }
  return nullptr;
}

} // namespace joules
