// SPDX-License-Identifier: Apache-2.0
#include "sensors/battery_power.hpp"

#include "joules/decimal.hpp"
#include "joules/host.hpp"
#include "sensors/error_value.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

namespace joules {

namespace fs = std::filesystem;

namespace {

/// Further apart than two means over different times get while the load is steady.
constexpr double contradiction = 0.25;

/// The whole line must be one number: half of a line that is being written is none.
std::optional<double> magnitude(const fs::path& file) {
  const auto line = read_line(file);
  if (!line) return std::nullopt;
  double number = 0;
  const char* const end = line->data() + line->size();
  const auto parsed = std::from_chars(line->data(), end, number);
  if (line->empty() || parsed.ec != std::errc() || parsed.ptr != end || !std::isfinite(number))
    return std::nullopt;
  // Without its sign: -1 A is a current like others.
  if (is_error_value(static_cast<std::uint64_t>(std::clamp(number, 0.0, 9e18))))
    return std::nullopt;
  return std::abs(number);
}

std::optional<double> product_of(const fs::path& battery) {
  const auto current_ua = magnitude(battery / "current_now");
  if (!current_ua) return std::nullopt;
  const auto voltage_uv = magnitude(battery / "voltage_now");
  if (!voltage_uv) return std::nullopt;
  return *current_ua * *voltage_uv * 1e-6;
}

bool is_possible(double microwatts) {
  return microwatts >= least_machine_uw && microwatts <= most_battery_uw;
}

bool contradict(double a, double b) {
  const double larger = std::max(a, b);
  return larger >= least_machine_uw && std::abs(a - b) > contradiction * larger;
}

} // namespace

std::optional<ViewChoice> choose_view(const PowerViews& views) {
  if (!views.power_uw && !views.product_uw) return std::nullopt;
  PowerView view = views.power_uw ? PowerView::power_now : PowerView::product;
  if (views.power_uw && views.product_uw && contradict(*views.power_uw, *views.product_uw) &&
      (is_possible(*views.product_uw) || !is_possible(*views.power_uw)))
    view = PowerView::product;
  return ViewChoice{view, contradiction_in(views, view)};
}

std::string contradiction_in(const PowerViews& views, PowerView used) {
  if (!views.power_uw || !views.product_uw || !contradict(*views.power_uw, *views.product_uw))
    return "";
  return "power_now shows " + watts_text(*views.power_uw) + ", current_now x voltage_now " +
         watts_text(*views.product_uw) + ": " +
         (used == PowerView::power_now ? "the first" : "the second") + " is used";
}

PowerViews views_of(const fs::path& battery) {
  return {magnitude(battery / "power_now"), product_of(battery)};
}

Result<double> read_power(const fs::path& battery, PowerView view) {
  const auto power =
      view == PowerView::power_now ? magnitude(battery / "power_now") : product_of(battery);
  if (power) return *power;
  return Error(file_of(battery, view).string(),
               view == PowerView::power_now ? "no power" : "no current, or no voltage beside it");
}

fs::path file_of(const fs::path& battery, PowerView view) {
  return battery / (view == PowerView::power_now ? "power_now" : "current_now");
}

std::string watts_text(double microwatts) {
  return significant(microwatts * 1e-6, 2) + " W";
}

} // namespace joules
