// SPDX-License-Identifier: Apache-2.0
#include "joules/warning.hpp"

#include <cstdlib>

namespace joules {

std::string_view name_of(WarningCode code) {
  switch (code) {
  case WarningCode::short_run: return "short_run";
  case WarningCode::busy_host: return "busy_host";
  case WarningCode::virtualized: return "virtualized";
  case WarningCode::sensor_unavailable: return "sensor_unavailable";
  case WarningCode::partial_sensor: return "partial_sensor";
  case WarningCode::counter_wrapped: return "counter_wrapped";
  case WarningCode::counter_reset: return "counter_reset";
  case WarningCode::counter_implausible: return "counter_implausible";
  case WarningCode::sensors_disagree: return "sensors_disagree";
  case WarningCode::suspended: return "suspended";
  case WarningCode::tree_left_running: return "tree_left_running";
  case WarningCode::cpu_time_uncertain: return "cpu_time_uncertain";
  case WarningCode::drift: return "drift";
  case WarningCode::outliers: return "outliers";
  case WarningCode::few_runs: return "few_runs";
  case WarningCode::autocorrelated: return "autocorrelated";
  case WarningCode::baseline_other_command: return "baseline_other_command";
  case WarningCode::baseline_other_host: return "baseline_other_host";
  }
  std::abort();
}

} // namespace joules
