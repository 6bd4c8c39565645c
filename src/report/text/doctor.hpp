// SPDX-License-Identifier: Apache-2.0
// What --doctor says: the map of the machine's sensors, what is used and why, and how to get more.
#pragma once

#include "joules/recording.hpp"
#include "report/json/report.hpp"
#include "report/text/text.hpp"

#include <string>
#include <vector>

namespace joules {

/// One kind of sensor.
struct SensorFinding {
  std::string sensor; // as --sensor names it
  std::string scope;  // what it measures
  bool usable = false;
  bool in_use = false;
  bool only_if_named = false;   // by --sensor: it measures something else
  std::string reason;           // why it is not usable
  std::string remedy;           // what would make it so
  std::vector<Domain> domains;  // counted
  std::vector<Domain> left_out; // not counted, with the reason
};

struct SensorSurvey {
  std::vector<SensorFinding> sensors; // in the order of preference
  std::vector<Domain> devices;        // graphics cards
  std::string no_devices;             // why there is none
  std::string access;                 // whether counters are given to a group
  PowerModel estimate;
  std::vector<std::string> cpu_clocks; // that can follow a tree
  std::string perf_refusal;            // why perf is not among them
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
