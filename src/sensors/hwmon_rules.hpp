// SPDX-License-Identifier: Apache-2.0
// Classifies the inputs of hwmon's drivers by driver and label. Pure.
#pragma once

#include "joules/units.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// One energy or power input of a chip.
struct HwmonInput {
  std::string id;      // "hwmon3/energy1"
  std::string driver;  // "amd_energy", "power_meter": text of the chip's name file
  std::string label;   // of the input, or of the firmware; empty: it has none
  bool counts = false; // microjoules since some start; else microwatts now
  std::filesystem::path path;
  std::filesystem::path volts; // of a rail whose power is milliamperes of `path` x these millivolts
  std::optional<std::uint64_t> reading;   // in that unit, when it was listed
  std::string unreadable;                 // why there is none; empty: there is
  bool error_value = false;               // because the driver showed that it has none
  std::optional<std::uint64_t> rating_uw; // the largest that the chip itself names
  Seconds period{0.001};                  // over which a power is averaged, where the driver tells
  bool period_known = false;              // it does
  bool whole_chip = false; // of graphics in a processor: the power is the processor's, too
};

/// The part of the machine that an input measures.
enum class HwmonScope {
  processor, // a socket, a cluster of cores
  rail,      // of a processor: stands for it where no input shows it whole
  memory,    // beside the processors
  inside,    // a part of one that another input shows whole
  graphics,  // a graphics card
  machine,   // all of it, as an ACPI power meter does
  system,    // all of it, as a controller of the machine adds it up
  other      // something else, or nobody knows
};

struct HwmonVerdict {
  HwmonScope scope = HwmonScope::other;
  std::string reason;
};

/// One for each input, in the same order; none is of scope `rail`, which is told by the others.
/// Nothing is counted twice: neither by two drivers, nor by energy and power, nor whole and in
/// parts. Pure.
std::vector<HwmonVerdict> judge_hwmon(const std::vector<HwmonInput>& inputs);

} // namespace joules
