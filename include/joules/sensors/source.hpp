// SPDX-License-Identifier: Apache-2.0
// One way to learn the host's energy: a kind of sensor with all its counters, those that count and
// those that do not. Two sources measure the same silicon: never is one added to another.
#pragma once

#include "joules/recording.hpp"
#include "joules/sensors/energy_counter.hpp"

#include <memory>
#include <string>
#include <vector>

namespace joules {

struct Source {
  std::string sensor;          // "powercap"
  std::string scope;           // what it measures: "the processor packages and memory"
  std::vector<Domain> domains; // counted
  std::vector<std::unique_ptr<EnergyCounter>> counters; // of `domains`, open
  std::vector<Domain> left_out;                         // with the reason
  std::string unavailable_reason;                       // why it does not measure the host
  std::string remedy;                                   // what would change that, if anything does
  bool only_if_named = false; // what it measures is not what the others do

  /// All of its scope is measured. Half a machine is never reported as the whole.
  [[nodiscard]] bool is_usable() const { return unavailable_reason.empty() && !counters.empty(); }
  /// There is such a sensor, whether it can be read or not.
  [[nodiscard]] bool exists() const { return !domains.empty() || !left_out.empty(); }
};

/// Of whole machines, and of the largest cards by far.
inline constexpr Watts largest_machine_power{20'000}, largest_card_power{3'000};

/// Counts `domain` where it is judged so and `counter` could be opened; else it is left out.
void add_domain(Domain domain, Result<std::unique_ptr<EnergyCounter>> counter, Source& source);

/// Names the first domain that is missing and, where rights are what it lacks, `remedy`.
void refuse_for_missing(Source& source, const std::string& remedy);

/// Whether this is what a lack of rights looks like.
bool is_refusal(const std::string& reason);

} // namespace joules
