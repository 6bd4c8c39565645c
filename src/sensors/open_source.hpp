// SPDX-License-Identifier: Apache-2.0
// A source of the host's energy with its counters open: those that count, and what is known of the
// others. Two sources measure the same silicon: never is one added to another.
#pragma once

#include "joules/recording.hpp"
#include "sensors/energy_counter.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// A second view of what a source measures, open.
struct SecondCounter {
  SecondView view; // without readings
  std::unique_ptr<EnergyCounter> counter;
};

/// A part of the host that came after its source was opened.
struct Arrival {
  std::string name, path;                 // of its counter
  std::unique_ptr<EnergyCounter> counter; // open; nullptr: it cannot be counted
};

/// Watches for parts of the host that come, over all runs.
class ArrivalWatch {
public:
  virtual ~ArrivalWatch() = default;
  /// All that have come since the source was opened, in the order in which they were found.
  virtual const std::vector<Arrival>& look() = 0;
};

struct OpenSource {
  SensorSource about;
  std::vector<std::unique_ptr<EnergyCounter>> counters; // that count
  std::vector<SecondCounter> second_views = {};         // where they are readable at no cost
  std::unique_ptr<ArrivalWatch> arrivals = nullptr;     // nullptr: nothing can come
  bool wanted = false;                                  // in this search

  /// All of its scope is measured. Half a machine is never reported as the whole.
  [[nodiscard]] bool is_usable() const {
    return about.unavailable_reason.empty() && !counters.empty();
  }
  /// There is such a sensor, whether it can be read or not.
  [[nodiscard]] bool exists() const { return !counters.empty() || !about.left_out.empty(); }
};

/// More than whole machines, and cards, draw by far.
inline constexpr Watts largest_machine_power{20'000}, largest_card_power{3'000};

/// Why a number is no reading.
inline constexpr const char* shows_error_value = "shows an error value, and no reading";
inline constexpr const char* beyond_its_range = "above the counter's own range";

/// Why a counter gave no energy when it was found.
struct Trouble {
  Exclusion::Reason reason = Exclusion::Reason::unreadable; // or implausible
  std::string detail;
};

/// nullopt: `unreadable` is empty, so that there was none.
std::optional<Trouble> trouble_of(const std::string& unreadable, bool implausible);

/// Opens a counter.
using OpenCounter = std::function<Result<std::unique_ptr<EnergyCounter>>(const Counter&)>;

/// Where `counter` is of the host, had no trouble, and `open` gives it, it is part of the source;
/// else it is left out, and missing where it was to be counted. A power that it cannot draw is no
/// reading.
void add_counter(Counter counter, std::optional<Trouble> trouble, const OpenCounter& open,
                 OpenSource& source);

/// Once all are sorted in: why the source is not usable, if it is not. The first counter that is
/// missing is named and, where rights are what it lacks, `remedy`; where nothing counts, `absence`.
void set_availability(OpenSource& source, const std::string& remedy, const std::string& absence);

/// The remedy where nobody but root can be given a file.
inline constexpr const char* run_as_root = "run joules as root, with --user \"$USER\"";

/// Whether this is what a lack of rights looks like.
bool is_refusal(const std::string& reason);

} // namespace joules
