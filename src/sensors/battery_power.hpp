// SPDX-License-Identifier: Apache-2.0
// One battery's power, told by its driver in up to two ways: power_now, and current_now x
// voltage_now. In microwatts, amperes and volts, a current of either sign:
// Documentation/ABI/testing/sysfs-class-power of the Linux kernel.
#pragma once

#include "joules/result.hpp"

#include <filesystem>
#include <optional>
#include <string>

namespace joules {

/// No machine that runs this program draws less, a laptop whose driver tells milliamperes seems to,
/// and no computer's battery gives more.
inline constexpr double least_machine_uw = 100e3, most_battery_uw = 2e9;

/// The power that a driver shows, in microwatts without a sign: the sign of a current tells
/// charging from discharging with some drivers only, the status with all. nullopt: it does not show
/// that.
struct PowerViews {
  std::optional<double> power_uw;   // power_now
  std::optional<double> product_uw; // current_now x voltage_now
};

enum class PowerView { power_now, product };

struct ViewChoice {
  PowerView view = PowerView::power_now;
  std::string contradiction; // as contradiction_in() says it
};

/// Where both are shown and lie further apart than a quarter of the larger, the product counts: a
/// fuel gauge measures current and voltage, while power_now is made of them by firmware, with
/// another unit or of another time (seen: 68 W for 5.1 W, ROCKNIX PR 2703; always 0). Unless the
/// product cannot be what a machine draws, as where a driver tells milliamperes (termux-api PR
/// 293), and power_now can. nullopt: nothing is shown. Pure.
std::optional<ViewChoice> choose_view(const PowerViews& views);

/// The two values, and that `used` is used; empty: they agree, or one is all there is. Pure.
std::string contradiction_in(const PowerViews& views, PowerView used);

/// Both, read now.
PowerViews views_of(const std::filesystem::path& battery);

/// One of them, read now: the other one's files are left alone. Firmware may take milliseconds.
Result<double> read_power(const std::filesystem::path& battery, PowerView view);

/// The file that is read for it, or the first of them.
std::filesystem::path file_of(const std::filesystem::path& battery, PowerView view);

/// "5.1 W"
std::string watts_text(double microwatts);

} // namespace joules
