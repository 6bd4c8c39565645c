// SPDX-License-Identifier: Apache-2.0
// An energy counter as a value: what it is, what it showed, and why it does not count where it does
// not.
#pragma once

#include "joules/choices.hpp"
#include "joules/units.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// No zone of today's machines draws more. Bounds how rarely a counter may be read, and what is
/// taken for a misread: RAPL packages reach 500 W, and one wrap missed is up to 262 kJ missed.
inline constexpr Watts largest_zone_power{1000};

/// A reading that stands for what no counter shows: the sensor spoke, and said what cannot be. It
/// is no energy, and speaks against the sensor.
inline constexpr std::uint64_t impossible_reading = std::numeric_limits<std::uint64_t>::max();

/// The side that adds up the energy that a counter shows.
enum class CountedBy {
  machine, // since a moment of its own: every process reads the same
  kernel,  // since joules opened the counter: no other process reads the same
  joules   // since then, too, out of readings of a power
};

template <>
struct Choices<CountedBy> {
  static constexpr Choice<CountedBy> all[] = {{"machine", CountedBy::machine},
                                              {"kernel", CountedBy::kernel},
                                              {"joules", CountedBy::joules}};
};

/// One energy counter of the machine: what it is, which never changes.
struct Counter {
  std::string id;             // as the kernel names it: "intel-rapl:0:2"
  std::string name;           // "package-0", "dram"; qualified when not unique
  std::string path;           // the file that is read
  std::string part;           // of the machine: "a processor package", "contained in package-0"
  bool of_host = false;       // by the rules of sensors/, that part's energy belongs to the host's
  bool memory = false;        // DRAM: beside the packages, and less trustworthy
  std::optional<int> package; // whose energy it is, by physical number
  CountedBy counted_by = CountedBy::machine;
  std::optional<Microjoules> modulus;       // where the counter wraps; unknown for some guests
  Seconds period{0.001};                    // how often the machine updates it, at best
  bool period_known = false;                // it is documented, or was measured; else assumed
  Watts largest_power = largest_zone_power; // what shows more is a misread
  // Its readings when it was found:
  std::optional<std::uint64_t> reading_uj;
  std::optional<std::uint64_t> power_uw;

  [[nodiscard]] bool is_integrated() const { return counted_by == CountedBy::joules; }
  [[nodiscard]] bool begins_when_opened() const { return counted_by != CountedBy::machine; }
};

/// A graphics card: a whole device, beside the host and never part of it.
struct Device {
  Counter counter;
  std::string description; // "NVIDIA H100, the whole card, by NVML"
};

/// A counter that was found, and does not count.
struct Exclusion {
  enum class Reason {
    not_of_host,     // for what it measures: Counter::part
    mirror,          // it shows the counter named by `detail` once more
    possible_mirror, // it cannot be told from the counter named by `detail`
    unused,          // it can be read, but an estimate takes its place
    unreadable,      // `detail` tells why
    implausible      // it shows what it cannot: `detail` tells what
  };
  Counter counter;
  Reason reason = Reason::not_of_host;
  std::string detail = {};

  [[nodiscard]] bool gave_no_energy() const {
    return reason == Reason::unreadable || reason == Reason::implausible;
  }
  /// The host's energy lacks it.
  [[nodiscard]] bool is_missing() const { return counter.of_host && gave_no_energy(); }
  [[nodiscard]] bool is_mirror() const {
    return reason == Reason::mirror || reason == Reason::possible_mirror;
  }
};

template <>
struct Choices<Exclusion::Reason> {
  static constexpr Choice<Exclusion::Reason> all[] = {
      {"not_of_host", Exclusion::Reason::not_of_host},
      {"mirror", Exclusion::Reason::mirror},
      {"possible_mirror", Exclusion::Reason::possible_mirror},
      {"unused", Exclusion::Reason::unused},
      {"unreadable", Exclusion::Reason::unreadable},
      {"implausible", Exclusion::Reason::implausible}};
};

/// "contained in package-0": the reason in words, but for that of a read that failed.
std::string why_excluded(const Exclusion& exclusion);

/// One reading of a counter, in microjoules; nullopt: the read failed.
using Reading = std::optional<std::uint64_t>;

/// A counter with its readings, one for each sample.
struct CounterReadings {
  Counter counter;
  std::vector<Reading> readings;
};

/// The same of a graphics card.
struct DeviceReadings {
  std::string description;
  CounterReadings energy;
  std::optional<double> tree_share; // of the card's use, the tree's part; nullopt: nobody tells
};

/// The shortest time in which a counter can come round.
constexpr Seconds wrap_time(Microjoules modulus) {
  return Seconds{joules_of(modulus).value / largest_zone_power.value};
}

} // namespace joules
