// SPDX-License-Identifier: Apache-2.0
// What powercap_simulator is told on its command line about a zone and its faults, and the energy
// that follows from it. Shares no code with joules, so that a mistake there is not repeated here.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace simulator {

using Seconds = std::chrono::duration<double>;
using Nanoseconds = std::chrono::nanoseconds;

struct PowerStep {
  Seconds from{0};
  double watts = 50;
};

struct ZoneSpec {
  std::string id = "intel-rapl:0";
  std::optional<std::string> name = "package-0";
  std::vector<PowerStep> power = {PowerStep{}}; // by time; the first one starts at 0
  std::optional<std::uint64_t> range_uj = 262143328850;
  std::uint64_t first_uj = 1'000'000;
  Nanoseconds step = std::chrono::milliseconds{1}; // how often the register is updated
};

enum class FaultKind {
  garbage,
  empty,
  once_empty,
  unlinked,
  vanished,
  directory,
  huge,
  frozen,
  reset,
  forbidden,
  returned,     // after it vanished: its register went on
  returned_anew // and starts at 0
};

struct Fault {
  std::string zone_id;
  Nanoseconds at{0};
  FaultKind kind = FaultKind::frozen;
};

/// Both throw std::runtime_error with the offending text.
ZoneSpec parse_zone(std::string_view text);
Fault parse_fault(std::string_view text);

/// What the silicon used, whatever the files said about it.
double true_joules(const ZoneSpec& zone, Seconds elapsed);

} // namespace simulator
