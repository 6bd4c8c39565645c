// SPDX-License-Identifier: Apache-2.0
// RAPL through the kernel's powercap class: which zones exist. What the files mean:
// Documentation/power/powercap/powercap.rst and drivers/powercap/ of the Linux kernel.
#pragma once

#include "joules/units.hpp"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace joules {

/// A RAPL zone as found, before anybody decides whether it counts.
struct Zone {
  std::string id;        // "intel-rapl:0:2"; ids after ':' are hexadecimal
  std::string parent_id; // "intel-rapl:0"; empty at the top
  std::string name;      // text of its name file; empty: it has none (Scaphandre's guests)
  std::filesystem::path directory;
  std::optional<std::uint64_t> max_range_uj; // text of max_energy_range_uj
  std::optional<std::uint64_t> reading_uj;   // energy_uj, when it was listed
  std::optional<std::uint64_t> later_uj;     // and later, where rules need it: psys
  std::optional<std::uint64_t> limit_uw;     // the largest that a package's constraints name
  std::string unreadable;                    // why energy_uj gave no number; empty: it did
  bool error_value = false;                  // because it showed what is no energy
  bool masked = false;                       // a link that leads nowhere
  int error = 0;                             // errno of that failure
};

/// "intel-rapl:0" of "intel-rapl:0:2"; empty: it is in none.
std::string parent_id_of(const std::string& id);

/// Whether this is a package or psys by the processor's own registers: intel-rapl-mmio shows
/// package 0 once more.
bool is_top_msr_zone(const std::string& id);

/// The zones of a powercap directory.
struct ZoneListing {
  std::filesystem::path root;
  std::vector<Zone> zones;           // each physical directory once, parents before children
  std::vector<std::string> dangling; // links that lead nowhere: masked containers show these
  std::string unlistable;            // why the directory could not be read; empty: it could
};

/// Lists `root`: /sys/class/powercap, or a directory that a hypervisor or a bind mount provides.
/// Never throws; what is wrong with a zone is in the zone.
ZoneListing list_zones(const std::filesystem::path& root);

/// Reads the zones once more, `pause` later: fills in Zone::later_uj.
void look_again(ZoneListing& listing, std::chrono::milliseconds pause);

/// REQUIRES: 0 < max_range_uj <= 2^62. The counter wraps one register unit after the largest value
/// it can show: the kernel scales a 32-bit register, so that unit is max_range / (2^32 - 1).
Microjoules modulus_of(std::uint64_t max_range_uj);

/// The largest number that a counter with this modulus shows: a register of ones, which is also
/// what is read where no register answers.
std::uint64_t all_ones_of(Microjoules modulus);

} // namespace joules
