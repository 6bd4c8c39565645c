// SPDX-License-Identifier: Apache-2.0
#include "app/conclude.hpp"

#include "app/exit_disposition.hpp"
#include "app/messages.hpp"
#include "app/saved_files.hpp"

namespace joules {

std::optional<Baseline> baseline_for(const GateSettings& gates,
                                     const std::vector<std::string>& names,
                                     const MeasuredBy& measured_by) {
  if (!gates.baseline) return std::nullopt;
  Baseline baseline =
      read_baseline("--baseline", *gates.baseline,
                    names.empty() ? std::nullopt : std::optional(names.front()), gates.scope);
  require_comparable("--baseline", baseline, measured_by);
  return baseline;
}

std::vector<std::string> inputs_of(const GateSettings& gates) {
  return gates.baseline ? std::vector{*gates.baseline} : std::vector<std::string>();
}

MeasuredBy measured_by(Sensor sensor, Quality quality, const Policy& policy) {
  MeasuredBy by{std::string(name_of(sensor)), std::string(name_of(policy.kind)), quality, {}};
  if (policy.kind == Policy::Kind::marginal) by.idle_power = policy.idle_power;
  return by;
}

ExitDisposition conclude(const Experiment& experiment, const GateSettings& gates,
                         const std::optional<Baseline>& baseline, Outputs& outputs) {
  Analysis analysis;
  const bool written = attempt("the report was not made", [&] {
    analysis = analyse(experiment, gates, baseline);
    if (any_run(experiment) != nullptr) return outputs.write(experiment, analysis);
    complain(experiment.stopped_because);
    return false;
  });
  return disposition_of(experiment, analysis, gates, written);
}

} // namespace joules
