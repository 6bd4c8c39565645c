// SPDX-License-Identifier: Apache-2.0
// The most that a sensor can show, in watts, on the machine at hand: what shows more again and
// again is not believed. A machine's own limits are means over seconds or settings of its owner,
// and turbo goes beyond them, so four times the largest of them is allowed, and 200 W in any case.
// Steps between two readings are allowed half as much again (attribution/counter_delta).
#pragma once

#include "joules/host.hpp"
#include "joules/units.hpp"
#include "sensors/powercap.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace joules {

/// The most that a package's RAPL zone can draw. Its constraints name the package's own limits
/// (powercap.rst of the Linux kernel; Intel SDM vol. 3B 14.9.3, MSR_PKG_POWER_INFO and
/// MSR_PKG_POWER_LIMIT): a part of 15 W with turbo of 64 W gets 256 W. Silvermont and Airmont,
/// whose energy unit is not as other processors' (rapl_check_unit_atom of intel_rapl_common.c), are
/// tablets' and microservers' of 20 W at most: they get 40 W. On bare metal 150 W and 40 W for each
/// of the machine's `cpus` (logical; 0: not known) are not passed either: no core draws as much at
/// its highest clock, nor does what is beside the cores. Nothing gets more than any package of
/// today draws. A guest sees few of the CPUs, and perhaps all of the power.
Watts largest_package_power(const std::optional<std::uint64_t>& limit_uw, const CpuIdentity& cpu,
                            std::size_t cpus);

/// `most` of its kind, or less where the chip's own ratings say so; `rating_uw`: the largest of
/// them.
Watts largest_rated_power(Watts most, const std::optional<std::uint64_t>& rating_uw);

/// The most that a battery gives: 160 Wh are the most that may be carried aboard (49 CFR 175.10),
/// and cells are discharged in twenty minutes at the fastest.
inline constexpr Watts largest_battery_power{500};

/// Why a power that was read cannot be one: "shows 50000 W, more than the 20000 W that ..."; empty:
/// it can.
std::string why_impossible(std::uint64_t power_uw, Watts largest);

} // namespace joules
