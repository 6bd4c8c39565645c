// SPDX-License-Identifier: Apache-2.0
// The codes of warnings: scripts read them, so they do not change.
#pragma once

#include "joules/choices.hpp"

namespace joules {

enum class WarningCode {
  short_run,
  busy_host,
  virtualized,
  sensor_unavailable,
  partial_sensor,
  counter_wrapped,
  counter_reset,
  counter_implausible,
  sensors_disagree,
  suspended,
  throttled,
  hybrid,
  filtered_counters,
  temperature_differs,
  marks_lost,
  tree_left_running,
  work_elsewhere,
  cpu_time_uncertain,
  drift,
  outliers,
  few_runs,
  autocorrelated,
  baseline_other_command,
  baseline_other_host,
};

template <>
struct Choices<WarningCode> {
  static constexpr Choice<WarningCode> all[] = {
      {"short_run", WarningCode::short_run},
      {"busy_host", WarningCode::busy_host},
      {"virtualized", WarningCode::virtualized},
      {"sensor_unavailable", WarningCode::sensor_unavailable},
      {"partial_sensor", WarningCode::partial_sensor},
      {"counter_wrapped", WarningCode::counter_wrapped},
      {"counter_reset", WarningCode::counter_reset},
      {"counter_implausible", WarningCode::counter_implausible},
      {"sensors_disagree", WarningCode::sensors_disagree},
      {"suspended", WarningCode::suspended},
      {"throttled", WarningCode::throttled},
      {"hybrid", WarningCode::hybrid},
      {"filtered_counters", WarningCode::filtered_counters},
      {"temperature_differs", WarningCode::temperature_differs},
      {"marks_lost", WarningCode::marks_lost},
      {"tree_left_running", WarningCode::tree_left_running},
      {"work_elsewhere", WarningCode::work_elsewhere},
      {"cpu_time_uncertain", WarningCode::cpu_time_uncertain},
      {"drift", WarningCode::drift},
      {"outliers", WarningCode::outliers},
      {"few_runs", WarningCode::few_runs},
      {"autocorrelated", WarningCode::autocorrelated},
      {"baseline_other_command", WarningCode::baseline_other_command},
      {"baseline_other_host", WarningCode::baseline_other_host}};
};

} // namespace joules
