// SPDX-License-Identifier: Apache-2.0
// The answer of --doctor: the machine's sensors, which is used and why, and how to get access.
#pragma once

#include "joules/recording.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"

#include <map>
#include <string>
#include <vector>

namespace joules {

/// One kind of sensor.
struct SensorFinding {
  SensorSource source;
  bool usable = false;
  bool in_use = false;
  std::vector<Counter> counters; // that count
};

struct SensorSurvey {
  std::vector<SensorFinding> sensors;        // in the order of preference
  std::map<std::string, std::string> rights; // of the counters' files
  std::vector<Device> devices;               // graphics cards
  std::vector<Exclusion> devices_left_out;   // that cannot be read
  std::string no_devices;                    // why there is none
  std::string access;                        // whether counters are given to a group
  PowerModel estimate;
  std::string no_estimate; // why a run would end rather than be estimated; empty: it would not
  std::vector<ClockKind> cpu_clocks; // that can follow a tree
  std::string perf_refusal;          // why perf is not among them
  HostDescription host;
  HostView view;
  std::string load; // of the last minute; empty: not known

  /// nullptr: only the estimate is left.
  [[nodiscard]] const SensorFinding* in_use() const;
};

/// Ends with a newline.
std::string doctor_report(const SensorSurvey& examination, const TextStyle& style);
/// The same in JSON: doctor-1.schema.json. Ends with a newline.
std::string doctor_json(const SensorSurvey& examination, JsonLayout layout);

} // namespace joules
