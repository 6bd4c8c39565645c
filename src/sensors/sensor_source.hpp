// SPDX-License-Identifier: Apache-2.0
// One way to learn the host's energy: a kind of sensor with all its counters, those that count and
// those that do not. Two sources measure the same silicon: never is one added to another.
#pragma once

#include "joules/recording.hpp"
#include "sensors/energy_counter.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace joules {

/// A second view of what a source measures, open.
struct SecondCounter {
  SecondView view; // without readings
  std::unique_ptr<EnergyCounter> counter;
};

/// What has come to the host since the source was found, and is not counted.
using FindArrivals = std::function<std::vector<SensorEvent>()>;

struct SensorSource {
  std::string sensor;          // "powercap"
  std::string scope;           // what it measures: "the processor packages and memory"
  std::vector<Domain> domains; // counted
  std::vector<std::unique_ptr<EnergyCounter>> counters; // of `domains`, open
  std::vector<Domain> left_out;                         // with the reason
  std::vector<SecondCounter> second_views = {};         // where they are readable at no cost
  FindArrivals arrivals = {};                           // empty: nothing can come
  std::string unavailable_reason;                       // why it does not measure the host
  std::string remedy;                                   // what would change that, if anything does
  bool only_if_named = false; // what it measures is not what the others do
  bool wanted = false;        // in this search

  /// All of its scope is measured. Half a machine is never reported as the whole.
  [[nodiscard]] bool is_usable() const { return unavailable_reason.empty() && !counters.empty(); }
  /// There is such a sensor, whether it can be read or not.
  [[nodiscard]] bool exists() const { return !domains.empty() || !left_out.empty(); }
};

/// Of whole machines, and of the largest cards by far.
inline constexpr Watts largest_machine_power{20'000}, largest_card_power{3'000};

/// Why a number is no reading.
inline constexpr const char* shows_error_value = "shows an error value, and no reading";
inline constexpr const char* beyond_its_range = "above the counter's own range";

/// Opens the counter of a domain.
using OpenCounter = std::function<Result<std::unique_ptr<EnergyCounter>>(const Domain&)>;

/// Where `domain` is counted and `open` gives its counter, it is part of the source; else it is
/// left out, and missing where it was to be counted. A power that it cannot draw is no reading.
void add_domain(Domain domain, const OpenCounter& open, SensorSource& source);

/// Once all are sorted in: why the source is not usable, if it is not. The first domain that is
/// missing is named and, where rights are what it lacks, `remedy`; where nothing counts, `absence`.
void set_availability(SensorSource& source, const std::string& remedy, const std::string& absence);

/// The remedy where nobody but root can be given a file.
inline constexpr const char* run_as_root = "run joules as root, with --user \"$USER\"";

/// Whether this is what a lack of rights looks like.
bool is_refusal(const std::string& reason);

} // namespace joules
