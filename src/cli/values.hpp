// SPDX-License-Identifier: Apache-2.0
// Option values from their text. Each throws Failure naming the option, the value and what is
// accepted; none depends on the locale.
#pragma once

#include "cli/request.hpp"

#include <string>

namespace joules {

Nanoseconds interval_from(const std::string& text);                 // --interval
std::optional<Nanoseconds> tree_wait_from(const std::string& text); // --wait-tree
Policy::Kind policy_from(const std::string& text);                  // --policy
std::optional<Watts> idle_power_from(const std::string& text);      // nullopt: measure
SensorChoice sensor_from(const std::string& text);                  // --sensor
CpuClockChoice cpu_clock_from(const std::string& text);             // --cpu-clock
EnergyUnit unit_from(const std::string& text);                      // --unit
int descriptor_from(const std::string& text);                       // --log-fd
Joules budget_from(const std::string& text);                        // --budget
Watts max_power_from(const std::string& text);                      // --max-power
double max_regression_from(const std::string& text);                // --max-regression, percent
bool is_host_scope(const std::string& text);                        // --scope
GateRule gate_rule_from(const std::string& text);                   // --gate
OnUnavailable on_unavailable_from(const std::string& text);         // --on-unavailable
std::set<int> ok_codes_from(const std::string& text);               // --ok-codes
DestinationRequest destination_from(const std::string& text);       // FILE, or - for stdout
ExportRequest export_from(const std::string& text);                 // --export
Order order_from(const std::string& text);                          // --order
std::uint64_t seed_from(const std::string& text);                   // --seed
ColorWhen when_from(const std::string& option, const std::string& text);
int count_from(const std::string& option, const std::string& text, int least, int most);
Nanoseconds seconds_from(const std::string& option, const std::string& text);
/// No "-", which would be standard output elsewhere.
std::string file_from(const std::string& option, const std::string& text);
std::filesystem::path directory_from(const std::string& option, const std::string& text);

} // namespace joules
